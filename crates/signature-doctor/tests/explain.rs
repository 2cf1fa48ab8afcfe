//! The stages of a signature, as data and for people.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use signature_doctor::{
    BracePairs, Credentials, Encoding, Error, Fate, MAX_INPUT_BYTES, SecretDigest, SortedPairs,
    Stages, Value,
};

fn payload(json: &str) -> String {
    BASE64_STANDARD.encode(json)
}

fn fates(stages: &Stages) -> Vec<(&str, Fate)> {
    let fate = |parameter: &'_ signature_doctor::Parameter| parameter.fate;
    stages
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), fate(parameter)))
        .collect()
}

#[test]
fn payload_of_the_provider_s_example_is_explained() {
    // The product-list example of the original document.
    let payload = payload(
        r#"{"category_id":1,"machine_no":"8668380625375492","page":1,"per_page":10,
        "sign":"219C16BDF42D3668FF5B85A30FE97F54","timestamp":"1713255411"}"#,
    );
    let input = SortedPairs::from_payload(&payload).unwrap();
    let received = input.received().unwrap();
    let diagnosis = input.diagnose(&Credentials::new("kva"), received).unwrap();
    assert!(diagnosis.matches);
    assert_eq!(
        diagnosis.to_string(),
        "\
algorithm       sorted_pairs (MD5, 32 upper-case digits)
parameter       category_id = 1  [signed, place 1]
parameter       machine_no = 8668380625375492  [signed, place 2]
parameter       page = 1  [signed, place 3]
parameter       per_page = 10  [signed, place 4]
parameter       sign = 219C16BDF42D3668FF5B85A30FE97F54  [left out: the signature itself]
parameter       timestamp = 1713255411  [signed, place 5]
order           category_id, machine_no, page, per_page, timestamp
string to sign  category_id=1&machine_no=8668380625375492&page=1&per_page=10&timestamp=1713255411&key=***
bytes           86 and the key, UTF-8
signature       219C16BDF42D3668FF5B85A30FE97F54
received        219C16BDF42D3668FF5B85A30FE97F54
result          they match

The signature is right."
    );
}

#[test]
fn call_of_the_provider_s_test_pair_is_explained() {
    // The published test pair; the signature was computed with the C# text of the document.
    let input = BracePairs::from_data(
        "{batch_name:'AAAAAA'}",
        "52a5b692-081a-4a90-a62a-c0312735be9b",
        Some("2016-01-25 22:00:44"),
    );
    let credentials = Credentials::new("7f7af653-407e-4a02-98e3-94722b09bff2");
    assert_eq!(
        input.explain(&credentials).unwrap().to_string(),
        "\
algorithm       brace_pairs (MD5, 32 lower-case digits)
parameter       data = {batch_name:'AAAAAA'}  [signed, place 1]
parameter       external_company = 52a5b692-081a-4a90-a62a-c0312735be9b  [signed, place 2]
order           data, external_company
string to sign  data{$$}{batch_name:'AAAAAA'}{$$$}external_company{$$}52a5b692-081a-4a90-a62a-c0312735be9b{$$$}2016-01-25 22:00:44{$$$$}***
bytes           120 and the key, UTF-8
signature       24653ea6ee4d600d9c257e0470db921a"
    );
}

#[test]
fn digest_of_a_secret_is_not_shown() {
    let credentials = Credentials::new("abc");
    let received = "900150983cd24fb0d6963f7d28e17f72".into();
    let diagnosis = SecretDigest.diagnose(&credentials, &received).unwrap();
    assert!(diagnosis.matches);
    assert_eq!(
        diagnosis.to_string(),
        "\
algorithm       secret_digest (MD5, 32 lower-case digits)
string to sign  ***
bytes           0 and the key, UTF-8
signature       *** (a credential itself)
result          they match

The signature is right."
    );
    assert!(!format!("{diagnosis:?}").contains("900150983c"));
}

#[test]
fn parameters_are_dropped_with_a_reason() {
    let params = [
        ("a", ""),
        ("b", "NULL"),
        ("sign", "0"),
        ("c", "0"),
        ("B", " "),
    ];
    let params = params.map(|(name, value)| (name, Value::from(value)));
    let input = SortedPairs::new(params.into_iter().chain([("d", Value::Null)]));
    let stages = input.explain(&Credentials::new("fake-key")).unwrap();
    let expected = [
        ("a", Fate::IsEmpty),
        ("b", Fate::IsNullText),
        ("sign", Fate::IsSignature),
        ("c", Fate::Signed(2)),
        ("B", Fate::Signed(1)),
        ("d", Fate::IsEmpty),
    ];
    assert_eq!(fates(&stages), expected);
    assert_eq!(stages.order, ["B", "c"]);
    assert_eq!(stages.parameters[5].value, "null");

    let input = BracePairs::new([("timer", ""), ("sign", "y"), ("A", "")], None);
    let stages = input.explain(&Credentials::new("fake-key")).unwrap();
    let expected = [
        ("timer", Fate::IsTimer),
        ("sign", Fate::IsSignature),
        ("A", Fate::Signed(1)),
    ];
    assert_eq!(fates(&stages), expected);
}

