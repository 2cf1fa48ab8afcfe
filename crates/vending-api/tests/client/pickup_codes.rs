use time::macros::datetime;
use vending_api::{Error, PickupCode, PickupCodeId, PickupCodeStatus};

use crate::provider::{Expects, PRODUCT, Provider, machine_no};

fn answer(body: &str) -> Result<Vec<PickupCode>, Error> {
    let provider = Provider::that_answers(body);
    provider.client().pickup_codes(&machine_no(), PRODUCT)
}

/// The code that a client reads from this item.
fn code(item: &str) -> PickupCode {
    let mut codes = answer(&format!(r#"{{"code":0,"message":"ok","data":[{item}]}}"#)).unwrap();
    codes.remove(0)
}

const PUBLISHED: &str = r#"{"id":2111,"code":"9388106","status":"UNUSED","created_at":"2024-04-27 14:00:08","expired_at":"2024-04-28 14:00:08","quantity":1}"#;

#[test]
fn path_of_the_list_is_singular_and_names_the_product() {
    let mut provider = Provider::start();
    let request = provider.expects(
        "POST",
        "/products/1323442/pickup_code",
        r#"{"machine_no":"86683806","sign":"75B83F3A5FC52748723BD32379F59CF3","timestamp":"1714185061"}"#,
    );

    provider
        .client()
        .pickup_codes(&machine_no(), PRODUCT)
        .unwrap();

    request.assert();
}

#[test]
fn published_code_is_read_field_by_field() {
    let code = code(PUBLISHED);
    assert_eq!(code.id, PickupCodeId(2111));
    assert_eq!(code.code, "9388106");
    assert_eq!(code.status, PickupCodeStatus::Unused);
    assert_eq!(code.created_at.as_str(), "2024-04-27 14:00:08");
    assert_eq!(code.expired_at.as_str(), "2024-04-28 14:00:08");
    assert_eq!(code.quantity, 1);
}

#[test]
fn code_is_written_with_the_names_of_the_provider() {
    let written = serde_json::to_value(code(PUBLISHED)).unwrap();
    let published: serde_json::Value = serde_json::from_str(PUBLISHED).unwrap();
    assert_eq!(written, published);
}

#[test]
fn times_are_read_in_gmt_8() {
    let code = code(PUBLISHED);
    let expected = datetime!(2024-04-27 06:00:08 UTC);
    assert_eq!(code.created_at.instant(), Some(expected));
}

#[test]
fn time_of_another_form_is_kept_as_text_without_an_instant() {
    let code = code(r#"{"id":1,"code":"123456","created_at":"2024-04-27T14:00:08Z"}"#);
    assert_eq!(code.created_at.as_str(), "2024-04-27T14:00:08Z");
    assert_eq!(code.created_at.instant(), None);
}

#[test]
fn absent_status_is_unused() {
    let code = code(r#"{"id":1,"code":"123456"}"#);
    assert_eq!(code.status, PickupCodeStatus::Unused);
}

#[test]
fn absent_quantity_is_1() {
    assert_eq!(code(r#"{"id":1,"code":"123456"}"#).quantity, 1);
    assert_eq!(code(r#"{"id":1,"code":"123456","quantity":0}"#).quantity, 1);
    assert_eq!(
        code(r#"{"id":1,"code":"123456","quantity":null}"#).quantity,
        1
    );
    assert_eq!(
        code(r#"{"id":1,"code":"123456","quantity":"3"}"#).quantity,
        3
    );
}

#[test]
fn absent_or_empty_expiry_is_never() {
    for item in [
        r#"{"id":1,"code":"123456"}"#,
        r#"{"id":1,"code":"123456","expired_at":""}"#,
        r#"{"id":1,"code":"123456","expired_at":null}"#,
    ] {
        let code = code(item);
        assert_eq!(code.expired_at.as_str(), "");
        assert_eq!(code.expired_at.instant(), None);
    }
}

#[test]
fn documented_statuses_are_told_apart() {
    for (text, status) in [
        ("UNUSED", PickupCodeStatus::Unused),
        ("USED", PickupCodeStatus::Used),
        ("EXPIRED", PickupCodeStatus::Expired),
        ("UNKNOWN", PickupCodeStatus::Unknown),
    ] {
        let code = code(&format!(r#"{{"id":1,"code":"123456","status":"{text}"}}"#));
        assert_eq!(code.status, status);
        assert_eq!(code.status.as_str(), text);
    }
}

#[test]
fn unknown_status_is_kept_as_it_came() {
    let code = code(r#"{"id":1,"code":"123456","status":"FROZEN"}"#);
    assert_eq!(code.status, PickupCodeStatus::Other("FROZEN".into()));
    assert_eq!(code.status.as_str(), "FROZEN");
}

#[test]
fn code_keeps_its_leading_zeros() {
    assert_eq!(code(r#"{"id":1,"code":"0012345678"}"#).code, "0012345678");
}

#[test]
fn code_that_is_a_number_keeps_its_digits() {
    assert_eq!(code(r#"{"id":"2111","code":9388106}"#).code, "9388106");
    let long = code(r#"{"id":1,"code":12345678901234567}"#);
    assert_eq!(long.code, "12345678901234567");
}

#[test]
fn empty_answers_are_no_codes() {
    for body in [
        r#"{"code":0,"message":"ok","data":[]}"#,
        r#"{"code":0,"message":"ok","data":{}}"#,
        r#"{"code":0,"message":"ok","data":null}"#,
        r#"{"code":0,"message":"ok"}"#,
    ] {
        assert!(answer(body).unwrap().is_empty(), "{body}");
    }
}

#[test]
fn debug_does_not_show_the_code() {
    let text = format!("{:?}", code(PUBLISHED));
    assert!(!text.contains("9388106"), "{text}");
    assert!(text.contains("2111"), "{text}");
}

#[test]
fn code_that_cannot_be_read_is_not_quoted() {
    let error = answer(r#"{"code":0,"message":"ok","data":[{"id":"x9388106","code":"1"}]}"#);
    let error = error.unwrap_err();
    let chain = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
    assert!(!chain.contains("9388106"), "{chain}");
}

#[test]
fn missing_machine_is_a_refusal() {
    let error = answer(r#"{"code":30003,"message":"设备不存在","data":{}}"#).unwrap_err();
    assert_eq!(error.code(), Some(vending_api::Code::MACHINE_NOT_FOUND));
}

#[test]
fn gmt8_time_is_read_from_text_in_its_one_form() {
    let time: vending_api::Gmt8Time = "2024-12-31 23:59:59".parse().unwrap();
    let instant = time::macros::datetime!(2024-12-31 15:59:59 UTC);
    assert_eq!(time.instant(), Some(instant));
    for text in [
        "",
        "2024-12-31",
        "2024-12-31T23:59:59",
        "2024-13-31 00:00:00",
        "2024-2-3 4:5:6",
    ] {
        assert!(text.parse::<vending_api::Gmt8Time>().is_err(), "{text}");
    }
}
