//! The code is read first, and nothing else in the answer costs it.

use provider_client::ProviderCode;
use provider_http::Delivery;

use super::{envelope, failed_write, refused};
use crate::{Answer, Subject};

fn assert_refused<S: Subject>(body: Vec<u8>, what: &str) -> String {
    let failed = failed_write::<S>(&Answer::json(200, body));
    let place = format!("{what}: {failed:?}");
    assert_eq!(failed.kind, "refused", "{place}");
    assert_eq!(failed.code, Some(S::NOT_DONE), "{place}");
    assert_eq!(failed.delivery, Delivery::Refused, "{place}");
    failed.text
}

pub fn text_that_is_no_text_is_shown_and_costs_no_code<S: Subject>() {
    for (text, shown) in [
        (r#"["x","y"]"#, r#"["x","y"]"#),
        (r#"{"mobile":["格式"]}"#, r#"{"mobile":["格式"]}"#),
        (r#"{"mobile":["\u683c\u5f0f"]}"#, r#"{"mobile":["格式"]}"#),
        ("17", "17"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
        ),
        ("1e400", "1e400"),
        ("true", "true"),
        ("false", "false"),
        (r#""half \ud800 of a pair""#, "of a pair"),
        (r#""\udc00""#, ""),
    ] {
        let body = envelope::<S>(S::NOT_DONE, text, "[]");
        let told = assert_refused::<S>(body.into_bytes(), text);
        assert!(told.contains(shown), "{text}: {told}");
    }
}

pub fn bytes_that_are_not_utf_8_are_shown_and_cost_no_code<S: Subject>() {
    // 设备已离线 in GBK; a character of GBK that ends in a backslash; Latin-1; cut in a character.
    for (bytes, shown) in [
        (&b"\xc9\xe8\xb1\xb8\xd2\xd1\xc0\xeb\xcf\xdf"[..], r"\xC9"),
        (&b"\x95\x5c"[..], r"\x95\x5C"),
        (&b"\x95\x5c\xc9\xe8 and more"[..], "and more"),
        (&b"caf\xe9 ferm\xe9"[..], r"caf\xE9"),
        (&b"\xe8\xae\xbe\xe5"[..], r"\xE5"),
    ] {
        let body = envelope::<S>(S::NOT_DONE, "\"@\"", "[]").into_bytes();
        let at = body.iter().position(|byte| *byte == b'@').unwrap();
        let body = [&body[..at], bytes, &body[at + 1..]].concat();
        let told = assert_refused::<S>(body, shown);
        assert!(told.contains(shown), "{told}");
        assert!(told.contains("not UTF-8"), "{told}");
    }
}

pub fn byte_order_mark_costs_no_code<S: Subject>() {
    let body = ["\u{feff}", &refused::<S>(S::NOT_DONE)].concat();
    assert_refused::<S>(body.into_bytes(), "a byte order mark");
}

pub fn odd_data_and_odd_fields_cost_no_code<S: Subject>() {
    let deep = ["[".repeat(50_000), "]".repeat(50_000)].concat();
    let long = "7".repeat(10_000);
    for data in [
        "7",
        "[[7]]",
        "\"text\"",
        "1e999",
        "\"\\ud800\"",
        &deep,
        &long,
    ] {
        let body = envelope::<S>(S::NOT_DONE, "\"原因\"", data);
        assert_refused::<S>(body.into_bytes(), "odd data");
    }
    let refusal = refused::<S>(S::NOT_DONE);
    let twice = refusal.replacen('{', r#"{"other":1,"other":{},"#, 1);
    assert_refused::<S>(twice.into_bytes(), "a key twice");
    let cut = refusal.trim_end_matches("[]}");
    assert_refused::<S>(cut.into(), "cut off behind the code");
    let followed = [&refusal, "<!-- 12 ms -->"].concat();
    assert_refused::<S>(followed.into_bytes(), "something behind it");
}

pub fn code_that_is_cut_off_is_none<S: Subject>() {
    let refusal = refused::<S>(S::NOT_DONE);
    let digits = refusal
        .find(|letter: char| letter.is_ascii_digit())
        .unwrap();
    let failed = failed_write::<S>(&Answer::json(200, &refusal[..=digits]));
    assert_eq!(failed.code, None, "{failed:?}");
    assert_eq!(failed.delivery, Delivery::Unknown);
}

pub fn two_codes_that_differ_are_none_and_prove_nothing<S: Subject>() {
    let [success, refusal] =
        [S::Code::OK.number(), S::NOT_DONE].map(|code| envelope::<S>(code, "\"ok\"", "[]"));
    let both = format!("{},{}", success.trim_end_matches('}'), &refusal[1..]);
    for status in [200, 400] {
        let failed = failed_write::<S>(&Answer::json(status, both.clone()));
        assert_eq!(failed.code, None, "{failed:?}");
        assert_eq!(failed.delivery, Delivery::Unknown);
    }
}

pub fn code_that_is_its_digits_as_a_text_is_read_and_anything_else_is_none<S: Subject>() {
    let refusal = refused::<S>(S::NOT_DONE);
    let number = S::NOT_DONE.to_string();
    let quoted = refusal.replacen(&number, &format!("\"{number}\""), 1);
    assert_refused::<S>(quoted.into_bytes(), "a code as a text");
    for odd in [
        "null",
        "[]",
        "{}",
        "\"\"",
        "1.5",
        "\"+1\"",
        "1e400",
        "99999999999999999999",
    ] {
        let body = refusal.replacen(&number, odd, 1);
        let failed = failed_write::<S>(&Answer::json(200, body));
        assert_eq!(failed.code, None, "{odd}: {failed:?}");
        assert_eq!(failed.delivery, Delivery::Unknown, "{odd}");
    }
}