#[test]
fn numbers_and_texts_of_a_payload_sign_the_same_digit_by_digit() {
    let credentials = Credentials::new("fake-key");
    let digest = |json: &str| {
        let input = SortedPairs::from_payload(&payload(json)).unwrap();
        input.explain(&credentials).unwrap().digest
    };
    let numbers = digest(r#"{"a":1,"b":12345678901234567890123,"c":1.50}"#);
    assert_eq!(
        numbers,
        digest(r#"{"a":"1","b":"12345678901234567890123","c":"1.50"}"#)
    );
    assert_ne!(
        numbers,
        digest(r#"{"a":1,"b":12345678901234567890123,"c":1.5}"#)
    );
}

#[test]
fn characters_beyond_ascii_are_listed_with_their_bytes() {
    let input = SortedPairs::new([("name", "可乐可")]);
    let stages = input.explain(&Credentials::new("fake-key")).unwrap();
    let listed: Vec<(char, &str)> = stages
        .non_ascii
        .iter()
        .map(|it| (it.character, it.utf_8.as_str()))
        .collect();
    assert_eq!(listed, [('可', "e58faf"), ('乐', "e4b990")]);
    assert!(
        stages
            .to_string()
            .contains("not ASCII       可 is e58faf\n")
    );
    let many: String = ('一'..='三').collect();
    let stages = SortedPairs::new([("name", many)])
        .explain(&Credentials::new("fake-key"))
        .unwrap();
    assert_eq!(stages.non_ascii.len(), Stages::MAX_NON_ASCII);
}

#[test]
fn what_cannot_be_seen_is_shown_as_an_escape() {
    let input = SortedPairs::new([("a\u{1b}[31m", "x\n\u{feff}\u{202e}y")]);
    let stages = input.explain(&Credentials::new("fake-key")).unwrap();
    let text = stages.to_string();
    assert!(
        text.contains(r"a\u{1b}[31m = x\n\u{feff}\u{202e}y  [signed"),
        "{text}"
    );
    assert!(stages.string_to_sign.contains("x\n\u{feff}"));
}

#[test]
fn setting_of_encoded_values_is_obeyed() {
    let input = SortedPairs::new([("a b", "1:2")]).with_encoding(Encoding::Form);
    let stages = input.explain(&Credentials::new("fake-key")).unwrap();
    assert_eq!(stages.string_to_sign, "a+b=1%3A2&key=***");
}

#[test]
fn payload_from_a_log_may_be_broken_into_lines() {
    let broken = format!(
        " {}\n",
        payload(r#"{"b":"1","a":"2"}"#).replace('Y', "Y\r\n ")
    );
    let stages = SortedPairs::from_payload(&broken)
        .unwrap()
        .explain(&Credentials::new("fake-key"))
        .unwrap();
    let names: Vec<&str> = stages
        .parameters
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["b", "a"]);
}

#[test]
fn payload_that_is_no_object_of_texts_and_numbers_is_refused_without_showing_it() {
    for json in [
        "[]",
        "7",
        "{",
        "{\"Canary\":true}",
        "{\"a\":{\"Canary\":1}}",
        "{\"a\":[]}",
        "",
    ] {
        let error = SortedPairs::from_payload(&payload(json)).unwrap_err();
        assert!(
            matches!(error, Error::NotAnObject { .. }),
            "{json}: {error}"
        );
        assert!(!format!("{error} {error:?}").contains("Canary"));
    }
    for text in ["Canary!", "eyJ", "eyJhIjoiMSJ9\u{e9}", "eyJhIjoiMS-_"] {
        assert_eq!(SortedPairs::from_payload(text), Err(Error::NotBase64));
    }
}

#[test]
fn error_in_a_payload_has_its_place() {
    let error = SortedPairs::from_payload(&payload("{\"a\":1,\n\"b\":true}")).unwrap_err();
    let Error::NotAnObject { line, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(line, 2);
}

#[test]
fn payload_as_large_as_the_limit_is_read_and_a_larger_one_refused() {
    let json = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes - 8));
    let read = |bytes: usize| SortedPairs::from_payload(&payload(&json(bytes)));
    assert!(read(MAX_INPUT_BYTES).is_ok());
    assert!(matches!(
        read(MAX_INPUT_BYTES + 3),
        Err(Error::TooLarge { .. })
    ));
}
