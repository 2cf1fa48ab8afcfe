//! Every code reaches the caller: those that the sandbox leads to by its rules, then all others.

use std::time::Duration;

use damaijia_api::{
    Client, Code, Credentials, Delivery, Error, ProductId, ProductQuery, Secret, Settings, Source,
    WarehouseId,
};
use openplat_sandbox::{Answer, Damaijia, RefusalStyle, Sandbox, WarehouseReply};

use crate::codes::{DOCUMENTED, SEEN};
use provider_testing::refusal;

use crate::provider::{key_client, login, order, order_of, order_to, parcel_id, recipient};

/// The refusal has this code, and the message of the document, character for character.
fn assert_documented(error: Error, number: i64) {
    let (_, message, class) = DOCUMENTED
        .iter()
        .find(|(code, ..)| *code == number)
        .unwrap();
    let refusal = refusal(error);
    assert_eq!(refusal.code, Code(number));
    assert_eq!(refusal.message, *message);
    assert_eq!(refusal.class(), *class);
}

fn started() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    (sandbox, client)
}

fn product_error(product_id: u64) -> Error {
    let (sandbox, client) = started();
    let order = order_of(1, ProductId(product_id));
    let error = client.create_order(&order).unwrap_err();
    assert_eq!(error.delivery(), Delivery::Refused);
    assert!(sandbox.damaijia().orders().is_empty());
    error
}

#[test]
fn code_132_not_json() {
    // No method of the client can send anything but JSON.
    let (sandbox, client) = started();
    let (_, message, _) = DOCUMENTED[0];
    sandbox.damaijia().answer_next(Answer::Code {
        code: 132,
        message: message.into(),
    });
    assert_documented(client.balance_fen().unwrap_err(), 132);
}

#[test]
fn code_160_too_frequent() {
    let (sandbox, client) = started();
    let limit = (1, Duration::from_secs(60));
    sandbox.damaijia().set_rate_limit(Some(limit));
    client.balance_fen().unwrap();
    let error = client.create_order(&order(1)).unwrap_err();
    assert!(error.is_rate_limited() && error.is_transient());
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_documented(error, 160);
}

#[test]
fn code_161_limit_of_the_day() {
    let (sandbox, client) = started();
    sandbox.damaijia().set_daily_limit(Some(1));
    client.balance_fen().unwrap();
    let error = client.balance_fen().unwrap_err();
    let day = Duration::from_secs(24 * 60 * 60);
    assert!(error.retry_in().is_some_and(|time| time <= day));
    assert!(!error.is_transient() && !error.is_rate_limited());
    assert_documented(error, 161);
}

#[test]
fn code_200_key_not_accepted() {
    let sandbox = Sandbox::start().unwrap();
    let wrong = Credentials::ApiKey(Secret::from("fake-wrong-key"));
    let client = Client::new(wrong, Settings::new(sandbox.base_url())).unwrap();
    assert_documented(client.balance_fen().unwrap_err(), 200);
    // It is final: one request, and nobody logs in.
    assert_eq!(sandbox.requests().len(), 1);
}

#[test]
fn code_208_cancelling_failed() {
    let (sandbox, client) = started();
    client.create_order(&order(1)).unwrap();
    sandbox.damaijia().hand_over("1");
    sandbox
        .damaijia()
        .set_warehouse_reply(WarehouseReply::Refuses);
    assert_documented(client.cancel_parcel(&parcel_id(1)).unwrap_err(), 208);
}

#[test]
fn code_209_balance_too_low() {
    let (sandbox, client) = started();
    sandbox.damaijia().set_balance_fen(179);
    assert_documented(client.create_order(&order(1)).unwrap_err(), 209);
}

#[test]
fn code_213_parcel_sent() {
    let (sandbox, client) = started();
    client.create_order(&order(1)).unwrap();
    sandbox.damaijia().ship("1");
    assert_documented(client.cancel_parcel(&parcel_id(1)).unwrap_err(), 213);
}

#[test]
fn code_226_product_off_sale() {
    assert_documented(product_error(Damaijia::OFF_SALE_PRODUCT), 226);
}

#[test]
fn code_227_warehouse_off() {
    assert_documented(product_error(Damaijia::OFFLINE_PRODUCT), 227);
}

#[test]
fn code_228_source_not_supported() {
    let (_sandbox, client) = started();
    let parcel = damaijia_api::NewParcel::new(parcel_id(1), recipient());
    let order = damaijia_api::NewOrder::new(
        "1".parse().unwrap(),
        ProductId(Damaijia::PRODUCT),
        Source::Jd,
    );
    let error = client.create_order(&order.parcel(parcel)).unwrap_err();
    assert_documented(error, 228);
}

#[test]
fn code_233_price_not_configured() {
    let (sandbox, client) = started();
    sandbox.damaijia().miss_prices(true);
    assert_documented(client.couriers().unwrap_err(), 233);
    assert_documented(client.create_order(&order(1)).unwrap_err(), 233);
}

