//! The payload of a signed call: unwrapped, verified, and read parameter by parameter.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::refusal::Refusal;
use super::signature::{SignedEncoding, sign};
use crate::number_text::{is_digits, parse_digits};

/// The parameters of a call in their order of arrival; a name occurs once.
///
/// An empty value counts as a parameter that was not sent.
pub(super) struct Payload<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Unwraps `{"payload":"<base64 of a JSON object>"}`: the JSON of the object.
pub(super) fn unwrap(body: &[u8]) -> Result<String, Refusal> {
    let wrapper: Wrapper = serde_json::from_slice(body).map_err(|_| Refusal::INVALID_FORM)?;
    let json = STANDARD
        .decode(wrapper.payload.as_bytes())
        .map_err(|_| Refusal::INVALID_FORM)?;
    String::from_utf8(json).map_err(|_| Refusal::INVALID_FORM)
}

impl<'a> Payload<'a> {
    /// Reads the object inside.
    pub(super) fn parse(json: &'a str) -> Result<Self, Refusal> {
        let Pairs(pairs) = serde_json::from_str(json).map_err(|_| Refusal::INVALID_FORM)?;
        Ok(Self { pairs })
    }

    /// Checks `sign`; a missing one is a wrong one.
    pub(super) fn verify(&self, key: &str, encoding: SignedEncoding) -> Result<(), Refusal> {
        if self.text("sign") == Some(sign(&self.pairs, key, encoding).as_str()) {
            Ok(())
        } else {
            Err(Refusal::SIGN_INVALID)
        }
    }

    /// Checks that `timestamp` is in Unix seconds. No window is documented, so any time will do.
    pub(super) fn check_timestamp(&self) -> Result<(), Refusal> {
        let timestamp = self.required("timestamp")?;
        if timestamp.len() == 10 && is_digits(timestamp) {
            Ok(())
        } else {
            Err(Refusal::INVALID_FORM)
        }
    }

    /// Refuses every parameter that is not named here, `sign` and `timestamp` apart.
    pub(super) fn allow_only(&self, names: &[&str]) -> Result<(), Refusal> {
        let is_known = |name: &str| matches!(name, "sign" | "timestamp") || names.contains(&name);
        if self.pairs.iter().all(|(name, _)| is_known(name)) {
            Ok(())
        } else {
            Err(Refusal::INVALID_FORM)
        }
    }

    /// A parameter that was sent.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| &**value)
            .filter(|value| !value.is_empty())
    }

    /// A parameter that must be sent.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or(Refusal::INVALID_FORM)
    }

    /// A number in a range, if it was sent.
    pub(super) fn number(
        &self,
        name: &str,
        range: RangeInclusive<u32>,
    ) -> Result<Option<u32>, Refusal> {
        self.text(name)
            .map(|text| {
                parse_digits(text)
                    .and_then(|number| u32::try_from(number).ok())
                    .filter(|number| range.contains(number))
                    .ok_or(Refusal::INVALID_FORM)
            })
            .transpose()
    }

    /// The id of a record, which must be sent.
    pub(super) fn id(&self, name: &str) -> Result<u64, Refusal> {
        parse_digits(self.required(name)?).ok_or(Refusal::INVALID_FORM)
    }

    /// Quirk: "8 digits" in the table, 16 in the example of the same page [doc]: 8 or more.
    pub(super) fn machine_no(&self) -> Result<&str, Refusal> {
        let number = self.required("machine_no")?;
        if number.len() >= 8 && is_digits(number) {
            Ok(number)
        } else {
            Err(Refusal::INVALID_FORM)
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapper<'a> {
    #[serde(borrow)]
    payload: Cow<'a, str>,
}

struct Pairs<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts and integers, each name once")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
        // More than any call has.
        let mut pairs: Vec<(Cow<'de, str>, Cow<'de, str>)> = Vec::with_capacity(16);
        while let Some((Scalar(name), Scalar(value))) = map.next_entry()? {
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom("a name occurs twice"));
            }
            pairs.push((name, value));
        }
        Ok(Pairs(pairs))
    }
}

/// A text or an integer as its text, borrowed where JSON has it without an escape.
struct Scalar<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or an integer")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar(Cow::Owned(text.to_owned())))
    }

    // Quirk: texts are asked for, yet the product list's own example sends integers [doc].
    fn visit_u64<E>(self, number: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar(Cow::Owned(number.to_string())))
    }
}
