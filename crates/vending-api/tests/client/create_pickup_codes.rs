use time::OffsetDateTime;
use time::macros::datetime;
use vending_api::{Encoding, NewPickupCodes};

use crate::provider::{Expects, Provider, machine_no, one_code, refused_unsent};

/// Asserts that codes are asked for with these parameters.
fn assert_sent(new: &NewPickupCodes, params: &str) {
    let mut provider = Provider::start();
    let request = provider.expects("POST", "/pickup_codes", params);
    provider.client().create_pickup_codes(new).unwrap();
    request.assert();
}

fn for_all() -> NewPickupCodes {
    NewPickupCodes::for_all_products(machine_no())
}

#[test]
fn one_product_sends_nothing_that_was_not_asked_for() {
    assert_sent(
        &one_code(),
        r#"{"machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"ECE2114CCA695607C9FE1F254DBF2795","timestamp":"1714185061"}"#,
    );
}

#[test]
fn one_product_sends_every_option() {
    let new = one_code()
        .count(2)
        .code_length(7)
        .expires_at(datetime!(2024-12-31 23:59:59 +8));
    assert_sent(
        &new,
        r#"{"code_length":"7","count":"2","expired_at":"2024-12-31 23:59:59","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"8BFEE3541BCAC3970C7B72B85185A1E0","timestamp":"1714185061"}"#,
    );
}

#[test]
fn all_products_send_nothing_that_was_not_asked_for() {
    assert_sent(
        &for_all(),
        r#"{"machine_no":"86683806","method":"pickup_code.product.all","sign":"6E7065CEFE7C7C67AFEAA866279B5C35","timestamp":"1714185061"}"#,
    );
}

#[test]
fn all_products_send_every_option() {
    let new = for_all()
        .code_length(10)
        .expires_at(datetime!(2024-12-31 23:59:59 +8));
    assert_sent(
        &new,
        r#"{"code_length":"10","expired_at":"2024-12-31 23:59:59","machine_no":"86683806","method":"pickup_code.product.all","sign":"CFA162B17219D46E6E48D97A91B1BEE5","timestamp":"1714185061"}"#,
    );
}

#[test]
fn expiry_is_converted_to_gmt_8() {
    for instant in [
        datetime!(2024-12-31 15:59:59 UTC),
        datetime!(2025-01-01 00:59:59 +9),
        datetime!(2024-12-31 03:59:59 -12),
        datetime!(2024-12-31 21:29:59 +5:30),
    ] {
        assert_sent(
            &one_code().expires_at(instant),
            r#"{"expired_at":"2024-12-31 23:59:59","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"9B750A8A874BDE14B5F748B63AA618B6","timestamp":"1714185061"}"#,
        );
    }
}

#[test]
fn fraction_of_the_second_of_an_expiry_is_dropped() {
    assert_sent(
        &one_code().expires_at(datetime!(2024-12-31 23:59:59.999 +8)),
        r#"{"expired_at":"2024-12-31 23:59:59","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"9B750A8A874BDE14B5F748B63AA618B6","timestamp":"1714185061"}"#,
    );
}

#[test]
fn last_second_of_the_year_9999_can_be_written() {
    assert_sent(
        &one_code().expires_at(datetime!(9999-12-31 23:59:59 +8)),
        r#"{"expired_at":"9999-12-31 23:59:59","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"9B58605EC0270AF46176E128D720DEED","timestamp":"1714185061"}"#,
    );
}

#[test]
fn expiry_that_has_no_year_of_four_digits_in_gmt_8_is_refused_unsent() {
    let instants: [OffsetDateTime; 3] = [
        datetime!(9999-12-31 16:00:00 UTC),
        datetime!(-0001-12-31 15:59:59 UTC),
        datetime!(-9999-01-01 00:00:00 UTC),
    ];
    for instant in instants {
        let new = one_code().expires_at(instant);
        let invalid = refused_unsent(|client| client.create_pickup_codes(&new));
        assert_eq!(invalid.field(), "expires_at");
        assert_eq!(
            invalid.rule(),
            "must be within the years 0 to 9999 in GMT+8"
        );
    }
}

