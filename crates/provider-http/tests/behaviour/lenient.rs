//! Answers whose types are not to be relied on.

use provider_http::{DecodeError, from_json, lenient};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Text(#[serde(deserialize_with = "lenient::text")] String);

#[derive(Debug, Deserialize)]
struct TextOrEmpty(#[serde(deserialize_with = "lenient::text_or_empty")] String);

#[derive(Debug, Deserialize)]
struct Int(#[serde(deserialize_with = "lenient::int")] i64);

#[derive(Debug, Deserialize)]
struct Small(#[serde(deserialize_with = "lenient::int")] u8);

#[derive(Debug, Deserialize)]
struct IntOrZero(#[serde(deserialize_with = "lenient::int_or_zero")] u32);

#[derive(Debug, Deserialize)]
struct List(#[serde(deserialize_with = "lenient::list")] Vec<Item>);

#[derive(Debug, Deserialize)]
struct Object(#[serde(deserialize_with = "lenient::object")] Option<Item>);

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    #[serde(deserialize_with = "lenient::int")]
    id: u64,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    price: String,
}

#[derive(Debug, Deserialize)]
struct Page {
    #[serde(default, deserialize_with = "lenient::object")]
    data: Option<Rows>,
}

#[derive(Debug, Deserialize)]
struct Rows {
    #[serde(default, deserialize_with = "lenient::list")]
    rows: Vec<Item>,
}

fn text(json: &str) -> Result<String, DecodeError> {
    from_json(json.as_bytes()).map(|Text(text)| text)
}

fn int(json: &str) -> Result<i64, DecodeError> {
    from_json(json.as_bytes()).map(|Int(int)| int)
}

#[track_caller]
fn assert_expects(error: &DecodeError, expected: &str) {
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
}

#[test]
fn seventeen_digits_survive() {
    for json in ["12345678901234567", r#""12345678901234567""#] {
        assert_eq!(text(json).unwrap(), "12345678901234567");
        assert_eq!(int(json).unwrap(), 12_345_678_901_234_567);
    }
}

#[test]
fn thirty_digits_survive_as_text() {
    for json in [
        "123456789012345678901234567890",
        r#""123456789012345678901234567890""#,
    ] {
        assert_eq!(text(json).unwrap(), "123456789012345678901234567890");
    }
}

#[test]
fn zeros_of_a_decimal_survive() {
    for json in ["165.0000", r#""165.0000""#] {
        assert_eq!(text(json).unwrap(), "165.0000");
    }
}

#[test]
fn leading_zeros_of_a_text_survive() {
    assert_eq!(text(r#""0012""#).unwrap(), "0012");
}

#[test]
fn number_is_kept_as_it_was_written() {
    for json in ["-12", "-0", "1e5", "1E+05", "-1.50e-3", "0.10"] {
        assert_eq!(text(json).unwrap(), json);
    }
}

#[test]
fn escapes_of_a_text_are_read() {
    assert_eq!(
        text(r#""a\"\\\u540d\n\ud83d\ude00""#).unwrap(),
        "a\"\\名\n😀"
    );
}

#[test]
fn white_space_around_a_value_is_not_part_of_it() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(deserialize_with = "lenient::text")]
        price: String,
    }
    let row: Row = from_json(b"{\"price\" : \n 1.50 \t}").unwrap();
    assert_eq!(row.price, "1.50");
}

#[test]
fn text_refuses_everything_else() {
    for json in [
        "null",
        "true",
        "false",
        "[]",
        "{}",
        r#"["canary"]"#,
        r#"{"canary":1}"#,
    ] {
        assert_expects(&text(json).unwrap_err(), "expected a text or a number");
    }
}

#[test]
fn text_with_a_lone_surrogate_is_an_error() {
    let error = text(r#""canary\ud800""#).unwrap_err();
    assert_expects(&error, "expected a text without broken escapes");
}

#[test]
fn null_is_the_empty_text_where_that_is_allowed() {
    for (json, expected) in [("null", ""), (r#""""#, ""), ("7", "7"), (r#""x""#, "x")] {
        let TextOrEmpty(text) = from_json(json.as_bytes()).unwrap();
        assert_eq!(text, expected);
    }
    from_json::<TextOrEmpty>(b"[]").unwrap_err();
}

#[test]
fn integer_may_be_negative() {
    assert_eq!(int("-5").unwrap(), -5);
    assert_eq!(int(r#""-5""#).unwrap(), -5);
}

#[test]
fn int_refuses_what_is_no_integer() {
    for json in [
        "1e5",
        "1.0",
        r#""1.0""#,
        r#""1e5""#,
        r#""+1""#,
        r#"" 1""#,
        r#""1 ""#,
        r#""""#,
        r#""canary""#,
        r#""１""#,
        "null",
    ] {
        let error = int(json).unwrap_err();
        assert_expects(
            &error,
            "expected an integer within range, or its digits as a text",
        );
    }
    for json in ["true", "[]", "{}"] {
        assert_expects(&int(json).unwrap_err(), "expected a text or a number");
    }
}

#[test]
fn integer_outside_of_its_type_is_an_error() {
    for json in ["256", "-1", r#""256""#, "123456789012345678901234567890"] {
        let error = from_json::<Small>(json.as_bytes()).unwrap_err();
        assert_expects(&error, "expected an integer within range");
    }
    assert_eq!(from_json::<Small>(b"255").unwrap().0, 255);
    assert_eq!(int("9223372036854775807").unwrap(), i64::MAX);
    int("9223372036854775808").unwrap_err();
}

#[test]
fn null_and_the_empty_text_are_zero_where_that_is_allowed() {
    for (json, expected) in [("null", 0), (r#""""#, 0), ("7", 7), (r#""7""#, 7)] {
        let IntOrZero(int) = from_json(json.as_bytes()).unwrap();
        assert_eq!(int, expected);
    }
    for json in [r#""x""#, "1.5", "[]", "-1"] {
        from_json::<IntOrZero>(json.as_bytes()).unwrap_err();
    }
}

#[test]
fn list_may_be_absent_in_three_ways() {
    for json in ["[]", "{}", "null"] {
        let List(list) = from_json(json.as_bytes()).unwrap();
        assert!(list.is_empty(), "{json}");
    }
}

#[test]
fn list_is_read() {
    let List(list) = from_json(br#"[{"id":"1"},{"id":2,"price":1.50}]"#).unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!((list[1].id, list[1].price.as_str()), (2, "1.50"));
}

/// Two bytes of an answer may be an item of hundreds in memory.
#[test]
fn list_of_more_than_20_000_items_is_an_error() {
    #[derive(serde::Deserialize)]
    struct Numbers(#[serde(deserialize_with = "lenient::list")] Vec<u64>);
    let list = |items: usize| format!("[{}]", vec!["1"; items].join(","));
    let Numbers(longest) = from_json(list(20_000).as_bytes()).unwrap();
    assert_eq!(longest.len(), 20_000);
    let error = from_json::<Numbers>(list(20_001).as_bytes()).err().unwrap();
    assert_eq!(error.problem(), "expected a list of at most 20000 items");
}

#[test]
fn list_refuses_everything_else() {
    for (json, expected) in [
        (r#"{"canary":1}"#, "expected a list or an empty object"),
        (r#""canary""#, "expected a list, an empty object or null"),
        ("1", "expected a list, an empty object or null"),
        ("true", "expected a list, an empty object or null"),
    ] {
        assert_expects(&from_json::<List>(json.as_bytes()).unwrap_err(), expected);
    }
}

#[test]
fn object_may_be_absent_in_two_ways() {
    for json in ["[]", "null"] {
        let Object(object) = from_json(json.as_bytes()).unwrap();
        assert_eq!(object, None, "{json}");
    }
}

#[test]
fn empty_object_is_an_object() {
    let page: Page = from_json(br#"{"data":{}}"#).unwrap();
    assert!(page.data.unwrap().rows.is_empty());
    let error = from_json::<Object>(b"{}").unwrap_err();
    assert_expects(&error, "missing field `id`");
}

#[test]
fn object_refuses_everything_else() {
    for (json, expected) in [
        (r#"["canary"]"#, "expected an object or an empty list"),
        (r#""canary""#, "expected an object, an empty list or null"),
        ("1", "expected an object, an empty list or null"),
    ] {
        assert_expects(&from_json::<Object>(json.as_bytes()).unwrap_err(), expected);
    }
}

#[test]
fn path_leads_through_lenient_fields() {
    let json = br#"{"data":{"rows":[{"id":1},{"id":1,"price":["canary"]}]}}"#;
    let error = from_json::<Page>(json).unwrap_err();
    assert_eq!(error.path(), "data.rows[1].price");
    assert_expects(
        &error,
        "expected a text or a number at `data.rows[1].price`, line 1",
    );
}

#[test]
fn path_of_an_item_that_is_no_integer_is_named() {
    let json = br#"{"data":{"rows":[{"id":1},{"id":"canary"}]}}"#;
    let error = from_json::<Page>(json).unwrap_err();
    assert_eq!(error.path(), "data.rows[1].id");
}

#[test]
fn absent_fields_take_their_default() {
    let page: Page = from_json(b"{}").unwrap();
    assert!(page.data.is_none());
}

#[test]
fn count_is_read_with_blanks_and_a_fraction_of_zeros() {
    let count = |json: &str| lenient::optional_count(&mut serde_json::Deserializer::from_str(json));
    for (json, expected) in [
        ("25", Some(25)),
        ("25.0", Some(25)),
        (r#"" 25 ""#, Some(25)),
        (r#""25.00""#, Some(25)),
        ("25.5", None),
        ("-1", None),
        (r#""1,025""#, None),
        ("null", None),
        ("[]", None),
        ("true", None),
    ] {
        assert_eq!(count(json).unwrap(), expected, "{json}");
    }
}

#[test]
fn identifier_names_something() {
    let identifier =
        |json: &str| lenient::identifier(&mut serde_json::Deserializer::from_str(json));
    for (json, expected) in [
        ("20210805123456789012345678", "20210805123456789012345678"),
        (r#"" A-7 ""#, "A-7"),
        (r#""0042""#, "0042"),
    ] {
        assert_eq!(identifier(json).unwrap(), expected, "{json}");
    }
    for json in [
        "0",
        r#""0""#,
        r#""""#,
        r#"" ""#,
        "null",
        r#""null""#,
        r#""undefined""#,
        "false",
        "[]",
        "{}",
        "2.0e21",
        "1.0",
        "-1",
        r#""\u200b""#,
    ] {
        assert!(identifier(json).is_err(), "{json}");
    }
}
