//! `data` and what is made of it, without a client.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use post30_api::{Credentials, DataText, DigestCharset, InvalidInput, data, payload};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use signing::brace_pairs;

use crate::provider::{ACCESS_KEY, credentials};

const TIMER: &str = "2016-01-25 22:00:44";

/// The parameters of a form body, as a server decodes them.
fn decoded(body: &str) -> Vec<(String, String)> {
    // A server reads a plus sign as a space; here none may be sent at all.
    assert!(!body.contains('+'), "{body}");
    let text = |part: &str| percent_decode_str(part).decode_utf8().unwrap().into_owned();
    body.split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

/// Text from everywhere: control characters, all planes, what JSON, forms and signatures use.
fn text() -> impl Strategy<Value = String> {
    // One number for a character: a strategy for each kind would take most of the time.
    prop::collection::vec(any::<u32>(), 0..12)
        .prop_map(|numbers| numbers.into_iter().map(character).collect())
}

fn character(number: u32) -> char {
    const ODD: [char; 11] = ['"', '\\', '/', '+', '&', '=', '%', '{', '$', '}', ' '];
    let rest = number / 8;
    let code = match number % 8 {
        0 => rest % 0x80,
        1 => u32::from(ODD[rest as usize % ODD.len()]),
        2 => 0x80 + rest % 0x780,
        3 => 0x4e00 + rest % 0x5200,
        4 => 0xe000 + rest % 0x2000,
        _ => rest % 0x11_0000,
    };
    // Surrogates are no characters.
    char::from_u32(code).unwrap_or('\u{fffd}')
}

fn object() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => text().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    let value = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(text(), inner, 0..3)
                .prop_map(|fields| Value::from(Map::from_iter(fields))),
        ]
    });
    prop::collection::btree_map(text(), value, 0..4)
        .prop_map(|fields| Value::from(Map::from_iter(fields)))
}

