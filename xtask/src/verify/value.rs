use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// A typed value of a parameter, as it stands in a file of vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// An integer, in plain decimal.
    Number(String),
    /// Bytes that are not UTF-8: `{"hex": "bfc9"}`.
    Bytes(Vec<u8>),
    Null,
}

/// A [`Value`] that is a text or bytes: a name, a string to sign.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "Value")]
pub(crate) struct Text(pub(crate) Value);

impl Value {
    /// The bytes that are signed; JSON null has none.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) | Self::Number(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Null => &[],
        }
    }
}

impl Value {
    /// The value as it stands in the JSON of a payload.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Number(digits) => match digits.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => digits.as_str().into(),
            },
            Self::Null => serde_json::Value::Null,
            Self::Text(_) | Self::Bytes(_) => self.to_string().into(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.bytes()))
    }
}

impl TryFrom<Value> for Text {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        match value {
            Value::Text(_) | Value::Bytes(_) => Ok(Self(value)),
            Value::Number(_) | Value::Null => Err("expected a text or {\"hex\": …}"),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, an integer, null or {\"hex\": …}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Some(("hex", digits)) = map.next_entry::<&str, String>()? else {
            return Err(de::Error::custom("expected the one field `hex`"));
        };
        if map.next_key::<&str>()?.is_some() {
            return Err(de::Error::custom("expected no field besides `hex`"));
        }
        hex::decode(digits)
            .map(Value::Bytes)
            .map_err(de::Error::custom)
    }
}
