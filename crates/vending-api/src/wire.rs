//! The provider's envelope, and what a call is on the wire.

use provider_http::{Method, lenient};
use serde::Deserialize;

use crate::Code;

/// The envelope of every answer, without its `data`.
#[derive(Deserialize)]
pub(crate) struct Envelope {
    /// Quirk: zero values are left out of answers, but every sample prints `code`, also when 0
    /// [inferred]: without it the answer is malformed.
    #[serde(deserialize_with = "lenient::int")]
    pub(crate) code: i64,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub(crate) message: String,
}

impl Envelope {
    /// Quirk: refusals with code 0 and another message than `ok` are published [docs+].
    pub(crate) fn is_success(&self) -> bool {
        self.code == 0 && self.message == "ok"
    }

    /// Whether a writing call that ends like this may have taken effect all the same.
    ///
    /// Code 0 without a message is neither the documented success nor a refusal.
    pub(crate) fn leaves_open(&self) -> bool {
        Code(self.code).leaves_open() || (self.code == 0 && self.message.is_empty())
    }
}

/// The envelope of a call that answers with nothing to read: whatever `data` is, it is ignored.
#[derive(Deserialize)]
pub(crate) struct NoData {}

/// What one call is on the wire.
pub(crate) struct Endpoint {
    /// The name of the client's method.
    pub(crate) call: &'static str,
    pub(crate) method: Method,
    /// The path below `/api/openapi/v1`.
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
            method: Method::Post,
            path: path.into(),
            effect: Effect::Reads,
        }
    }

    pub(crate) fn writes(call: &'static str, method: Method, path: impl Into<String>) -> Self {
        Self {
            call,
            method,
            path: path.into(),
            effect: Effect::Writes,
        }
    }
}

/// Parameters of a payload, before time and signature. Optional ones that are not set are left
/// out, so that no empty value is ever sent.
pub(crate) type Params = Vec<(&'static str, String)>;
