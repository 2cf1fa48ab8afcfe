//! Fields of an answer as texts for people, whatever JSON they are.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde_json::value::RawValue;

/// A field as text, as well as it can be shown: a text as it is, anything else as JSON, null as
/// nothing.
pub(crate) fn text(raw: &RawValue) -> Option<String> {
    let text = match raw.get().as_bytes().first() {
        Some(b'n') => return None,
        Some(b'"') => serde_json::from_str(raw.get()).unwrap_or_else(|_| {
            // Half a surrogate pair stands for no character; the rest is a text all the same.
            let json: Result<Bytes, _> = serde_json::from_str(raw.get());
            let bytes = json.map(|Bytes(bytes)| bytes).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        }),
        _ => raw.get().to_owned(),
    };
    Some(without_escapes(&text))
}

/// A text with the characters themselves in place of `\uNNNN` and `\/`, so that escapes do not
/// hide what was echoed. Escapes of quotes, backslashes and control characters stay.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('\\') {
        let (before, escape) = rest.split_at(place);
        plain.push_str(before);
        let (character, length) = match escape.as_bytes().get(1) {
            Some(b'/') => (Some('/'), 2),
            Some(b'u') => unit_pair(escape),
            // Another escape, or a backslash of its own; what it stands before is no escape.
            Some(_) => (
                None,
                1 + escape[1..].chars().next().map_or(0, char::len_utf8),
            ),
            None => (None, 1),
        };
        match character {
            Some(character) => plain.push(character),
            None => plain.push_str(&escape[..length]),
        }
        rest = &escape[length..];
    }
    plain + rest
}

/// The character of `\uNNNN`, or of two that are a pair, and how long it is written; none for one
/// that must stay an escape, or is none.
fn unit_pair(escape: &str) -> (Option<char>, usize) {
    let unit = |from: usize| {
        let digits = escape.get(from..from + 6)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex
            .then(|| u16::from_str_radix(digits, 16).ok())
            .flatten()
    };
    let Some(first) = unit(0) else {
        return (None, 2);
    };
    let units = [Some(first), unit(6)];
    let decoded = char::decode_utf16(units.into_iter().flatten()).next();
    match decoded {
        Some(Ok(character)) if matches!(character, '"' | '\\') || character.is_control() => {
            (None, 6)
        }
        Some(Ok(character)) => (Some(character), 6 * character.len_utf16()),
        _ => (Some(char::REPLACEMENT_CHARACTER), 6),
    }
}

/// The bytes of a JSON text, in which half a surrogate pair is no error.
struct Bytes(Vec<u8>);

impl<'de> serde::Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;

        impl Visitor<'_> for BytesVisitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Bytes, E> {
                Ok(Bytes(text.as_bytes().to_vec()))
            }
        }

        deserializer.deserialize_bytes(BytesVisitor)
    }
}
