//! Escapes of JSON texts. They stand inside of strings only, so that no parser is needed.

use std::fmt::Write as _;

/// Every UTF-16 unit beyond ASCII as `\uXXXX`.
pub(super) fn non_ascii_lower(text: &str) -> String {
    escaped(
        text,
        |character| !character.is_ascii(),
        |unit| format!("\\u{unit:04x}"),
    )
}

pub(super) fn non_ascii_upper(text: &str) -> String {
    escaped(
        text,
        |character| !character.is_ascii(),
        |unit| format!("\\u{unit:04X}"),
    )
}

/// `<`, `>` and `&` as Go writes them.
pub(super) fn html(text: &str) -> String {
    let is_html = |character| matches!(character, '<' | '>' | '&');
    escaped(text, is_html, |unit| format!("\\u{unit:04x}"))
}

/// `/` as PHP writes it; one that is escaped already stays.
pub(super) fn slashes(text: &str) -> String {
    text.replace("\\/", "/").replace('/', "\\/")
}

/// `\uXXXX` beyond ASCII as the character; everything else, also what is cut or wrong, stays.
pub(super) fn undone(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('\\') {
        let (before, from) = rest.split_at(place);
        plain.push_str(before);
        let (character, length) = match escaped_character(from) {
            Some(found) => found,
            None => {
                // The backslash and what it escapes stay together: `\\u53ef` is no escape of 可.
                let second = from[1..].chars().next();
                plain.push('\\');
                plain.extend(second);
                rest = &from[1 + second.map_or(0, char::len_utf8)..];
                continue;
            }
        };
        plain.push(character);
        rest = &from[length..];
    }
    plain.push_str(rest);
    plain
}

fn escaped(text: &str, which: fn(char) -> bool, how: impl Fn(u16) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        if which(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(written, "{}", how(*unit));
            }
        } else {
            written.push(character);
        }
    }
    written
}

/// The character beyond ASCII that an escape at the start of the text stands for, and how long the
/// escape is; two escapes make one character beyond U+FFFF.
fn escaped_character(text: &str) -> Option<(char, usize)> {
    let first = unit(text)?;
    let (character, length) = match char::from_u32(first.into()) {
        Some(character) => (character, 6),
        None => {
            let second = unit(&text[6..])?;
            let mut pair = char::decode_utf16([first, second]);
            (pair.next()?.ok()?, 12)
        }
    };
    (!character.is_ascii()).then_some((character, length))
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    // A sign would be accepted as a part of the number.
    digits
        .bytes()
        .all(|digit| digit.is_ascii_hexdigit())
        .then(|| u16::from_str_radix(digits, 16).ok())?
}
