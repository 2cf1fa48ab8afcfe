//! What every answer of a provider has beside its data, read so that nothing costs the code.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use provider_http::DecodeError;
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::de::Read;
use serde_json::value::RawValue;

use crate::charset::{Charset, plain, visible};
use crate::named::{IsSuccess, Word, is_text, names, says_success};
use crate::shown_text::text;

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
    /// Whether the answer is no text, so that nobody knows what it says.
    pub(crate) is_opaque: bool,
    /// Whether a success stands behind the answer, in whatever notation.
    is_contradicted: bool,
    /// Whether bytes were not UTF-8, and are written as `\xNN` in the texts.
    is_garbled: bool,
}

impl Fields {
    pub(crate) fn of(body: &[u8], envelope: &Envelope, is_success: IsSuccess<'_>) -> Self {
        let body = plain(body);
        let (text, is_garbled) = visible(&body, Charset::Utf8);
        let mut fields = Self::read(&text, envelope, is_success);
        if is_garbled && (fields.problem.is_some() || fields.code().is_none()) {
            // In GBK the second byte of a character may be a backslash, which escapes nothing.
            let again = Self::read(&visible(&body, Charset::OfPairs).0, envelope, is_success);
            let finds_more = fields.code().is_none() && again.code().is_some();
            if finds_more || (fields.problem.is_some() && again.problem.is_none()) {
                fields = again;
            }
        }
        fields.is_garbled = is_garbled;
        fields.names_a_code |= !fields.code.is_empty()
            || (fields.problem.is_some() && names(&body, envelope.code))
            || says_success(&body, envelope.code, is_success);
        fields.is_opaque = !is_text(&body);
        fields
    }

    /// The fields of an answer with nothing odd about it, and its data, in the same reading where
    /// they have a field of their own; none for any other answer.
    pub(crate) fn with_data<T: DeserializeOwned>(
        body: &[u8],
        envelope: &Envelope,
    ) -> Option<(Self, T)> {
        let body = std::str::from_utf8(body).ok()?;
        match envelope.data {
            Data::Field(..) => {
                let (fields, data) = Self::in_haste(body, envelope)?;
                Some((fields, data?))
            }
            Data::Whole => {
                let (fields, _) = Self::in_haste::<IgnoredAny>(body, envelope)?;
                Some((fields, provider_http::try_json(body, PhantomData)?))
            }
        }
    }

    fn in_haste<'de, T: Deserialize<'de>>(
        body: &'de str,
        envelope: &Envelope,
    ) -> Option<(Self, Option<T>)> {
        let (mut fields, mut data) = (Self::default(), None);
        let visitor = FieldsVisitor {
            envelope,
            fields: &mut fields,
            data: &mut data,
        };
        provider_http::try_json(body, visitor)?;
        Some((fields, data))
    }

    fn read(body: &[u8], envelope: &Envelope, is_success: IsSuccess<'_>) -> Self {
        let mut fields = Self::default();
        let visitor = FieldsVisitor::<IgnoredAny> {
            envelope,
            fields: &mut fields,
            data: &mut None,
        };
        // A whole that is UTF-8 need not be asked about text by text.
        let (ends, is_whole) = match std::str::from_utf8(body) {
            Ok(text) => read_map(serde_json::Deserializer::from_str(text), visitor),
            Err(_) => read_map(serde_json::Deserializer::from_slice(body), visitor),
        };
        if !is_whole {
            // The same error, in words that quote nothing.
            fields.problem = provider_http::from_json::<Shape>(body).err();
            if ends {
                fields.read_behind(body, envelope, is_success);
            }
        }
        fields
    }

    /// Two answers in one are as good as two codes in one: which of them holds, nobody knows.
    fn read_behind(&mut self, body: &[u8], envelope: &Envelope, is_success: IsSuccess<'_>) {
        let mut rest = behind_the_first(body);
        let is_done = self
            .code()
            .is_none_or(|code| is_success(Word::Whole(code.get())));
        self.is_contradicted = !is_done && says_success(rest, envelope.code, is_success);
        // One after the other, and no further than needed: there may be any number.
        let mut tries = 0;
        while tries < MOST_TRIES && self.code().is_some() {
            let Some(start) = rest.iter().position(|byte| *byte == b'{') else {
                return;
            };
            rest = &rest[start..];
            let mut next = Self::default();
            let visitor = FieldsVisitor::<IgnoredAny> {
                envelope,
                fields: &mut next,
                data: &mut None,
            };
            let mut json = serde_json::Deserializer::from_slice(rest);
            rest = match json.deserialize_map(visitor) {
                Ok(()) => behind_the_first(rest),
                Err(_) => {
                    tries += 1;
                    &rest[1..]
                }
            };
            self.code.extend(next.other_than(self.code()));
        }
    }

    /// The codes of a later answer that are not this one.
    fn other_than(self, code: Option<&RawValue>) -> Vec<Box<RawValue>> {
        let codes = self.code.into_iter();
        codes
            .filter(|other| code.is_none_or(|code| code.get() != other.get()))
            .collect()
    }

    /// The one code of the answer.
    pub(crate) fn code(&self) -> Option<&RawValue> {
        let (first, others) = self.code.split_first()?;
        let alike = others.iter().all(|other| other.get() == first.get());
        (alike && !self.is_contradicted).then_some(first)
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

/// Whether the object could be read to its end, and whether nothing stands behind it.
fn read_map<'de, R: Read<'de>>(
    mut json: serde_json::Deserializer<R>,
    visitor: FieldsVisitor<'_, IgnoredAny>,
) -> (bool, bool) {
    let ends = json.deserialize_map(visitor).is_ok();
    (ends, ends && json.end().is_ok())
}

/// How many pieces behind an answer are looked into that begin as another one does, and are none.
const MOST_TRIES: usize = 4;

/// What stands behind the first JSON.
fn behind_the_first(body: &[u8]) -> &[u8] {
    let mut documents = serde_json::Deserializer::from_slice(body).into_iter::<IgnoredAny>();
    documents.next();
    body.get(documents.byte_offset()..).unwrap_or_default()
}

/// Any object: what is asked of the answer as a whole.
#[derive(serde::Deserialize)]
struct Shape {}

struct FieldsVisitor<'a, T> {
    envelope: &'a Envelope,
    fields: &'a mut Fields,
    data: &'a mut Option<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for FieldsVisitor<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldsVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self {
            envelope,
            fields,
            data,
        } = self;
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
            } else if matches!(envelope.data, Data::Field(field, _) if name == field) {
                fields.has_data = true;
                *data = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
}
