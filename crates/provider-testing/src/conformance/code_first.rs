//! The code is read first, and nothing else in the answer costs it.

use provider_client::ProviderCode;
use provider_http::{Delivery, Effect};

use super::{answered, envelope, failed_write, first, refused, writes};
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
        (r#""half \ud800 of a pair""#, "of a pair"),
        (r#""\udc00""#, ""),
    ] {
        let body = envelope::<S>(S::NOT_DONE, text, "[]");
        let told = assert_refused::<S>(body.into_bytes(), text);
        assert!(told.contains(shown), "{text}: {told}");
    }
}

/// Where a message is a part of the verdict, such a one may say too little.
pub fn boolean_in_place_of_a_text_is_shown_and_costs_no_code<S: Subject>() {
    for text in ["true", "false"] {
        let body = envelope::<S>(S::NOT_DONE, text, "[]");
        let failed = failed_write::<S>(&Answer::json(200, body));
        assert_eq!(failed.code, Some(S::NOT_DONE), "{failed:?}");
        assert!(failed.text.contains(text), "{failed:?}");
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

/// A success that nobody can read may be one all the same: a caller who hears "refused" repeats it.
pub fn success_that_cannot_be_read_is_never_refused<S: Subject>() {
    let success = envelope::<S>(S::Code::OK.number(), S::SUCCESS_TEXT, "[]");
    let number = S::Code::OK.number().to_string();
    let with_code = |code: &str| success.replacen(&number, code, 1);
    let utf_16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    };
    let marked = ["\u{feff}", &success].concat();
    let bodies: [Vec<u8>; 15] = [
        with_code(&format!("{number}.0")).into(),
        with_code(&format!("{number}e0")).into(),
        with_code("null").into(),
        with_code("[]").into(),
        with_code("\" \"").into(),
        success[..=success.find(&number).unwrap()].into(),
        ["\u{feff}\u{feff}", &success].concat().into(),
        ["\n\u{feff}", &success].concat().into(),
        ["<b>Warning</b>: a line of PHP\n", &success]
            .concat()
            .into(),
        format!("[{success}]").into(),
        serde_json::to_string(&success).unwrap().into(),
        utf_16(&marked, u16::to_le_bytes),
        utf_16(&marked, u16::to_be_bytes),
        utf_16(&success, u16::to_le_bytes),
        utf_16(&success, u16::to_be_bytes),
    ];
    for body in bodies {
        for status in [400, 401, 404, 422] {
            let answer = Answer::json(status, body.clone());
            let Err(failed) = writes::<S>(&answer) else {
                continue;
            };
            let place = format!("{status} {}: {failed:?}", body.escape_ascii());
            assert_eq!(failed.delivery, Delivery::Unknown, "{place}");
        }
    }
}

pub fn two_answers_in_one_are_none_and_prove_nothing<S: Subject>() {
    let [success, refusal] =
        [S::Code::OK.number(), S::NOT_DONE].map(|code| envelope::<S>(code, S::SUCCESS_TEXT, "[]"));
    for body in [
        [refusal.as_str(), &success].concat(),
        [&success, "\n", &refusal].concat(),
        [&refusal, "<!-- and -->", &success].concat(),
    ] {
        let failed = failed_write::<S>(&Answer::json(200, body));
        assert_eq!(failed.code, None, "{failed:?}");
        assert_eq!(failed.delivery, Delivery::Unknown, "{failed:?}");
    }
}

/// 余额 in GBK, whose second byte of a character may be a backslash, beside bytes that happen to be
/// UTF-8, and with something behind the JSON.
pub fn bytes_of_another_charset_cost_no_code_wherever_they_stand<S: Subject>() {
    for bytes in [
        &b"\x95\x5c"[..],
        b"ab\x95\x5c",
        b"ab\xb0\xc4\x95\x5c",
        b"\xd3\xe0\xb6\xee\x95\x5c",
        b"\x81\x5c\x5c\x22",
    ] {
        for behind in ["", "<!-- 12 ms -->"] {
            let body = envelope::<S>(S::NOT_DONE, "\"@\"", "[]");
            let (before, after) = body.split_once('@').unwrap();
            let body = [
                before.as_bytes(),
                bytes,
                after.as_bytes(),
                behind.as_bytes(),
            ]
            .concat();
            let failed = failed_write::<S>(&Answer::json(200, body));
            let place = format!("{} {behind}: {failed:?}", bytes.escape_ascii());
            assert_eq!(failed.code, Some(S::NOT_DONE), "{place}");
        }
    }
}

pub fn bytes_of_another_charset_cost_no_data_beside_them<S: Subject>() {
    let call = first::<S>(Effect::Reads);
    // In a field that nobody reads.
    let good = String::from_utf8(call.good.body.clone()).unwrap();
    let (before, after) = good.split_at(1);
    let odd = b"\"nobody reads\":\"\xc9\xe8\xb1\xb8\",";
    let body = [before.as_bytes(), odd, after.as_bytes()].concat();
    answered(&call, &Answer::json(200, body)).unwrap();
}

pub fn compressed_body_that_nobody_asked_for_is_said_to_be_such_and_proves_nothing<S: Subject>() {
    let answer = Answer {
        content_encoding: Some("zstd"),
        ..Answer::json(400, &b"\x28\xb5\x2f\xfd\x00"[..])
    };
    let failed = failed_write::<S>(&answer);
    assert_eq!(failed.delivery, Delivery::Unknown, "{failed:?}");
    assert!(failed.text.contains("zstd"), "{failed:?}");
}
