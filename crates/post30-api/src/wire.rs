//! The provider's envelope, and what a call is on the wire.

use provider_http::lenient;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::Code;

/// What every answer has beside its own fields: there is no wrapper.
#[derive(Deserialize)]
pub(crate) struct Envelope {
    /// Quirk: a number in the tables, a text or a boolean in samples [doc], [docs+].
    #[serde(rename = "success", deserialize_with = "code")]
    pub(crate) code: Code,
    #[serde(default, deserialize_with = "message")]
    pub(crate) message: String,
}

impl Envelope {
    /// Whether a writing call that ends like this may have taken effect all the same.
    pub(crate) fn leaves_open(&self, http_status: u16) -> bool {
        // A failure of the server's may have come in the middle, whatever its body says.
        let broke_off = matches!(http_status, 408 | 500..);
        broke_off || self.message.is_empty() || self.code.leaves_open()
    }
}

fn code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let number = match raw.get() {
        "true" => Ok(1),
        "false" => Ok(0),
        _ => lenient::int(&*raw),
    };
    number
        .map(Code)
        .map_err(|_: serde_json::Error| D::Error::custom("expected 1, 0, true or false"))
}

/// The message, or nothing when it is no text: it decides nothing, so it spoils nothing.
fn message<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(lenient::text_or_empty(&*raw).unwrap_or_default())
}

/// `total`, or 0 when it is no count: nothing is decided by it, so it spoils no page.
pub(crate) fn total<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(lenient::int_or_zero(&*raw).unwrap_or_default())
}

/// What one call is on the wire.
pub(crate) struct Endpoint {
    /// The name of the client's method.
    pub(crate) call: &'static str,
    /// The path below the base URL.
    pub(crate) path: String,
    pub(crate) effect: Effect,
}

/// What a call does on the provider's side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Reads,
    Writes,
}

impl Endpoint {
    pub(crate) fn reads(call: &'static str, path: impl Into<String>) -> Self {
        Self {
            call,
            path: path.into(),
            effect: Effect::Reads,
        }
    }

    pub(crate) fn writes(call: &'static str, path: impl Into<String>) -> Self {
        Self {
            call,
            path: path.into(),
            effect: Effect::Writes,
        }
    }
}