#[test]
fn any_object_is_sent_as_it_is_signed_in_ascii_and_signs_the_same_in_every_charset() {
    let config = ProptestConfig {
        cases: 10_000,
        // Nothing is written beside the sources: a failing case is printed.
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let credentials = credentials();
    let planes = RefCell::new(BTreeSet::new());
    TestRunner::new(config)
        .run(&object(), |object| {
            let characters = object.to_string();
            planes
                .borrow_mut()
                .extend(characters.chars().map(|character| character as u32 >> 16));
            let json = data(&object, DataText::Ascii).unwrap();
            prop_assert!(json.is_ascii(), "{}", json);
            prop_assert_eq!(&serde_json::from_str::<Value>(&json).unwrap(), &object);

            let params = [("data", json.as_str())];
            let body = payload(&params, Some(TIMER), &credentials, DigestCharset::Utf8).unwrap();
            prop_assert!(body.is_ascii(), "{}", body);
            let in_gbk = payload(&params, Some(TIMER), &credentials, DigestCharset::Gbk);
            prop_assert_eq!(&body, &in_gbk.unwrap());

            let mut fields = decoded(&body);
            let timer = fields.pop().unwrap();
            prop_assert_eq!(timer, ("timer".to_owned(), TIMER.to_owned()));
            let sent = fields.pop().unwrap();
            prop_assert_eq!(&fields[0], &("data".to_owned(), json));
            prop_assert_eq!(fields.len(), 2);
            let sign = brace_pairs::sign(&fields, Some(TIMER), &credentials.secret_key);
            prop_assert_eq!(sent, ("sign".to_owned(), sign.to_string()));
            Ok(())
        })
        .unwrap();
    assert_eq!(planes.into_inner(), BTreeSet::from_iter(0..=16));
}

#[test]
fn both_published_signatures_are_reproduced() {
    let made = |data: &str, timer| {
        let params = [("data", data)];
        let body = payload(&params, timer, &credentials(), DigestCharset::Utf8).unwrap();
        let fields = decoded(&body);
        assert_eq!(fields[0], ("data".to_owned(), data.to_owned()));
        assert_eq!(
            fields[1],
            ("external_company".to_owned(), ACCESS_KEY.to_owned())
        );
        fields[2].clone()
    };
    let sign = |text: &str| ("sign".to_owned(), text.to_owned());
    assert_eq!(
        made("{batch_name:'AAAAAA'}", Some(TIMER)),
        sign("24653ea6ee4d600d9c257e0470db921a")
    );
    assert_eq!(
        made(r#"{"p":1,"pagesize":10}"#, None),
        sign("306c5b18635a36a88a4e068f80bb6255")
    );
}

#[test]
fn payload_without_a_timer_has_no_such_field() {
    let params = [("data", "{}")];
    let body = payload(&params, None, &credentials(), DigestCharset::Utf8).unwrap();
    let names: Vec<_> = decoded(&body).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["data", "external_company", "sign"]);
}

#[test]
fn text_beyond_the_first_65536_characters_is_a_surrogate_pair() {
    let json = data(&json!({"😀": "\u{10ffff}é\u{7f}"}), DataText::Ascii).unwrap();
    assert_eq!(json, "{\"\\ud83d\\ude00\":\"\\udbff\\udfff\\u00e9\u{7f}\"}");
}

#[test]
fn text_in_utf_8_stays_as_it_is() {
    let json = data(&json!({"名": "安娜😀\n"}), DataText::Utf8).unwrap();
    assert_eq!(json, r#"{"名":"安娜😀\n"}"#);
}

#[test]
fn data_that_is_no_object_is_refused() {
    for value in [
        json!([]),
        json!("{}"),
        json!(null),
        json!(1),
        json!([{"p": 1}]),
    ] {
        let invalid = data(&value, DataText::Ascii).unwrap_err();
        assert_eq!(invalid.field(), "data", "{value}");
        assert_eq!(invalid.rule(), "must be one JSON object");
    }
}

/// A map whose keys are lists, which JSON has no way to write.
#[test]
fn data_that_cannot_be_serialised_is_refused() {
    let map = BTreeMap::from([(vec![1], 1)]);
    let invalid = data(&map, DataText::Ascii).unwrap_err();
    assert_eq!(invalid.field(), "data");
}

fn refused(params: &[(&str, &str)], charset: DigestCharset) -> InvalidInput {
    payload(params, None, &credentials(), charset).unwrap_err()
}

#[test]
fn names_are_ascii_and_none_of_the_clients_and_occur_once() {
    for name in [
        "external_company",
        "sign",
        "timer",
        "",
        "a b",
        "名",
        "a\n",
        "cid\u{7f}",
    ] {
        for charset in [DigestCharset::Utf8, DigestCharset::Gbk] {
            let invalid = refused(&[("data", "{}"), (name, "1")], charset);
            assert_eq!(invalid.field(), "parameter", "{name:?}");
        }
    }
    let twice = refused(
        &[("data", "1"), ("a", ""), ("data", "2")],
        DigestCharset::Utf8,
    );
    assert_eq!(twice.rule(), "must not occur twice");
    // Names that differ in their letter case only are two.
    for name in ["Sign", "Data", "searchType"] {
        let params = [("data", "{}"), (name, "1")];
        assert!(payload(&params, None, &credentials(), DigestCharset::Utf8).is_ok());
    }
}

#[test]
fn character_that_gbk_lacks_is_refused_in_gbk_only() {
    for text in ["𠮷", "😀", "ä", "안"] {
        let in_data = refused(&[("data", text)], DigestCharset::Gbk);
        assert_eq!(in_data.field(), "data", "{text}");
        let beside = refused(&[("data", "{}"), ("i_namecn", text)], DigestCharset::Gbk);
        assert_eq!(beside.field(), "parameter", "{text}");
        assert!(!format!("{in_data} {beside:?}").contains(text));
        let params = [("data", text)];
        assert!(payload(&params, None, &credentials(), DigestCharset::Utf8).is_ok());
    }
}

/// The expected values are of Python's hashlib and codecs.
#[test]
fn parameters_beside_data_are_signed_in_the_charset() {
    let params = [
        ("i_namecn", "张三"),
        ("i_mobile", "13800000000"),
        ("searchType", "1"),
    ];
    let timer = Some("2024-04-27 10:36:01");
    for (charset, sign) in [
        (DigestCharset::Utf8, "6c673f443d24791b36f79a05cbc69f32"),
        (DigestCharset::Gbk, "6d3578e7dc1c52c390cb82727f4c3814"),
    ] {
        let body = payload(&params, timer, &credentials(), charset).unwrap();
        let fields = decoded(&body);
        assert_eq!(fields[0].1, "张三");
        assert_eq!(fields[4], ("sign".to_owned(), sign.to_owned()));
    }
}

#[test]
fn other_keys_make_another_signature() {
    let params = [("data", "{}")];
    let body = |credentials: &Credentials| {
        payload(&params, None, credentials, DigestCharset::Utf8).unwrap()
    };
    let mut others = credentials();
    others.secret_key = "another-fake-key".into();
    assert_ne!(body(&credentials()), body(&others));
}
