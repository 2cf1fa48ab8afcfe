use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use vending_api::{Encoding, Secret, Value, payload};

/// The JSON inside of a payload signed with the key `abc`.
fn json(params: Vec<(&str, Value<'_>)>) -> String {
    let payload = payload(params, &Secret::from("abc"), Encoding::Raw);
    String::from_utf8(BASE64_STANDARD.decode(payload).unwrap()).unwrap()
}

#[test]
fn names_are_sorted_and_sign_stands_among_them() {
    // The signature is the published one of the vendor's Go library.
    let params = vec![
        ("timestamp", "1717899356".into()),
        ("c", "789".into()),
        ("a", "123".into()),
        ("b", "456".into()),
    ];
    assert_eq!(
        json(params),
        r#"{"a":"123","b":"456","c":"789","sign":"0C59AD369ED0E8F5AD06610EBBE6F263","timestamp":"1717899356"}"#
    );
}

#[test]
fn integers_are_json_numbers_and_sign_like_their_digits() {
    // The signature is the published one of the vendor's PHP library.
    let params = vec![
        ("a", Value::Int(2)),
        ("b", Value::Int(3)),
        ("timestamp", "1718180788".into()),
    ];
    assert_eq!(
        json(params),
        r#"{"a":2,"b":3,"sign":"8BD7FD74204B0204CBF365F20287D436","timestamp":"1718180788"}"#
    );
}

#[test]
fn number_0_is_sent_and_signed_as_the_text_0() {
    let expected =
        r#"{"a":"0","sign":"2E9DD891EDCB71BCAC3E080A19A1E6C3","timestamp":"1714185061"}"#;
    let number = vec![("a", Value::Int(0)), ("timestamp", "1714185061".into())];
    let text = vec![("a", "0".into()), ("timestamp", "1714185061".into())];
    assert_eq!(json(number), expected);
    assert_eq!(json(text), expected);
}

#[test]
fn smallest_integer_keeps_every_digit() {
    assert_eq!(
        json(vec![("a", Value::Int(i64::MIN))]),
        r#"{"a":-9223372036854775808,"sign":"290DC07C515AE1CFE33EE4F664A283FF"}"#
    );
}

#[test]
fn given_sign_is_replaced() {
    let params = vec![
        ("sign", "6C73E1EE2B92089A61DC721E72BB3139".into()),
        ("a", "2".into()),
        ("b", "1".into()),
    ];
    assert_eq!(
        json(params),
        r#"{"a":"2","b":"1","sign":"77D95A0B38C9D7ABB257ECCBB458352E"}"#
    );
}

#[test]
fn last_of_equal_names_counts() {
    let params = vec![("a", "1".into()), ("b", "1".into()), ("a", "2".into())];
    assert_eq!(
        json(params),
        r#"{"a":"2","b":"1","sign":"77D95A0B38C9D7ABB257ECCBB458352E"}"#
    );
}

#[test]
fn text_beyond_ascii_is_signed_and_sent_as_utf_8() {
    let params = vec![
        ("good_name", "可乐".into()),
        ("machine_no", "86683806".into()),
    ];
    assert_eq!(
        json(params),
        r#"{"good_name":"可乐","machine_no":"86683806","sign":"886D686D111AB028FC4083EC8A4371B3"}"#
    );
}

#[test]
fn payload_is_base64_with_padding() {
    let payload = payload([("a", Value::Int(0))], &Secret::from("abc"), Encoding::Raw);
    assert_eq!(payload.len() % 4, 0);
    assert!(BASE64_STANDARD.decode(&payload).is_ok());
}