#[test]
fn code_length_6_is_sent() {
    assert_sent(
        &one_code().code_length(6),
        r#"{"code_length":"6","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"70DF7923E95367D8EAEB26446C56AC09","timestamp":"1714185061"}"#,
    );
}

#[test]
fn code_length_10_is_sent() {
    assert_sent(
        &one_code().code_length(10),
        r#"{"code_length":"10","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"456AE0DBF9783CC1A06A5FD7624A9B69","timestamp":"1714185061"}"#,
    );
}

#[test]
fn code_length_6_and_10_are_sent_for_all_products() {
    assert_sent(
        &for_all().code_length(6),
        r#"{"code_length":"6","machine_no":"86683806","method":"pickup_code.product.all","sign":"2ABAD561C26CF26655AF57154E1A25A4","timestamp":"1714185061"}"#,
    );
    assert_sent(
        &for_all().code_length(10),
        r#"{"code_length":"10","machine_no":"86683806","method":"pickup_code.product.all","sign":"F79CDDEB0E4EDF6F3852D0C90D90F271","timestamp":"1714185061"}"#,
    );
}

#[test]
fn code_length_outside_of_6_to_10_is_refused_unsent() {
    for (new, digits) in [one_code(), for_all()]
        .iter()
        .flat_map(|new| [0, 5, 11, u8::MAX].map(|digits| (new.clone(), digits)))
    {
        let new = new.code_length(digits);
        let invalid = refused_unsent(|client| client.create_pickup_codes(&new));
        assert_eq!(
            invalid.to_string(),
            "`code_length` must be 6 to 10 (取货码生成 [doc])"
        );
    }
}

#[test]
fn count_1_is_sent() {
    assert_sent(
        &one_code().count(1),
        r#"{"count":"1","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"DAD1B024657F5ED5F2C5D022D02AC8DE","timestamp":"1714185061"}"#,
    );
}

#[test]
fn count_0_is_refused_unsent() {
    let new = one_code().count(0);
    let invalid = refused_unsent(|client| client.create_pickup_codes(&new));
    assert_eq!(invalid.field(), "count");
    assert_eq!(invalid.rule(), "must be at least 1");
}

#[test]
fn count_for_all_products_is_refused_unsent() {
    let new = for_all().count(1);
    let invalid = refused_unsent(|client| client.create_pickup_codes(&new));
    assert_eq!(invalid.field(), "count");
    assert_eq!(invalid.rule(), "must not be given for all products");
}

#[test]
fn form_encoded_values_change_the_signature_of_an_expiry() {
    let new = one_code()
        .count(2)
        .code_length(7)
        .expires_at(datetime!(2024-12-31 23:59:59 +8));
    let mut provider = Provider::start();
    let request = provider.expects(
        "POST",
        "/pickup_codes",
        r#"{"code_length":"7","count":"2","expired_at":"2024-12-31 23:59:59","machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"A1D9CBDFA0222E8B086A7FB9A415A66C","timestamp":"1714185061"}"#,
    );

    let client = provider.client_with(|settings| settings.signed_encoding(Encoding::Form));
    client.create_pickup_codes(&new).unwrap();

    request.assert();
}

#[test]
fn form_encoded_values_change_no_other_signature() {
    let mut provider = Provider::start();
    let request = provider.expects(
        "POST",
        "/pickup_codes",
        r#"{"machine_no":"86683806","method":"pickup_code.product.id","product_id":"1323442","sign":"ECE2114CCA695607C9FE1F254DBF2795","timestamp":"1714185061"}"#,
    );

    let client = provider.client_with(|settings| settings.signed_encoding(Encoding::Form));
    client.create_pickup_codes(&one_code()).unwrap();

    request.assert();
}

#[test]
fn success_is_success_whatever_its_data() {
    for data in ["{}", "[]", "null", r#""""#] {
        let provider =
            Provider::that_answers(&format!(r#"{{"code":0,"message":"ok","data":{data}}}"#));
        provider.client().create_pickup_codes(&one_code()).unwrap();
    }
}
