//! Decode errors say where and what was expected, never what stood there.

use std::collections::BTreeMap;

use proptest::prelude::*;
use provider_http::{DecodeError, from_json, lenient};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Answer {
    code: i32,
    #[serde(default)]
    data: Option<Data>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Data {
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Item {
    id: u32,
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Drink,
    Snack,
}

#[track_caller]
fn fail<'de, T: Deserialize<'de>>(json: &'de str) -> DecodeError {
    match from_json::<T>(json.as_bytes()) {
        Ok(_) => panic!("{json} was read"),
        Err(error) => error,
    }
}

/// The input of every case holds the word.
#[track_caller]
fn assert_silent(error: &DecodeError) {
    let shown = format!("{error} {error:?} {}", error.path());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(std::error::Error::source(error).is_none());
}

#[test]
fn answer_is_read_and_unknown_fields_are_ignored() {
    let json = r#"{"code":0,"new":{"a":[1]},"data":{"items":[{"id":1,"kind":"drink"}]}}"#;
    let answer: Answer = from_json(json.as_bytes()).unwrap();
    assert_eq!(answer.code, 0);
    assert!(matches!(
        answer.data.unwrap().items[0].kind,
        Some(Kind::Drink)
    ));
}

#[test]
fn path_line_and_column_are_named() {
    let error = fail::<Answer>("{\"code\":0,\n \"data\":{\"items\":[{\"id\":1},{\"id\":\"x\"}]}}");
    assert_eq!(error.path(), "data.items[1].id");
    assert_eq!((error.line(), error.column()), (2, 36));
    assert_eq!(
        error.to_string(),
        "expected u32 at `data.items[1].id`, line 2 column 36"
    );
}

/// The name of a type in our code is nothing to the person who reads.
#[test]
fn object_that_was_expected_is_called_an_object() {
    assert_eq!(fail::<Answer>("7").problem(), "expected an object");
    let inner = fail::<Answer>(r#"{"code":0,"data":{"items":["canary"]}}"#);
    assert_eq!(inner.problem(), "expected an object");
    assert_eq!(inner.path(), "data.items[0]");
}

/// A client finds fault with a field that could be read, and writes an answer's keys as it may.
#[test]
fn error_of_a_client_has_a_path_and_a_problem_and_no_place() {
    let error = DecodeError::new("data.id", "expected a token");
    assert_eq!(
        (error.path(), error.problem()),
        ("data.id", "expected a token")
    );
    assert_eq!((error.line(), error.column()), (0, 0));
    assert_eq!(error.to_string(), "expected a token at `data.id`");

    let shown = error.shown(str::to_uppercase);
    assert_eq!(
        (shown.path(), shown.problem()),
        ("DATA.ID", "EXPECTED A TOKEN")
    );

    let placed = fail::<Answer>(r#"{"code":0,"data":{}}"#);
    let [line, column] = [placed.line(), placed.column()];
    assert!(line == 1 && column > 1, "{placed}");
    let shown = placed.shown(|text| text.replace("items", "***"));
    assert_eq!(shown.path(), "data");
    assert_eq!(shown.problem(), "missing field `***`");
    assert_eq!([shown.line(), shown.column()], [line, column]);
}

#[test]
fn missing_field_is_named() {
    let error = fail::<Answer>(r#"{"data":null}"#);
    assert!(
        error.to_string().starts_with("missing field `code`, line"),
        "{error}"
    );
}

#[test]
fn value_of_the_wrong_type_is_not_quoted() {
    let error = fail::<Answer>(r#"{"code":"canary"}"#);
    assert_silent(&error);
    assert_eq!(error.path(), "code");
    assert!(error.to_string().starts_with("expected i32 at"), "{error}");
}

#[test]
fn text_that_imitates_a_message_is_not_quoted() {
    for text in [
        "canary, expected canary at line 1 column 1",
        "x at line 9 column 9, expected canary",
        "missing field `canary`",
        "expected canary",
        "x, expected canary, there are no fields",
    ] {
        let json = format!(r#"{{"code":"{text}"}}"#);
        let error = fail::<Answer>(&json);
        assert_silent(&error);
        assert!(
            error
                .to_string()
                .starts_with("expected i32 at `code`, line 1"),
            "{error}"
        );
    }
}

#[test]
fn number_out_of_range_is_not_quoted() {
    let error = fail::<Answer>(r#"{"code":86138001380001}"#);
    assert!(!error.to_string().contains("8613"), "{error}");
    assert!(
        error.to_string().starts_with("expected i32 at `code`"),
        "{error}"
    );
}

#[test]
fn fraction_for_an_integer_is_not_quoted() {
    let error = fail::<Answer>(r#"{"code":98765.4321}"#);
    assert!(!error.to_string().contains("9876"), "{error}");
    assert!(
        error.to_string().starts_with("expected i32 at `code`"),
        "{error}"
    );
}

#[test]
fn number_that_no_type_holds_is_not_quoted() {
    let error = fail::<Answer>(r#"{"code":1e999}"#);
    assert!(
        error.to_string().starts_with("malformed JSON at `code`"),
        "{error}"
    );
}

#[test]
fn unknown_variant_is_not_quoted() {
    let error = fail::<Item>(r#"{"id":1,"kind":"canary, expected canary"}"#);
    assert_silent(&error);
    assert!(
        error
            .to_string()
            .starts_with("expected `drink` or `snack` at `kind`"),
        "{error}"
    );
}

#[test]
fn unknown_field_of_a_strict_struct_is_not_quoted() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Strict {
        a: Option<u8>,
    }
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}

    assert_silent(&fail::<Strict>(r#"{"canary canary, expected canary":1}"#));
    assert_silent(&fail::<Nothing>(r#"{"canary, expected canary":1}"#));
}

#[test]
fn message_of_a_foreign_type_is_not_taken_over() {
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "String")]
    struct Chatty;
    impl TryFrom<String> for Chatty {
        type Error = String;
        fn try_from(text: String) -> Result<Self, String> {
            Err(format!("bad value {text}, expected not {text}"))
        }
    }

    let error = fail::<Chatty>(r#""canary""#);
    assert_silent(&error);
    assert!(error.to_string().starts_with("unexpected value"), "{error}");
}

#[test]
fn odd_key_is_not_quoted() {
    for key in [
        "canary canary",
        "canary-1",
        "canary.x",
        "9canary",
        "canary密",
        "canary\\n",
    ] {
        let json = format!(r#"{{"{key}":"x"}}"#);
        let error = fail::<BTreeMap<String, u32>>(&json);
        assert_silent(&error);
        assert_eq!(error.path(), "?");
    }
}

#[test]
fn key_that_is_a_number_or_a_digest_is_not_quoted() {
    for key in ["13800138000", "d41d8cd98f00b204e9800998ecf8427e"] {
        let json = format!(r#"{{"a":{{"{key}":"x"}}}}"#);
        let error = fail::<BTreeMap<String, BTreeMap<String, u32>>>(&json);
        assert_eq!(error.path(), "a.?");
        assert!(!error.to_string().contains(key), "{error}");
    }
}

#[test]
fn broken_value_below_an_unknown_key_is_not_quoted() {
    let error = fail::<Answer>(r#"{"code":0,"canary key":{"canary 2":canary}}"#);
    assert_silent(&error);
    assert!(error.to_string().starts_with("malformed JSON"), "{error}");
}

#[test]
fn trailing_characters_are_said_to_be_such() {
    let error = fail::<Answer>(r#"{"code":0} canary"#);
    assert_silent(&error);
    let said = "something stands behind the JSON, line 1 column 12";
    assert_eq!(error.to_string(), said);
}

#[test]
fn white_space_around_the_value_is_allowed() {
    let answer: Answer = from_json(b" \r\n{\"code\":7}\n\t ").unwrap();
    assert_eq!(answer.code, 7);
}

#[test]
fn truncated_input_ends_too_early() {
    for json in [r#"{"code":0,"data":"canary"#, r#"{"code""#, "{"] {
        let error = fail::<Answer>(json);
        assert_silent(&error);
        assert!(
            error.to_string().starts_with("JSON that ends too early"),
            "{error}"
        );
    }
}

#[test]
fn what_is_no_json_from_its_first_byte_on_is_said_to_be_such() {
    for (text, said) in [
        ("", "expected JSON, found nothing, line 1 column 0"),
        (" \n ", "expected JSON, found nothing, line 2 column 1"),
        (
            "<html>canary</html>",
            "expected JSON, found something else, line 1 column 1",
        ),
        (
            "\r\n  canary",
            "expected JSON, found something else, line 2 column 3",
        ),
        (
            "{\"code\":canary}",
            "malformed JSON at `code`, line 1 column 9",
        ),
    ] {
        let error = fail::<Answer>(text);
        assert_silent(&error);
        assert_eq!(error.to_string(), said, "{text:?}");
    }
}

#[test]
fn broken_escapes_are_malformed() {
    for json in [
        r#"{"name":"canary\x"}"#,
        r#"{"name":"canary\u12"}"#,
        r#"{"name":"canary\ud800"}"#,
    ] {
        let error = fail::<BTreeMap<String, String>>(json);
        assert_silent(&error);
        assert!(error.to_string().starts_with("malformed JSON"), "{error}");
    }
}

#[test]
fn bytes_that_are_no_utf8_are_malformed() {
    let error =
        from_json::<BTreeMap<String, String>>(b"{\"name\":\"canary\xb1\xb1\"}").unwrap_err();
    assert_silent(&error);
    assert!(
        error.to_string().starts_with("malformed JSON at `name`"),
        "{error}"
    );
}

#[test]
fn nesting_without_end_is_an_error() {
    let json = "[".repeat(1_000_000);
    let error = fail::<serde_json::Value>(&json);
    assert!(error.to_string().starts_with("malformed JSON"), "{error}");
}

#[test]
fn text_can_be_borrowed_from_the_answer() {
    #[derive(Debug, Deserialize)]
    struct Borrowed<'a> {
        name: &'a str,
    }
    let json = br#"{"name":"tea"}"#.to_vec();
    let borrowed: Borrowed<'_> = from_json(&json).unwrap();
    assert_eq!(borrowed.name, "tea");
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Everything {
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    text: String,
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    int: i64,
    #[serde(default, deserialize_with = "lenient::list")]
    list: Vec<Item>,
    #[serde(default, deserialize_with = "lenient::object")]
    object: Option<Data>,
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = from_json::<Everything>(&bytes);
    }

    #[test]
    fn no_json_like_text_makes_it_panic(
        text in r#"\{"(text|int|list|object|x)":[\[\]{}",:0-9a-z\\. -]{0,40}\}"#
    ) {
        let _ = from_json::<Everything>(text.as_bytes());
    }

    #[test]
    fn no_text_is_ever_quoted(text in "[ -~]{0,30}") {
        // 30 characters that no message of ours holds in a row.
        let canary = "canary".repeat(5);
        let value = serde_json::to_string(&format!("{text}{canary}{text}")).unwrap();
        for json in [
            format!(r#"{{"code":{value}}}"#),
            format!(r#"{{"code":0,"data":{value}}}"#),
            format!(r#"{{"code":0,"data":{{"items":[{{"id":{value}}}]}}}}"#),
            format!(r#"{{"code":0,"data":{{"items":[{{"id":1,"kind":{value}}}]}}}}"#),
            format!(r#"{{"code":0}}{value}"#),
        ] {
            let error = fail::<Answer>(&json);
            prop_assert!(!format!("{error} {error:?}").contains("canarycanary"), "{}", error);
        }
    }
}
