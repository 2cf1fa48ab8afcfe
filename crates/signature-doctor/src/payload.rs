use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Error, MAX_INPUT_BYTES, Value};

/// The parameters of a payload, in the order in which they stand there.
///
/// White space around and inside the base64 is passed over: it was pasted from a log.
pub(crate) fn params(payload: &str) -> Result<Vec<(String, Value)>, Error> {
    let compact: String = payload
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .collect();
    let decoded_bytes = compact.len() / 4 * 3;
    // Two bytes at most are padding.
    if decoded_bytes > MAX_INPUT_BYTES + 2 {
        return Err(Error::TooLarge {
            bytes: decoded_bytes,
            limit: MAX_INPUT_BYTES,
        });
    }
    let json = BASE64_STANDARD
        .decode(compact)
        .map_err(|_| Error::NotBase64)?;
    let object: Object = serde_json::from_slice(&json).map_err(|error| Error::NotAnObject {
        line: error.line(),
        column: error.column(),
    })?;
    Ok(object.0)
}

/// A JSON object that keeps the order and the repeats of its names.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut params = Vec::new();
        while let Some((name, raw)) = map.next_entry::<String, Box<RawValue>>()? {
            let value =
                value(raw.get()).ok_or_else(|| A::Error::custom("neither text nor number"))?;
            params.push((name, value));
        }
        Ok(Object(params))
    }
}

fn value(raw: &str) -> Option<Value> {
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok().map(Value::Text),
        b'-' | b'0'..=b'9' => Some(Value::Number(raw.to_owned())),
        b'n' => Some(Value::Null),
        _ => None,
    }
}
