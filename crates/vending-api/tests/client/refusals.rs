use std::time::Duration;

use openplat_sandbox::{Sandbox, Vending};
use provider_testing::refusal;
use time::macros::datetime;
use vending_api::{
    Class, Client, Code, Delivery, Encoding, Error, NewPickupCodes, ProductId, ProductQuery,
};

use crate::provider::{
    APP_ID, APP_SECRET, Provider, SIGNING_KEY, machine_no, one_code, sandbox_client,
};

fn read(client: &Client) -> Error {
    let query = ProductQuery::new(machine_no());
    client.products(&query).unwrap_err()
}

fn write(client: &Client) -> Error {
    client.create_pickup_codes(&one_code()).unwrap_err()
}

fn provider_of(code: i64, message: &str) -> Provider {
    Provider::that_answers(&format!(
        r#"{{"code":{code},"message":"{message}","data":{{}}}}"#
    ))
}

#[test]
fn refusal_keeps_code_message_call_and_http_status() {
    let error = write(&provider_of(10023, "取货码功能尚未开启").client());

    assert_eq!(error.code(), Some(Code::PICKUP_CODES_DISABLED));
    assert_eq!(error.class(), Some(Class::BusinessRefusal));
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(error.http_status(), Some(200));
    assert!(!error.is_transient());
    assert_eq!(
        error.to_string(),
        "create_pickup_codes refused with code 10023: 取货码功能尚未开启"
    );
    let refusal = refusal(error);
    assert_eq!(refusal.call, "create_pickup_codes");
    assert_eq!(refusal.message, "取货码功能尚未开启");
    assert_eq!(refusal.hint(), None);
}

#[test]
fn offline_machine_is_transient() {
    let error = read(&provider_of(30002, "设备已离线").client());
    assert_eq!(error.code(), Some(Code::MACHINE_OFFLINE));
    assert_eq!(error.class(), Some(Class::Transient));
    assert!(error.is_transient());
    assert_eq!(error.delivery(), Delivery::Refused);
}

#[test]
fn offline_machine_of_the_newer_set_is_transient() {
    for code in [4008, 6025] {
        assert!(read(&provider_of(code, "sorry").client()).is_transient());
    }
}

#[test]
fn code_0_with_another_message_than_ok_is_a_refusal() {
    let provider = provider_of(0, "订单未支付");
    let client = provider.client();
    for error in [read(&client), write(&client)] {
        assert_eq!(error.code(), Some(Code::OK));
        assert_eq!(error.class(), Some(Class::BusinessRefusal));
        assert_eq!(error.delivery(), Delivery::Refused);
        assert_eq!(refusal(error).message, "订单未支付");
    }
}

#[test]
fn message_ok_with_another_code_than_0_is_a_refusal() {
    let error = write(&provider_of(10023, "ok").client());
    assert_eq!(error.code(), Some(Code::PICKUP_CODES_DISABLED));
}

#[test]
fn code_0_without_a_message_leaves_open_what_a_writing_call_did() {
    for body in [
        r#"{"code":0,"data":{}}"#,
        r#"{"code":0,"message":"","data":{}}"#,
        r#"{"code":0,"message":null,"data":{}}"#,
    ] {
        let provider = Provider::that_answers(body);
        let client = provider.client();
        assert_eq!(write(&client).delivery(), Delivery::Unknown, "{body}");
        assert_eq!(read(&client).delivery(), Delivery::Refused, "{body}");
        assert_eq!(write(&client).class(), Some(Class::Unknown), "{body}");
    }
}