#[test]
fn code_234_duplicate() {
    let (sandbox, client) = started();
    client.create_order(&order(1)).unwrap();
    let error = client.create_order(&order(1)).unwrap_err();
    assert_eq!(error.delivery(), Delivery::Refused);
    assert!(error.to_string().contains("hint: on a repeat"), "{error}");
    assert_documented(error, 234);
    assert_eq!(sandbox.damaijia().orders().len(), 1);
}

#[test]
fn code_235_place_of_dispatch_banned() {
    assert_documented(product_error(Damaijia::BANNED_ORIGIN_PRODUCT), 235);
}

#[test]
fn code_422_has_its_hint_in_place_of_the_message() {
    let (_sandbox, client) = started();
    let courier_in_place_of_warehouse = ProductQuery::new(WarehouseId(1));
    let error = client.products(&courier_in_place_of_warehouse);
    let refusal = refusal(error.unwrap_err());
    assert_eq!(refusal.code, Code::PARAMETERS_INVALID);
    assert_eq!(refusal.message, "仓库不存在");
    // A 422 without a hint shows the text of the list.
    let body = r#"{"status":422,"data":[]}"#;
    let provider = crate::provider::Provider::that_answers(body);
    let error = provider.client().couriers().unwrap_err();
    let text = "couriers refused with code 422: 参数列表不合法,在err中会给出提示";
    assert_eq!(error.to_string(), text);
}

#[test]
fn observed_refusals_in_place_of_documented_ones_keep_their_text() {
    let (sandbox, client) = started();
    sandbox.damaijia().set_refusal_style(RefusalStyle::Observed);
    let off_sale = order_of(1, ProductId(Damaijia::OFF_SALE_PRODUCT));
    let refused = refusal(client.create_order(&off_sale).unwrap_err());
    assert_eq!(refused.code, Code::PARAMETERS_INVALID);
    assert_eq!(refused.message, "该商品已下架");
    client.create_order(&order(2)).unwrap();
    sandbox.damaijia().ship("2");
    let refused = refusal(client.cancel_parcel(&parcel_id(2)).unwrap_err());
    assert_eq!(refused.code, Code::CANCEL_NOT_SUPPORTED);
}

#[test]
fn code_205_name_of_a_recipient() {
    let (_sandbox, client) = started();
    let mut nameless = recipient();
    nameless.name = "123".into();
    let order = order_to(1, ProductId(Damaijia::PRODUCT), nameless);
    let error = client.create_order(&order).unwrap_err();
    assert_eq!(error.code(), Some(Code::RECIPIENT_INVALID));
}

#[test]
fn code_212_unknown_parcel() {
    let (_sandbox, client) = started();
    let error = client.cancel_parcel(&parcel_id(1)).unwrap_err();
    assert_eq!(error.code(), Some(Code::PARCEL_NOT_FOUND));
}

#[test]
fn code_1003_wrong_credentials() {
    let sandbox = Sandbox::start().unwrap();
    let Credentials::Login { app_id, .. } = login() else {
        unreachable!()
    };
    let wrong = Credentials::Login {
        app_id,
        app_secret: Secret::from("fake-wrong-secret"),
    };
    let client = Client::new(wrong, Settings::new(sandbox.base_url())).unwrap();
    let error = client.balance_fen().unwrap_err();
    assert_eq!(error.code(), Some(Code::NO_SUCH_ACCOUNT));
    assert_eq!(error.class(), Some(damaijia_api::Class::Auth));
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.http_status(), Some(200));
    assert!(!error.is_transient());
}

#[test]
fn every_known_code_reaches_the_caller_with_class_and_delivery() {
    let (sandbox, client) = started();
    let documented = DOCUMENTED
        .iter()
        .map(|(number, _, class)| (*number, *class));
    let seen = SEEN
        .iter()
        .flat_map(|(class, numbers)| numbers.iter().map(|number| (*number, *class)));
    for (number, class) in documented.chain(seen) {
        let answer = Answer::Code {
            code: number,
            message: "文本".into(),
        };
        sandbox.damaijia().answer_next(answer.clone());
        let read = client.balance_fen().unwrap_err();
        assert_eq!(read.delivery(), Delivery::Refused, "{number}");
        sandbox.damaijia().answer_next(answer.clone());
        let write = client.create_order(&order(1)).unwrap_err();
        sandbox.damaijia().answer_next(answer);
        let cancel = client.cancel_parcel(&parcel_id(1)).unwrap_err();
        let expected = match Code(number).leaves_open() {
            true => Delivery::Unknown,
            false => Delivery::Refused,
        };
        assert_eq!(write.delivery(), expected, "{number}");
        assert_eq!(cancel.delivery(), expected, "{number}");
        for error in [read, write, cancel] {
            assert_eq!(error.code(), Some(Code(number)));
            assert_eq!(error.class(), Some(class), "{number}");
            assert_eq!(refusal(error).message, "文本");
        }
    }
}

#[test]
fn every_code_that_the_sandbox_can_answer_is_known() {
    let sandbox = Sandbox::start().unwrap();
    for number in sandbox.damaijia().answerable_codes() {
        assert!(Code(*number).meaning().is_some(), "{number}");
    }
}
