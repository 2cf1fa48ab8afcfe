//! Orders against the sandbox: what is created, what is listed, what is banned.

use damaijia_api::{
    Acceptance, Code, NewParcel, OrderQuery, ParcelStatus, ProductId, RowWindow, Source,
};
use openplat_sandbox::{Damaijia, NumberStyle, Sandbox};
use time::macros::datetime;

use crate::provider::{bare_order, key_client, order, parcel_id, recipient};

#[test]
fn order_is_charged_for_each_parcel_and_cancelled_by_the_parcel() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let two = bare_order(1, ProductId(Damaijia::PRODUCT))
        .parcel(NewParcel::new(parcel_id(11), recipient()))
        .parcel(NewParcel::new(parcel_id(12), recipient()));
    let created = client.create_order(&two).unwrap();
    assert_eq!(created.parcels.len(), 2);
    assert_eq!(client.balance_fen().unwrap(), 10_000_000 - 2 * 180);
    client.cancel_parcel(&parcel_id(11)).unwrap();
    client.cancel_parcel(&parcel_id(11)).unwrap();
    assert_eq!(client.balance_fen().unwrap(), 10_000_000 - 180);
    let states = client.parcel_states(&two.parcel_ids()).unwrap();
    assert_eq!(states[0].status, ParcelStatus::Cancelled);
    assert_eq!(states[1].status, ParcelStatus::Unsent);
}

#[test]
fn parcel_to_a_banned_address_is_marked_and_charged_all_the_same() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let mut banned = recipient();
    banned.city = "宁波市".into();
    let order = bare_order(1, ProductId(Damaijia::BANNING_PRODUCT))
        .parcel(NewParcel::new(parcel_id(11), recipient()))
        .parcel(NewParcel::new(parcel_id(12), banned));
    let created = client.create_order(&order).unwrap();
    let not_accepted: Vec<_> = created.not_accepted().collect();
    assert_eq!(not_accepted.len(), 1);
    assert_eq!(not_accepted[0].site_order_consignee_id, parcel_id(12));
    assert!(matches!(
        &not_accepted[0].acceptance,
        Acceptance::AddressBanned { zone, .. } if zone == "浙江省/宁波市"
    ));
    assert_eq!(client.balance_fen().unwrap(), 10_000_000 - 2 * 370);
    sandbox.damaijia().cancel_unsendable();
    let states = client.parcel_states(&[parcel_id(12)]).unwrap();
    assert_eq!(states[0].status, ParcelStatus::Cancelled);
}

#[test]
fn same_id_with_another_content_is_a_duplicate_too() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.create_order(&order(1)).unwrap();
    let other = bare_order(1, ProductId(Damaijia::ANY_SOURCE_PRODUCT))
        .parcel(NewParcel::new(parcel_id(9), recipient()));
    let error = client.create_order(&other).unwrap_err();
    assert_eq!(error.code(), Some(Code::SITE_ORDER_ID_EXISTS));
}

#[test]
fn created_order_is_listed_by_its_number_its_time_and_its_source() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 12:00:00 +8));
    for style in [NumberStyle::Numbers, NumberStyle::Texts] {
        sandbox.damaijia().set_number_style(style);
        let client = key_client(&sandbox);
        let number = 1 + sandbox.damaijia().orders().len() as u64;
        let created = client.create_order(&order(number)).unwrap();
        let by_number = OrderQuery::last_month().order_sn(&*created.order_sn);
        let page = client.orders(&by_number).unwrap();
        assert_eq!(page.orders.len(), 1);
        assert!(page.is_complete());
        let listed = page.orders.iter().next().unwrap();
        assert_eq!(listed.order_sn, created.order_sn);
        assert_eq!(listed.parcel_count, Some(1));
        assert_eq!(listed.total_fen, Some(180));
        let at = datetime!(2021-08-05 12:00:00 +8);
        assert_eq!(listed.create_time.instant(), Some(at));
        // Both ends are included, to the second.
        let span = OrderQuery::between(at, at);
        assert_eq!(client.orders(&span).unwrap().total, Some(number));
        let later = OrderQuery::between(
            datetime!(2021-08-05 12:00:01 +8),
            datetime!(2021-08-06 00:00:00 +8),
        );
        assert_eq!(client.orders(&later).unwrap().total, Some(0));
        let of_jd = OrderQuery::last_month().source(Source::Jd);
        assert_eq!(client.orders(&of_jd).unwrap().total, Some(0));
    }
}

#[test]
fn rows_are_rows() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    for number in 1..=5 {
        client.create_order(&order(number)).unwrap();
    }
    let listed = |window| {
        let query = OrderQuery::last_month().window(window);
        let page = client.orders(&query).unwrap();
        assert_eq!(page.total, Some(5));
        let orders = page.orders.all().unwrap().into_iter();
        orders.map(|order| order.order_id).collect::<Vec<_>>()
    };
    let all = listed(RowWindow::first(5));
    assert_eq!(listed(RowWindow::first(2)), all[..2]);
    assert_eq!(listed(RowWindow::from_row(2, 2)), all[1..3]);
    let page = client
        .orders(&OrderQuery::last_month().window(RowWindow::first(2)))
        .unwrap();
    assert!(!page.is_complete());
}