#[test]
fn refusal_without_a_message_keeps_its_code() {
    let provider = Provider::that_answers(r#"{"code":30003}"#);
    let error = read(&provider.client());
    assert_eq!(error.code(), Some(Code::MACHINE_NOT_FOUND));
    assert_eq!(refusal(error).message, "");
}

#[test]
fn code_may_be_a_text() {
    let provider = Provider::that_answers(r#"{"code":"30003","message":"设备不存在"}"#);
    assert_eq!(
        read(&provider.client()).code(),
        Some(Code::MACHINE_NOT_FOUND)
    );

    let provider = Provider::that_answers(r#"{"code":"0","message":"ok"}"#);
    provider.client().ping().unwrap();
}

#[test]
fn http_status_401_keeps_the_code_of_the_provider() {
    let provider = Provider::that_answers_with(
        401,
        "application/json",
        r#"{"code":10008,"message":"appid or appsecret is empty","data":{}}"#,
    );
    let error = provider.client().ping().unwrap_err();
    assert_eq!(error.code(), Some(Code::CREDENTIALS_EMPTY));
    assert_eq!(error.class(), Some(Class::Auth));
    assert_eq!(error.http_status(), Some(401));
}

#[test]
fn body_decides_whatever_the_http_status_and_content_type() {
    for (status, delivery) in [
        (200, Delivery::Refused),
        (400, Delivery::Refused),
        (404, Delivery::Refused),
        // The server may have failed in the middle.
        (500, Delivery::Unknown),
    ] {
        let provider = Provider::that_answers_with(
            status,
            "text/html",
            r#"{"code":30003,"message":"设备不存在","data":{}}"#,
        );
        let error = write(&provider.client());
        assert_eq!(error.code(), Some(Code::MACHINE_NOT_FOUND));
        assert_eq!(error.delivery(), delivery, "{status}");
    }
}

#[test]
fn unlisted_code_leaves_open_what_a_writing_call_did() {
    let provider = provider_of(12345, "?");
    let client = provider.client();
    assert_eq!(write(&client).delivery(), Delivery::Unknown);
    assert_eq!(write(&client).class(), Some(Class::Unknown));
}

#[test]
fn unlisted_code_refuses_a_reading_call() {
    let provider = provider_of(12345, "?");
    let client = provider.client();
    assert_eq!(read(&client).delivery(), Delivery::Refused);
    assert_eq!(client.ping().unwrap_err().delivery(), Delivery::Refused);
}

#[test]
fn failed_creation_and_time_out_of_the_provider_leave_open_what_a_writing_call_did() {
    for code in [6048, 6015] {
        let provider = provider_of(code, "sorry");
        let client = provider.client();
        assert_eq!(write(&client).delivery(), Delivery::Unknown, "{code}");
        assert_eq!(read(&client).delivery(), Delivery::Refused, "{code}");
    }
}

#[test]
fn wrong_signature_hints_at_the_signing_key() {
    let refusal = refusal(read(&provider_of(4006, "payload sign invalid").client()));
    assert_eq!(refusal.class(), Class::Auth);
    let hint = refusal.hint().unwrap();
    assert!(hint.contains("merchant_id"), "{hint}");
    assert!(!hint.contains("signed_encoding"), "{hint}");
    assert!(hint.contains("`openplat explain vending`"), "{hint}");
    assert!(refusal.to_string().ends_with(&format!("(hint: {hint})")));
}

#[test]
fn wrong_signature_after_an_expiry_hints_at_the_form_of_the_values() {
    let new = one_code().expires_at(datetime!(2024-12-31 23:59:59 +8));
    let provider = provider_of(4006, "payload sign invalid");
    for encoding in [Encoding::Raw, Encoding::Form] {
        let client = provider.client_with(|settings| settings.signed_encoding(encoding));
        let hint = refusal(client.create_pickup_codes(&new).unwrap_err()).hint();
        let hint = hint.unwrap();
        assert!(hint.contains("`expired_at`"), "{hint}");
        assert!(hint.contains("Settings::signed_encoding"), "{hint}");
        assert!(hint.contains("`openplat explain vending`"), "{hint}");
    }
}

#[test]
fn secrets_in_the_message_of_the_provider_are_replaced() {
    let message = format!("bad secret {APP_SECRET} of {APP_ID} and key {SIGNING_KEY}!");
    let error = write(&provider_of(10013, &message).client());
    let shown = format!("{error} {error:?}");
    for secret in [APP_SECRET, APP_ID, SIGNING_KEY] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(refusal(error).message, "bad secret *** of *** and key ***!");
}

#[test]
fn secret_written_with_escapes_is_replaced() {
    // The provider may escape what it echoes: the message is looked at after decoding.
    let escaped = APP_SECRET.replace('f', r"\u0066");
    let error = write(&provider_of(10013, &escaped).client());
    assert_eq!(refusal(error).message, "***");
}

#[test]
fn http_status_429_is_a_rate_limit_whatever_the_code() {
    let mut provider = Provider::start();
    provider
        .mock_any("POST")
        .with_status(429)
        .with_header("retry-after", "17")
        .with_body(r#"{"code":4003,"message":"slow down","data":{}}"#)
        .create();
    let error = read(&provider.client());
    assert!(error.is_rate_limited());
    assert!(error.is_transient());
    assert_eq!(error.class(), Some(Class::RateLimit));
    assert_eq!(error.retry_in(), Some(Duration::from_secs(17)));
    assert_eq!(error.code(), Some(Code::PARAMS_INVALID));
}

#[test]
fn data_of_a_refusal_may_be_anything() {
    for data in ["null", "[]", r#""""#, r#"{"order_id":60}"#, "5"] {
        let body = format!(r#"{{"code":10025,"message":"取货码已使用","data":{data}}}"#);
        let error = read(&Provider::that_answers(&body).client());
        assert_eq!(error.code(), Some(Code::PICKUP_CODE_USED), "{data}");
    }
}

/// Who hears "refused" of codes that were made makes them once more.
#[test]
fn code_0_in_another_dress_is_open_and_with_a_chinese_reason_refused() {
    let answer = |message: &str| {
        let body = format!(r#"{{"code":0,"message":{message},"data":{{}}}}"#);
        write(&Provider::that_answers(&body).client())
    };
    for dress in [
        "\"OK\"",
        "\"success\"",
        "\"ok \"",
        "\"\"",
        "null",
        "false",
        "[]",
        "7",
    ] {
        let error = answer(dress);
        assert_eq!(error.delivery(), Delivery::Unknown, "{dress}: {error:?}");
        assert_eq!(error.class(), Some(Class::Unknown), "{dress}");
    }
    let error = answer("\"设备不在运营中\"");
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(error.class(), Some(Class::BusinessRefusal));
}

/// The page of the call for all products refers to the samples of the one for one product [doc].
#[test]
fn creation_for_all_products_is_refused_with_the_codes_of_the_one_for_one_product() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(sandbox.base_url());
    let for_one = |machine: &str| {
        // Every machine of the sandbox that has products begins with another hundred.
        let first = [
            (Vending::OFFLINE_MACHINE, 401),
            (Vending::PICKUP_CODES_OFF_MACHINE, 501),
        ];
        let first = first.iter().find(|(number, _)| *number == machine);
        let product = ProductId(first.map_or(101, |(_, product)| *product));
        NewPickupCodes::for_product(machine.parse().unwrap(), product)
    };
    let for_all = |machine: &str| NewPickupCodes::for_all_products(machine.parse().unwrap());
    let past = datetime!(2001-01-01 00:00:00 +8);
    let cases = [
        (
            Vending::PICKUP_CODES_OFF_MACHINE,
            None,
            Code::PICKUP_CODES_DISABLED,
        ),
        (Vending::OFFLINE_MACHINE, None, Code::MACHINE_OFFLINE),
        ("99999999", None, Code::MACHINE_NOT_FOUND),
        (Vending::MACHINE, Some(past), Code::EXPIRED_AT_INVALID),
    ];
    for (machine, expires_at, code) in cases {
        for new in [for_one(machine), for_all(machine)] {
            let new = match expires_at {
                Some(instant) => new.expires_at(instant),
                None => new,
            };
            let error = client.create_pickup_codes(&new).unwrap_err();
            assert_eq!(error.code(), Some(code), "{new:?}");
            assert_eq!(error.delivery(), Delivery::Refused, "{new:?}");
        }
    }
    // Without a product there is none that does not exist.
    let unknown = NewPickupCodes::for_product(Vending::MACHINE.parse().unwrap(), ProductId(9));
    let error = client.create_pickup_codes(&unknown).unwrap_err();
    assert_eq!(error.code(), Some(Code::PRODUCT_NOT_FOUND));
    client
        .create_pickup_codes(&for_all(Vending::MACHINE))
        .unwrap();
}
