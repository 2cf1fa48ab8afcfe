//! Form encodings and charsets.

use encoding_rs::{GB18030, GBK};

use super::{Doing, Input, text};

pub(super) fn encoded_name(name: &[u8], input: &Input, doing: &Doing) -> Vec<u8> {
    match encoding(input, doing) {
        Some((language, true)) => in_language(text(name), language, doing),
        _ => name.to_vec(),
    }
}

pub(super) fn encoded_value(value: &[u8], input: &Input, doing: &Doing) -> Vec<u8> {
    match encoding(input, doing) {
        Some((language, _)) => in_language(text(value), language, doing),
        None => value.to_vec(),
    }
}

/// The language, and whether names are encoded too.
fn encoding(input: &Input, doing: &Doing) -> Option<(&'static str, bool)> {
    if doing.does("values_raw") {
        return None;
    }
    for (language, whole, values) in [
        ("go", "go_form_encoding", "go_form_encoding_of_values"),
        ("java", "java_form_encoding", "java_form_encoding_of_values"),
        ("php", "php_form_encoding", "php_form_encoding_of_values"),
        (
            ".net",
            "dot_net_form_encoding",
            "dot_net_form_encoding_of_values",
        ),
        ("rfc", "percent_encoding", "percent_encoding_of_values"),
        (
            "js",
            "java_script_encoding",
            "java_script_encoding_of_values",
        ),
    ] {
        if doing.does(whole) || doing.does(values) {
            return Some((language, doing.does(whole)));
        }
    }
    input.is_form_encoded.then_some(("go", true))
}

fn in_language(text: &str, language: &str, doing: &Doing) -> Vec<u8> {
    match language {
        "go" => escaped(text, "-_.~", Some("+"), false, doing),
        "java" => escaped(text, "-_.*", Some("+"), false, doing),
        "php" => escaped(text, "-_.", Some("+"), false, doing),
        ".net" => escaped(text, "-_.!*()", Some("+"), true, doing),
        "rfc" => escaped(text, "-_.~", None, false, doing),
        _ => escaped(text, "-_.~!*'()", None, false, doing),
    }
}

pub(super) fn escaped(
    text: &str,
    kept: &str,
    space: Option<&str>,
    lower: bool,
    doing: &Doing,
) -> Vec<u8> {
    let mut encoded = String::new();
    let bytes = match doing.does("utf_16_bytes") {
        true => text.as_bytes().to_vec(),
        false => in_charset(text.as_bytes(), doing),
    };
    for byte in bytes {
        match (char::from(byte), space) {
            (mark, _) if mark.is_ascii_alphanumeric() || kept.contains(mark) => encoded.push(mark),
            (' ', Some(space)) => encoded.push_str(space),
            _ if lower => encoded.push_str(&format!("%{byte:02x}")),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded.into_bytes()
}

pub(super) fn in_charset(bytes: &[u8], doing: &Doing) -> Vec<u8> {
    if let Some(way) = doing.way("gbk_bytes") {
        let charset = [GBK, GB18030][way];
        let mut encoded = Vec::new();
        for character in text(bytes).chars() {
            let mut buffer = [0; 4];
            let (bytes, _, is_lacking) = charset.encode(character.encode_utf8(&mut buffer));
            match is_lacking {
                true => encoded.push(b'?'),
                false => encoded.extend(bytes.iter()),
            }
        }
        return encoded;
    }
    if doing.does("latin_1_bytes") {
        let byte = |character: char| u8::try_from(u32::from(character)).unwrap_or(b'?');
        return text(bytes).chars().map(byte).collect();
    }
    match doing.way("utf_16_bytes") {
        Some(0) => text(bytes)
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        Some(_) => text(bytes)
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect(),
        None => bytes.to_vec(),
    }
}
