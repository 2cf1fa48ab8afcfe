//! The wrapper, the signature and the timestamp.

use openplat_sandbox::{Sandbox, SignedEncoding, Vending};

use crate::caller::{TIMESTAMP, send, sign, signed, signed_as_is, wrap};

const PRODUCTS: &str = "/api/openapi/v1/products";
const PICKUP_CODES: &str = "/api/openapi/v1/pickup_codes";

fn code_of(body: &[u8]) -> i64 {
    let sandbox = Sandbox::start().unwrap();
    let answer = send(&sandbox, "POST", PRODUCTS, body);
    assert_eq!(answer.status, 200);
    answer.code()
}

/// The one-page list of the main machine as JSON with the right signature; `{}` stands for more.
fn list_with(more: &str) -> Vec<u8> {
    let sign = sign(
        &[
            ("machine_no", Vending::MACHINE),
            ("page", "1"),
            ("timestamp", TIMESTAMP),
        ],
        Vending::SIGN_KEY,
    );
    let machine_no = Vending::MACHINE;
    wrap(
        format!(
            r#"{{"machine_no":"{machine_no}","page":"1","timestamp":"{TIMESTAMP}","sign":"{sign}"{more}}}"#
        )
        .as_bytes(),
    )
}

#[test]
fn signed_payload_is_taken() {
    assert_eq!(code_of(&list_with("")), 0);
}

#[test]
fn body_that_is_no_wrapper_is_10001() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "payload=e30=",
        "{\"payload\":",
        "{\"payload\":{}}",
        "{\"payload\":null}",
        "{\"payload\":\"e30=\",\"more\":1}",
        "{\"payload\":\"e30=\",\"payload\":\"e30=\"}",
        "\u{0}\u{1}",
    ] {
        assert_eq!(code_of(body.as_bytes()), 10001, "{body:?}");
    }
    assert_eq!(code_of(b"\xff\xfe{\"payload\":\"e30=\"}"), 10001);
}

