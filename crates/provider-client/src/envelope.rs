//! What every answer of a provider has beside its data, read so that nothing costs the code.

use std::borrow::Cow;
use std::fmt;

use provider_http::DecodeError;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Where in an answer code, text, data and trace id stand.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a provider's description names each of them"
)]
pub struct Envelope {
    /// The field of the code.
    pub code: &'static str,
    /// The field of the provider's message.
    pub text: &'static str,
    /// Where the data stand.
    pub data: Data,
    /// The field of the provider's trace id, if it has one.
    pub trace_id: Option<&'static str>,
}

/// Where the data of a success stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Data {
    /// In a field of their own.
    Field(&'static str, Absent),
    /// Beside the code: there is no wrapper.
    Whole,
}

/// What it means that the field of the data is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// The same as null.
    IsNull,
    /// The answer is not the documented one, unless nothing is read from the data.
    IsAnError,
}

/// The fields of an envelope that could be read, whatever else is wrong with the answer.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    code: Vec<Box<RawValue>>,
    texts: Vec<Box<RawValue>>,
    pub(crate) trace_id: Option<Box<RawValue>>,
    pub(crate) has_data: bool,
    /// Where the reading ended before the end of the answer.
    pub(crate) problem: Option<DecodeError>,
    /// Whether a code stands somewhere in the answer, be it one that cannot be read.
    names_a_code: bool,
    /// Whether bytes were not UTF-8, and are written as `\xNN` in the texts.
    is_garbled: bool,
}

impl Fields {
    pub(crate) fn of(body: &[u8], envelope: &Envelope) -> Self {
        let body = plain(body);
        let (text, is_garbled) = visible(&body, Charset::Utf8);
        let mut fields = Self::read(&text, envelope);
        if is_garbled && (fields.problem.is_some() || fields.code().is_none()) {
            // In GBK the second byte of a character may be a backslash, which escapes nothing.
            let again = Self::read(&visible(&body, Charset::OfPairs).0, envelope);
            let finds_more = fields.code().is_none() && again.code().is_some();
            if finds_more || (fields.problem.is_some() && again.problem.is_none()) {
                fields = again;
            }
        }
        fields.is_garbled = is_garbled;
        fields.names_a_code |=
            !fields.code.is_empty() || (fields.problem.is_some() && names(&body, envelope.code));
        fields
    }

    fn read(body: &[u8], envelope: &Envelope) -> Self {
        let mut fields = Self::default();
        let mut json = serde_json::Deserializer::from_slice(body);
        let visitor = FieldsVisitor {
            envelope,
            fields: &mut fields,
        };
        let read = json.deserialize_map(visitor);
        let ends = read.is_ok();
        if read.and_then(|()| json.end()).is_err() {
            // The same error, in words that quote nothing.
            fields.problem = provider_http::from_json::<Shape>(body).err();
            if ends {
                fields.read_behind(body, envelope);
            }
        }
        fields
    }

    /// Two answers in one are as good as two codes in one: which of them holds, nobody knows.
    fn read_behind(&mut self, body: &[u8], envelope: &Envelope) {
        let mut documents = serde_json::Deserializer::from_slice(body).into_iter::<IgnoredAny>();
        documents.next();
        let rest = body.get(documents.byte_offset()..).unwrap_or_default();
        if let Some(start) = rest.iter().position(|byte| *byte == b'{') {
            self.code.extend(Self::read(&rest[start..], envelope).code);
        }
    }

    /// The one code of the answer.
    pub(crate) fn code(&self) -> Option<&RawValue> {
        let (first, others) = self.code.split_first()?;
        let alike = others.iter().all(|other| other.get() == first.get());
        alike.then_some(first)
    }

    /// Whether the field of the code stands more than once, and not alike.
    pub(crate) fn code_is_ambiguous(&self) -> bool {
        !self.code.is_empty() && self.code().is_none()
    }

    /// Whether the answer has a code that nobody can read: then it says something, and nobody
    /// knows what.
    pub(crate) fn names_a_code(&self) -> bool {
        self.names_a_code
    }

    /// The provider's messages; more than one when the field stands more than once, and not alike.
    pub(crate) fn texts(&self) -> Vec<String> {
        let shown = self.texts.iter().map(|raw| self.shown(Some(&**raw)));
        let mut texts: Vec<String> = shown.map(Option::unwrap_or_default).collect();
        texts.dedup();
        texts
    }

    /// A field as text, as well as it can be shown: a text as it is, anything else as JSON,
    /// null as nothing.
    pub(crate) fn shown(&self, field: Option<&RawValue>) -> Option<String> {
        let text = text(field?)?;
        Some(match self.is_garbled && text.contains("\\x") {
            true => format!("(not UTF-8, its bytes as \\xNN) {text}"),
            false => text,
        })
    }
}

