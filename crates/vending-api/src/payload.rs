use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Serialize, Serializer};
use signing::Secret;
use signing::sorted_pairs::{self, Encoding};

/// A value of the payload: a text, or an integer as older examples of the provider have it.
///
/// Both sign the same; the clients here send texts only (payload参数类型: 字符串 \[doc\]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// A JSON string.
    Text(Cow<'a, str>),
    /// A JSON number; 0 becomes the text `"0"`.
    Int(i64),
}

/// The `payload` of a request: the parameters and their signature as JSON, in base64.
///
/// The JSON is compact and its names are in byte order, `sign` among them. A parameter named
/// `sign` is replaced; of parameters of the same name the last one counts. `timestamp` is a
/// parameter like any other: there is no clock here.
///
/// ```
/// use vending_api::{Encoding, Secret, payload};
///
/// let payload = payload(
///     [("machine_no", "12345678".into()), ("timestamp", "1713255411".into())],
///     &Secret::from("fake-key"),
///     Encoding::Raw,
/// );
/// assert!(payload.starts_with("eyJtYWNoaW5lX25vIjoiMTIzNDU2NzgiLCJzaWduIjoi"));
/// ```
///
/// Source: page 参数加密 \[docs+\]; sorted names and compact JSON are what the published example of
/// the product list has \[doc\].
pub fn payload<'a>(
    params: impl IntoIterator<Item = (&'a str, Value<'a>)>,
    key: &Secret,
    encoding: Encoding,
) -> String {
    signed(params, key, encoding).payload()
}

/// The parameters with their signature, as they stand in the payload.
pub(crate) struct Signed {
    pub(crate) json: String,
    pub(crate) sign: String,
}

impl Signed {
    pub(crate) fn payload(&self) -> String {
        BASE64_STANDARD.encode(&self.json)
    }
}

pub(crate) fn signed<'a>(
    params: impl IntoIterator<Item = (&'a str, Value<'a>)>,
    key: &Secret,
    encoding: Encoding,
) -> Signed {
    let mut params: BTreeMap<&str, Value<'_>> = params.into_iter().collect();
    let pairs: Vec<(&str, String)> = params
        .iter()
        .map(|(name, value)| (*name, value.to_text()))
        .collect();
    // A given `sign` is left out by the algorithm, and replaced below.
    let sign = sorted_pairs::sign(&pairs, key, encoding);
    params.insert("sign", Value::from(sign.as_str()));
    // A map of texts to texts and integers always serialises.
    let json = serde_json::to_string(&params).unwrap_or_default();
    Signed {
        json,
        sign: sign.as_str().to_owned(),
    }
}

impl Value<'_> {
    fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Int(number) => number.to_string(),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // Quirk: the vendor's Kotlin library drops the number 0 from the string to sign, its
            // PHP library from the payload [observed]; the text "0" is kept by both.
            Self::Int(0) => serializer.serialize_str("0"),
            Self::Int(number) => serializer.serialize_i64(*number),
        }
    }
}