#[test]
fn payload_that_is_no_strict_base64_is_10001() {
    let good = String::from_utf8(list_with(" ")).unwrap();
    assert_eq!(code_of(good.as_bytes()), 0);
    assert!(good.contains('='), "the case needs padding");
    assert_eq!(code_of(good.replace('=', "").as_bytes()), 10001);
    assert_eq!(code_of(good.replace("\":\"", "\":\" ").as_bytes()), 10001);
    assert_eq!(code_of(br#"{"payload":"_-__"}"#), 10001);
}

#[test]
fn payload_that_is_no_object_is_10001() {
    for json in ["", "[]", "\"a\"", "1", "null", "{\"a\":\"1\"", "{} {}"] {
        assert_eq!(code_of(&wrap(json.as_bytes())), 10001, "{json:?}");
    }
    assert_eq!(code_of(&wrap(b"{\"a\":\"\xff\"}")), 10001);
    let deep = [b"{\"a\":".as_slice(), &[b'['; 50_000]].concat();
    assert_eq!(code_of(&wrap(&deep)), 10001);
}

#[test]
fn value_that_is_neither_text_nor_integer_is_10001() {
    for value in [
        "1.5",
        "true",
        "null",
        "{}",
        "[]",
        "1e3",
        "99999999999999999999",
    ] {
        let more = format!(r#","select_all":{value}"#);
        assert_eq!(code_of(&list_with(&more)), 10001, "{value}");
    }
}

#[test]
fn name_that_occurs_twice_is_10001() {
    assert_eq!(code_of(&list_with(r#","page":"1""#)), 10001);
}

#[test]
fn unknown_parameter_is_10001() {
    assert_eq!(code_of(&list_with(r#","colour":"""#)), 10001);
}

#[test]
fn integer_has_the_signature_of_its_text() {
    let sandbox = Sandbox::start().unwrap();
    let machine_no = Vending::MACHINE;
    let sign = sign(
        &[
            ("category_id", "1"),
            ("machine_no", machine_no),
            ("page", "1"),
            ("per_page", "10"),
            ("timestamp", TIMESTAMP),
        ],
        Vending::SIGN_KEY,
    );
    let json = format!(
        r#"{{"category_id":1,"machine_no":"{machine_no}","page":1,"per_page":10,"sign":"{sign}","timestamp":"{TIMESTAMP}"}}"#
    );
    let answer = send(&sandbox, "POST", PRODUCTS, &wrap(json.as_bytes()));
    assert_eq!(answer.data()["total"], 10);
}

#[test]
fn empty_value_is_neither_signed_nor_sent() {
    assert_eq!(code_of(&list_with(r#","category_id":"","addr":"""#)), 0);
}

#[test]
fn wrong_or_missing_signature_is_4006() {
    let good = [
        ("machine_no", Vending::MACHINE),
        ("page", "1"),
        ("timestamp", TIMESTAMP),
    ];
    let right = sign(&good, Vending::SIGN_KEY);
    let wrong_key = sign(&good, Vending::APP_SECRET);
    let json = |sign: Option<&str>| {
        let mut object: serde_json::Map<_, _> = good
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .collect();
        if let Some(sign) = sign {
            object.insert("sign".to_owned(), sign.into());
        }
        wrap(serde_json::Value::from(object).to_string().as_bytes())
    };
    assert_eq!(code_of(&json(Some(&right))), 0);
    assert_eq!(code_of(&json(None)), 4006, "no signature");
    assert_eq!(code_of(&json(Some(""))), 4006, "empty");
    assert_eq!(code_of(&json(Some(&wrong_key))), 4006, "another key");
    let lower = right.to_lowercase();
    assert_eq!(code_of(&json(Some(&lower))), 4006, "lower case");
}

#[test]
fn signature_is_checked_before_the_parameters() {
    let sandbox = Sandbox::start().unwrap();
    let body = wrap(br#"{"machine_no":"1","sign":"0"}"#);
    assert_eq!(send(&sandbox, "POST", PRODUCTS, &body).code(), 4006);
}

#[test]
fn timestamp_must_be_unix_seconds() {
    let with = |timestamp: &str| {
        code_of(&signed_as_is(&[
            ("machine_no", Vending::MACHINE),
            ("page", "1"),
            ("timestamp", timestamp),
        ]))
    };
    assert_eq!(with("1000000000"), 0, "no window is documented");
    assert_eq!(with("1714185061000"), 10001, "milliseconds");
    assert_eq!(with("171418506"), 10001);
    assert_eq!(with("+714185061"), 10001);
    assert_eq!(with("2024-04-27"), 10001);
    assert_eq!(with(""), 10001);
    let missing = signed_as_is(&[("machine_no", Vending::MACHINE), ("page", "1")]);
    assert_eq!(code_of(&missing), 10001);
}

#[test]
fn values_are_signed_raw_or_form_encoded_as_set() {
    let sandbox = Sandbox::start().unwrap();
    let parameters = [
        ("expired_at", "2099-12-31 23:59:59"),
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.product.id"),
        ("product_id", "101"),
    ];
    let raw = signed(&parameters);
    let encoded = {
        let mut encoded = parameters.to_vec();
        encoded[0].1 = "2099-12-31+23%3A59%3A59";
        encoded.push(("timestamp", TIMESTAMP));
        let sign = sign(&encoded, Vending::SIGN_KEY);
        let machine_no = Vending::MACHINE;
        wrap(
            format!(
                r#"{{"expired_at":"2099-12-31 23:59:59","machine_no":"{machine_no}","method":"pickup_code.product.id","product_id":"101","sign":"{sign}","timestamp":"{TIMESTAMP}"}}"#
            )
            .as_bytes(),
        )
    };
    let codes = |sandbox: &Sandbox| {
        [&raw, &encoded].map(|body| send(sandbox, "POST", PICKUP_CODES, body).code())
    };
    assert_eq!(codes(&sandbox), [0, 4006]);
    sandbox.vending().set_signed_encoding(SignedEncoding::Form);
    assert_eq!(codes(&sandbox), [4006, 0]);
    sandbox.vending().set_signed_encoding(SignedEncoding::Raw);
    assert_eq!(codes(&sandbox), [0, 4006]);
}
