//! The client that is written by hand does what `vending-api` does: else it is no reference.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use openplat_sandbox::{Sandbox, Vending};
use vending_api::{Client, Credentials, ProductQuery, Secret, Settings};

#[test]
fn products_listed_by_hand_are_those_of_the_crate() {
    let sandbox = Sandbox::start().unwrap();
    let credentials = Credentials {
        app_id: Vending::APP_ID.into(),
        app_secret: Secret::from(Vending::APP_SECRET),
        signing_key: Secret::from(Vending::SIGN_KEY),
    };
    let client = Client::new(credentials, Settings::new(sandbox.base_url())).unwrap();
    let query = ProductQuery::new(Vending::MACHINE.parse().unwrap());
    let expected = client.products(&query.page(2).per_page(7)).unwrap();
    let expected = expected.products.all().unwrap();

    let client = by_hand::Client::new(
        &sandbox.base_url(),
        Vending::APP_ID,
        Vending::APP_SECRET,
        Vending::SIGN_KEY,
        Vending::MACHINE,
    );
    let products = client.products(2, 7).unwrap();

    assert_eq!(products.len(), 7);
    assert_eq!(expected.len(), 7);
    for (by_hand, ours) in products.into_iter().zip(expected) {
        assert_eq!(by_hand.id, ours.id.0);
        assert_eq!(by_hand.current_inventory, ours.current_inventory);
        assert_eq!(by_hand.inventory, ours.inventory);
        let (category, expected) = (by_hand.category.unwrap(), ours.category.unwrap());
        assert_eq!(format!("{category:?}"), format!("{expected:?}"));
        let (channel, expected) = (by_hand.channel.unwrap(), ours.channel.unwrap());
        assert_eq!(format!("{channel:?}"), format!("{expected:?}"));
        let (good, expected) = (by_hand.good.unwrap(), ours.good.unwrap());
        assert_eq!(good.name, expected.name);
        assert_eq!(good.description, expected.description);
        assert_eq!(good.thumb, expected.thumb);
        assert_eq!(good.price, expected.price);
        assert_eq!(good.original_price, expected.original_price);
        assert_eq!(good.content, expected.content);
        assert_eq!(good.good_no, expected.good_no);
        assert_eq!(good.slug, expected.slug);
        let media = expected.media.as_ref().map(|media| media.as_str());
        assert_eq!(good.media.as_ref().map(|media| media.get()), media);
    }
}

#[test]
fn refusal_by_hand_has_the_code() {
    let sandbox = Sandbox::start().unwrap();
    let client = by_hand::Client::new(
        &sandbox.base_url(),
        Vending::APP_ID,
        "wrong",
        "key",
        Vending::MACHINE,
    );
    let error = client.products(1, 10).unwrap_err();
    let by_hand::Error::Refused { code, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(code, 10013);
}
