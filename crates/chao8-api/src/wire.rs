//! The provider's envelope, and the signs of a rejected token.

use provider_http::{Method, Reply, lenient};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::Code;

/// The envelope of every answer, without its `data`.
///
/// `exception`, `meta` and `ext` may be anything and are passed over \[doc\].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Envelope {
    /// The rule of success: 200, and anything else is a failure \[doc\].
    #[serde(deserialize_with = "lenient::int")]
    pub(crate) code: i64,
    #[serde(default, deserialize_with = "text_if_any")]
    pub(crate) message: Option<String>,
    #[serde(default, deserialize_with = "text_if_any")]
    pub(crate) trace_id: Option<String>,
    /// None when it is absent or null.
    data: Option<IgnoredAny>,
}

impl Envelope {
    pub(crate) fn code(&self) -> Code {
        Code(self.code)
    }

    /// The bytes in which `data` can be read: an absent one is null.
    pub(crate) fn data<'a>(&self, body: &'a [u8]) -> &'a [u8] {
        match self.data {
            Some(_) => body,
            None => br#"{"data":null}"#,
        }
    }
}

/// The `data` of an envelope.
#[derive(Deserialize)]
pub(crate) struct Data<T> {
    pub(crate) data: T,
}

/// What a call does on the provider's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Reads,
    Writes,
}

impl Effect {
    pub(crate) fn of_method(method: Method) -> Self {
        match method {
            Method::Get => Self::Reads,
            _ => Self::Writes,
        }
    }
}

/// That an answer says that the token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// A documented code or HTTP status 401: the gateway refused before the service ran.
    Clear,
    /// A sign that clients in the field look for; no page states it.
    Hinted,
}

impl Rejection {
    pub(crate) fn in_answer(reply: &Reply, code: Option<Code>) -> Option<Self> {
        match code {
            Some(Code::OK) => None,
            Some(code) if code.rejects_token() => Some(Self::Clear),
            _ if reply.status() == 401 => Some(Self::Clear),
            _ => Self::hinted(reply.body()).then_some(Self::Hinted),
        }
    }

    /// Quirk: clients look for a status 401 in the body and for two texts [observed].
    fn hinted(body: &[u8]) -> bool {
        let Ok(answer) = serde_json::from_slice::<Value>(body) else {
            return false;
        };
        let is_401 = |status: &Value| *status == 401 || *status == "401";
        let tells = |text: &Value| {
            let text = text.as_str().unwrap_or_default().to_ascii_lowercase();
            text.contains("invalid token") || text.contains("reauthentication")
        };
        is_401(&answer["meta"]["status"])
            || is_401(&answer["status"])
            || tells(&answer["message"])
            || tells(&answer["data"]["reason"])
    }
}

/// A text or a number; anything else is none, since nothing hangs on these fields.
fn text_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let raw = raw.get();
    Ok(match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str(raw).ok(),
        Some(b'-' | b'0'..=b'9') => Some(raw.to_owned()),
        _ => None,
    })
}
