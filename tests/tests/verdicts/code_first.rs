//! The code is read first, and nothing else in the answer costs it.

use provider_http::Delivery;

use crate::subject::{Canned, Subject, all};

fn assert_refused(subject: &Subject, body: Vec<u8>, what: &str) -> String {
    let failed = subject.writes(&Canned::json(200, body)).unwrap_err();
    let place = format!("{} {what}: {failed:?}", subject.name);
    assert_eq!(failed.kind, "refused", "{place}");
    assert_eq!(failed.code, Some(subject.not_done), "{place}");
    assert_eq!(failed.delivery, Delivery::Refused, "{place}");
    failed.text
}

#[test]
fn text_that_is_no_text_is_shown_and_costs_no_code() {
    for subject in all() {
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
            let body = subject.envelope(subject.not_done, text, "[]");
            let told = assert_refused(&subject, body.into_bytes(), text);
            assert!(told.contains(shown), "{} {text}: {told}", subject.name);
        }
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_shown_and_cost_no_code() {
    for subject in all() {
        // 设备已离线 in GBK; a character of GBK that ends in a backslash; Latin-1; cut in a character.
        for (bytes, shown) in [
            (&b"\xc9\xe8\xb1\xb8\xd2\xd1\xc0\xeb\xcf\xdf"[..], r"\xC9"),
            (&b"\x95\x5c"[..], r"\x95\x5C"),
            (&b"\x95\x5c\xc9\xe8 and more"[..], "and more"),
            (&b"caf\xe9 ferm\xe9"[..], r"caf\xE9"),
            (&b"\xe8\xae\xbe\xe5"[..], r"\xE5"),
        ] {
            let body = subject
                .envelope(subject.not_done, "\"@\"", "[]")
                .into_bytes();
            let at = body.iter().position(|byte| *byte == b'@').unwrap();
            let body = [&body[..at], bytes, &body[at + 1..]].concat();
            let told = assert_refused(&subject, body, shown);
            assert!(told.contains(shown), "{}: {told}", subject.name);
            assert!(told.contains("not UTF-8"), "{}: {told}", subject.name);
        }
    }
}

#[test]
fn byte_order_mark_costs_no_code() {
    for subject in all() {
        let body = ["\u{feff}", &subject.refusal(subject.not_done)].concat();
        assert_refused(&subject, body.into_bytes(), "a byte order mark");
    }
}

#[test]
fn odd_data_and_odd_fields_cost_no_code() {
    for subject in all() {
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
            let body = subject.envelope(subject.not_done, "\"原因\"", data);
            assert_refused(&subject, body.into_bytes(), "odd data");
        }
        let refusal = subject.refusal(subject.not_done);
        let twice = refusal.replacen('{', r#"{"other":1,"other":{},"#, 1);
        assert_refused(&subject, twice.into_bytes(), "a key twice");
        let cut = refusal.trim_end_matches("[]}");
        assert_refused(&subject, cut.into(), "cut off behind the code");
        let followed = [&refusal, "<!-- 12 ms -->"].concat();
        assert_refused(&subject, followed.into_bytes(), "something behind it");
    }
}

#[test]
fn code_that_is_cut_off_is_none() {
    for subject in all() {
        let refusal = subject.refusal(subject.not_done);
        let digits = refusal
            .find(|letter: char| letter.is_ascii_digit())
            .unwrap();
        let failed = subject
            .writes(&Canned::json(200, &refusal[..=digits]))
            .unwrap_err();
        assert_eq!(failed.code, None, "{}: {failed:?}", subject.name);
        assert_eq!(failed.delivery, Delivery::Unknown, "{}", subject.name);
    }
}

#[test]
fn two_codes_that_differ_are_none_and_prove_nothing() {
    for subject in all() {
        let [success, refusal] =
            [subject.success, subject.not_done].map(|code| subject.envelope(code, "\"ok\"", "[]"));
        let both = format!("{},{}", success.trim_end_matches('}'), &refusal[1..]);
        for status in [200, 400] {
            let failed = subject
                .writes(&Canned::json(status, both.clone()))
                .unwrap_err();
            assert_eq!(failed.code, None, "{}: {failed:?}", subject.name);
            assert_eq!(failed.delivery, Delivery::Unknown, "{}", subject.name);
        }
    }
}

#[test]
fn code_that_is_its_digits_as_a_text_is_read_and_anything_else_is_none() {
    for subject in all() {
        let refusal = subject.refusal(subject.not_done);
        let number = subject.not_done.to_string();
        let quoted = refusal.replacen(&number, &format!("\"{number}\""), 1);
        assert_refused(&subject, quoted.into_bytes(), "a code as a text");
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
            let failed = subject.writes(&Canned::json(200, body)).unwrap_err();
            assert_eq!(failed.code, None, "{} {odd}: {failed:?}", subject.name);
            assert_eq!(failed.delivery, Delivery::Unknown, "{} {odd}", subject.name);
        }
    }
}