/// The body of an answer as JSON can be read from it: without byte order marks and blanks in
/// front, and UTF-8 where it was UTF-16.
fn plain(body: &[u8]) -> Cow<'_, [u8]> {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let utf_16 = |body: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = body.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: String = char::decode_utf16(units)
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Cow::Owned(text.into_bytes())
    };
    match body {
        [0xff, 0xfe, rest @ ..] => return utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf_16(rest, u16::from_be_bytes),
        _ => {}
    }
    let mut rest = body.trim_ascii_start();
    while let Some(behind) = rest.strip_prefix(BYTE_ORDER_MARK) {
        rest = behind.trim_ascii_start();
    }
    Cow::Borrowed(rest)
}

/// The body as data are read from it: as [`plain`], and each byte that is not UTF-8 as an escape
/// that no text takes, so that it costs the text in which it stands, and nothing beside it.
pub(crate) fn for_data(body: &[u8]) -> Cow<'_, [u8]> {
    match plain(body) {
        Cow::Borrowed(body) if std::str::from_utf8(body).is_err() => {
            Cow::Owned(visible(body, Charset::Unreadable).0.into_owned())
        }
        body => body,
    }
}

/// Whether a field of this name stands somewhere, in JSON or in a text that holds JSON.
fn names(body: &[u8], field: &str) -> bool {
    let quoted = |quote: &str| [quote, field, quote].concat().into_bytes();
    [quoted("\""), quoted("\\\"")].iter().any(|name| {
        let mut places = body.windows(name.len()).enumerate();
        places.any(|(place, window)| {
            let behind = body[place + name.len()..].trim_ascii_start();
            window == name.as_slice() && behind.first() == Some(&b':')
        })
    })
}

/// Any object: what is asked of the answer as a whole.
#[derive(serde::Deserialize)]
struct Shape {}

fn text(raw: &RawValue) -> Option<String> {
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

struct FieldsVisitor<'a> {
    envelope: &'a Envelope,
    fields: &'a mut Fields,
}

impl<'de> Visitor<'de> for FieldsVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { envelope, fields } = self;
        let mut last_was_code = false;
        loop {
            let name = match map.next_key::<Cow<'_, str>>() {
                Ok(Some(name)) => name,
                Ok(None) => return Ok(()),
                Err(error) => {
                    // What the answer breaks off behind may itself be cut: 300 of 30002.
                    if last_was_code {
                        fields.code.pop();
                        fields.names_a_code = true;
                    }
                    return Err(error);
                }
            };
            last_was_code = name == envelope.code;
            if last_was_code {
                fields.code.push(map.next_value()?);
            } else if name == envelope.text {
                fields.texts.push(map.next_value()?);
            } else if envelope.trace_id.is_some_and(|field| name == field) {
                fields.trace_id = Some(map.next_value()?);
            } else {
                if let Data::Field(field, _) = envelope.data {
                    fields.has_data |= name == field;
                }
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
}

/// How the bytes are written that are not UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    /// Each as `\xNN`; what is UTF-8 stays as it is.
    Utf8,
    /// Each as `\xNN`, and as in GBK a byte of 0x81 and more with the one behind it, whatever that
    /// is: a backslash there escapes nothing, and a quote ends nothing.
    OfPairs,
    /// Each as half a surrogate pair, which no text takes.
    Unreadable,
}

/// The body with each byte that is not UTF-8 written out inside a JSON text, and whether there
/// was any.
fn visible(body: &[u8], charset: Charset) -> (Cow<'_, [u8]>, bool) {
    if std::str::from_utf8(body).is_ok() {
        return (Cow::Borrowed(body), false);
    }
    let mut text = Vec::with_capacity(body.len() * 2);
    let write = |bytes: &[u8], text: &mut Vec<u8>| {
        for byte in bytes {
            match charset {
                Charset::Unreadable => text.extend_from_slice(b"\\ud800"),
                _ => text.extend_from_slice(format!("\\\\x{byte:02X}").as_bytes()),
            }
        }
    };
    if charset == Charset::OfPairs {
        let mut rest = body;
        while let Some((&first, behind)) = rest.split_first() {
            let length = match (first, behind.first()) {
                (0x81..=0xfe, Some(0x40..=0x7e | 0x80..=0xfe)) => 2,
                (0x80.., _) => 1,
                _ => {
                    text.push(first);
                    rest = behind;
                    continue;
                }
            };
            write(&rest[..length], &mut text);
            rest = &rest[length..];
        }
        return (Cow::Owned(text), true);
    }
    for chunk in body.utf8_chunks() {
        text.extend_from_slice(chunk.valid().as_bytes());
        write(chunk.invalid(), &mut text);
    }
    (Cow::Owned(text), true)
}
