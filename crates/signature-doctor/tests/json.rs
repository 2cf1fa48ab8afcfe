//! JSON that was serialised once to be sent and once more to be signed.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use md5::{Digest, Md5};
use signature_doctor::{BracePairs, Credentials, Mistake};

/// What explains that `signed` was signed and `sent` was sent.
fn explanations(sent: &str, signed: &str) -> Vec<Vec<Mistake>> {
    let text = format!("data{{$$}}{signed}{{$$$}}external_company{{$$}}ak{{$$$}}{{$$$$}}fake-key");
    let received = hex::encode(Md5::digest(text));
    let diagnosis = BracePairs::from_data(sent, "ak", None)
        .diagnose(&Credentials::new("fake-key"), &received)
        .unwrap();
    let explanations = diagnosis.explanations.into_iter();
    explanations
        .map(|explanation| explanation.mistakes)
        .collect()
}

fn assert_found(sent: &str, signed: &str, mistakes: &[Mistake]) {
    let explanations = explanations(sent, signed);
    assert!(
        explanations.iter().any(|it| it == mistakes),
        "{signed}: {explanations:?}"
    );
}

const NESTED: &str = r#"{"b":[1,{"d":2,"c":"x,\"y\": {\\"}],"a":{},"e":[]}"#;

#[test]
fn spaces_between_nested_values_are_found_and_strings_left_alone() {
    let spaced = r#"{"b": [1, {"d": 2, "c": "x,\"y\": {\\"}], "a": {}, "e": []}"#;
    assert_found(NESTED, spaced, &[Mistake::JsonSpaced]);
    assert_found(spaced, NESTED, &[Mistake::JsonCompact]);
}

#[test]
fn indentation_of_nested_values_is_found() {
    let two = "{\n  \"b\": [\n    1,\n    {\n      \"d\": 2,\n      \"c\": \"x,\\\"y\\\": {\\\\\"\n    }\n  ],\n  \"a\": {},\n  \"e\": []\n}";
    assert_found(NESTED, two, &[Mistake::JsonPretty]);
    assert_found(two, NESTED, &[Mistake::JsonCompact]);
}

#[test]
fn sorted_keys_are_found_at_every_level() {
    let sorted = r#"{"a":{},"b":[1,{"c":"x,\"y\": {\\","d":2}],"e":[]}"#;
    assert_found(NESTED, sorted, &[Mistake::JsonKeysSorted]);
    let spaced = r#"{"a": {}, "b": [1, {"c": "x,\"y\": {\\", "d": 2}], "e": []}"#;
    let pair = [Mistake::JsonSpaced, Mistake::JsonKeysSorted];
    assert_found(NESTED, spaced, &pair);
}

#[test]
fn sorted_keys_keep_the_spaces_of_what_is_sent() {
    let spaced = r#"{"b": [1, 2], "a": 1}"#;
    assert_found(
        spaced,
        r#"{"a": 1, "b": [1, 2]}"#,
        &[Mistake::JsonKeysSorted],
    );
}

#[test]
fn numbers_keep_every_digit() {
    let sent = r#"{"b":12345678901234567890123,"a":1.500}"#;
    assert_found(
        sent,
        r#"{"a":1.500,"b":12345678901234567890123}"#,
        &[Mistake::JsonKeysSorted],
    );
}

#[test]
fn escapes_beyond_the_basic_plane_are_pairs() {
    let (plain, escaped) = (r#"{"a":"😀可"}"#, r#"{"a":"\ud83d\ude00\u53ef"}"#);
    assert_found(plain, escaped, &[Mistake::ValuesEscaped]);
    assert_found(
        plain,
        &escaped
            .replace("ud83d", "uD83D")
            .replace("ude00", "uDE00")
            .replace("ef", "EF"),
        &[Mistake::ValuesEscaped],
    );
    assert_found(escaped, plain, &[Mistake::ValuesUnescaped]);
}

#[test]
fn escaped_backslash_is_no_escape_of_a_character() {
    let sent = r#"{"a":"\\u53ef \u53ef \ud83d \u00"}"#;
    assert_found(
        sent,
        r#"{"a":"\\u53ef 可 \ud83d \u00"}"#,
        &[Mistake::ValuesUnescaped],
    );
}

#[test]
fn text_that_is_no_json_is_not_serialised_again() {
    assert_eq!(
        explanations("{a:1,b:2}", "{a: 1, b: 2}"),
        Vec::<Vec<Mistake>>::new()
    );
}

#[test]
fn deeply_nested_json_is_left_alone() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert_eq!(explanations(&deep, "[]"), Vec::<Vec<Mistake>>::new());
    // As deep as it is read, for the recursion of the sort.
    let nested = format!("{}{{\"b\":1,\"a\":1}}{}", "[".repeat(126), "]".repeat(126));
    let sorted = nested.replace("{\"b\":1,\"a\":1}", "{\"a\":1,\"b\":1}");
    assert_found(&nested, &sorted, &[Mistake::JsonKeysSorted]);
}
