//! What every answer of a provider has beside its data, read so that nothing costs the code.

use std::borrow::Cow;
use std::fmt;

use provider_http::DecodeError;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
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
    pub(crate) text: Option<Box<RawValue>>,
    pub(crate) trace_id: Option<Box<RawValue>>,
    pub(crate) has_data: bool,
    /// Where the reading ended before the end of the answer.
    pub(crate) problem: Option<DecodeError>,
    /// Whether bytes were not UTF-8, and are written as `\xNN` in the texts.
    is_garbled: bool,
}

impl Fields {
    pub(crate) fn of(body: &[u8], envelope: &Envelope) -> Self {
        const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
        let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        let (text, is_garbled) = visible(body, Trail::OfItsOwn);
        let mut fields = Self::read(&text, envelope);
        if is_garbled && fields.problem.is_some() {
            // In GBK the second byte of a character may be a backslash, which escapes nothing.
            let again = Self::read(&visible(body, Trail::OfTheCharacter).0, envelope);
            if again.problem.is_none() {
                fields = again;
            }
        }
        fields.is_garbled = is_garbled;
        fields
    }

    fn read(body: &[u8], envelope: &Envelope) -> Self {
        let mut fields = Self::default();
        let mut json = serde_json::Deserializer::from_slice(body);
        let visitor = FieldsVisitor {
            envelope,
            fields: &mut fields,
        };
        let read = json.deserialize_map(visitor).and_then(|()| json.end());
        if read.is_err() {
            // The same error, in words that quote nothing.
            let problem = provider_http::from_json::<Shape>(body).err();
            fields.problem = problem;
        }
        fields
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

/// Any object: what is asked of the answer as a whole.
#[derive(serde::Deserialize)]
struct Shape {}

fn text(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first() {
        Some(b'n') => None,
        Some(b'"') => Some(serde_json::from_str(raw.get()).unwrap_or_else(|_| {
            // Half a surrogate pair stands for no character; the rest is a text all the same.
            let json: Result<Bytes, _> = serde_json::from_str(raw.get());
            let bytes = json.map(|Bytes(bytes)| bytes).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        })),
        // Written anew, so that escapes do not hide what was echoed.
        _ => Some(match serde_json::from_str::<Value>(raw.get()) {
            Ok(value @ (Value::Array(_) | Value::Object(_))) => value.to_string(),
            _ => raw.get().to_owned(),
        }),
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
                    }
                    return Err(error);
                }
            };
            last_was_code = name == envelope.code;
            if last_was_code {
                fields.code.push(map.next_value()?);
            } else if name == envelope.text {
                fields.text = Some(map.next_value()?);
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

/// Whose a backslash behind a byte that is not UTF-8 is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trail {
    OfItsOwn,
    OfTheCharacter,
}

/// The body with each byte that is not UTF-8 written as `\xNN` inside a JSON text, and whether
/// there was any.
fn visible(body: &[u8], trail: Trail) -> (Cow<'_, [u8]>, bool) {
    if std::str::from_utf8(body).is_ok() {
        return (Cow::Borrowed(body), false);
    }
    let mut text = Vec::with_capacity(body.len() * 2);
    let write = |bytes: &[u8], text: &mut Vec<u8>| {
        for byte in bytes {
            text.extend_from_slice(format!("\\\\x{byte:02X}").as_bytes());
        }
    };
    let mut after_invalid = false;
    for chunk in body.utf8_chunks() {
        let mut valid = chunk.valid().as_bytes();
        if after_invalid && trail == Trail::OfTheCharacter && valid.first() == Some(&b'\\') {
            write(b"\\", &mut text);
            valid = &valid[1..];
        }
        text.extend_from_slice(valid);
        write(chunk.invalid(), &mut text);
        after_invalid = !chunk.invalid().is_empty();
    }
    (Cow::Owned(text), true)
}
