//! What is read in haste is what care makes of it.

use std::fmt::Debug;
use std::marker::PhantomData;

use proptest::prelude::*;
use provider_http::{from_json, lenient, try_json};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Row {
    #[serde(deserialize_with = "lenient::text")]
    text: String,
    #[serde(deserialize_with = "lenient::text_or_empty")]
    text_or_empty: String,
    #[serde(deserialize_with = "lenient::int")]
    int: i64,
    #[serde(deserialize_with = "lenient::int")]
    small: u8,
    #[serde(deserialize_with = "lenient::int_or_zero")]
    int_or_zero: u64,
    #[serde(deserialize_with = "lenient::optional_count")]
    count: Option<u64>,
    #[serde(deserialize_with = "lenient::list")]
    list: Vec<Row>,
    #[serde(deserialize_with = "lenient::object")]
    object: Option<Box<Row>>,
}

const FIELDS: [&str; 8] = [
    "text",
    "text_or_empty",
    "int",
    "small",
    "int_or_zero",
    "count",
    "list",
    "object",
];

fn in_haste<T: DeserializeOwned>(json: &str) -> Option<T> {
    try_json(json, PhantomData::<T>)
}

/// What both ways make of it; none when haste fails.
fn both<T: DeserializeOwned + Debug + PartialEq>(json: &str) -> Option<T> {
    let hasty = in_haste(json)?;
    let careful: T = from_json(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(hasty, careful, "{json}");
    Some(hasty)
}

#[test]
fn plain_values_are_read_in_haste() {
    for (field, value) in [
        ("text", r#""可乐""#),
        ("text", r#""a\"b\u00e9""#),
        ("text", "18446744073709551615"),
        ("text", "-9223372036854775808"),
        ("text_or_empty", "null"),
        ("text_or_empty", r#""""#),
        ("int", "-5"),
        ("int", r#""-5""#),
        ("small", "255"),
        ("int_or_zero", "null"),
        ("int_or_zero", r#""""#),
        ("count", "25"),
        ("list", "{}"),
        ("list", r#"[{"int":1},{"text":2}]"#),
        ("object", "[]"),
        ("object", r#"{"object":{"int":"1"}}"#),
    ] {
        let json = format!(r#"{{"{field}":{value}}}"#);
        assert!(both::<Row>(&json).is_some(), "{json}");
    }
}

#[test]
fn what_haste_would_change_is_left_to_care() {
    for number in [
        "165.0000",
        "1e2",
        "-0",
        "-0.0",
        "18446744073709551616",
        "-9223372036854775809",
    ] {
        let json = format!(r#"{{"text":{number}}}"#);
        assert_eq!(in_haste::<Row>(&json), None, "{json}");
        let row: Row = from_json(json.as_bytes()).unwrap();
        assert_eq!(row.text, number);
    }
}

#[test]
fn haste_refuses_what_care_refuses() {
    for json in [
        r#"{"small":256}"#,
        r#"{"small":-1}"#,
        r#"{"int":1.5}"#,
        r#"{"int":"+1"}"#,
        r#"{"int":""}"#,
        r#"{"int":null}"#,
        r#"{"text":null}"#,
        r#"{"text":true}"#,
        r#"{"text":"\ud800"}"#,
        r#"{"list":[7]}"#,
        r#"{"object":[7]}"#,
        r#"{"int":1,"int":1}"#,
        r#"{"int":1} {}"#,
        r#"{"int":1"#,
        "[1]",
        "",
    ] {
        assert_eq!(in_haste::<Row>(json), None, "{json}");
        assert!(from_json::<Row>(json.as_bytes()).is_err(), "{json}");
    }
}

/// A value as JSON, odd ones among them.
fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,2})?",
        any::<String>().prop_map(|text| serde_json::Value::from(text).to_string()),
        "\"[ +-]?[0-9]{0,22}\"",
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
    ];
    scalar.prop_recursive(3, 20, 4, |inner| {
        let field = (prop::sample::select(&FIELDS[..]), inner.clone())
            .prop_map(|(name, value)| format!(r#""{name}":{value}"#));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(field, 0..4)
                .prop_map(|fields| format!("{{{}}}", fields.join(","))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn both_ways_read_alike(name in prop::sample::select(&FIELDS[..]), value in value()) {
        both::<Row>(&format!(r#"{{"{name}":{value}}}"#));
        both::<Vec<Row>>(&format!(r#"[{{"{name}":{value}}}]"#));
    }
}
