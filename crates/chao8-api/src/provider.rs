//! The provider described: what the shared layer has to know of it.

use provider_client::{Absent, Answer, Data, Envelope, Provider, TokenSign};
use provider_http::from_json;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::{Code, Refusal};

/// 超8 SaaS.
#[derive(Debug)]
pub(crate) enum Chao8 {}

impl Provider for Chao8 {
    type Code = Code;

    const NAME: &'static str = "chao8";

    /// The rule of success: the code 200, and anything else is a failure. `exception`, `meta`
    /// and `ext` may be anything and are passed over [doc].
    const ENVELOPE: Envelope = Envelope {
        code: "code",
        text: "message",
        data: Data::Field("data", Absent::IsNull),
        trace_id: Some("traceId"),
    };

    fn hint(refusal: &Refusal) -> Option<String> {
        let hint = match refusal.code {
            Code::ACCESS_KEY_OR_SECRET_WRONG | Code::ACCOUNT_NOT_FOUND => {
                "do access key and secret belong to the environment of the base URL?"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// Quirk: clients look for a status 401 in the body and for two texts [observed].
    fn token_sign(answer: &Answer<'_, Code>) -> Option<TokenSign> {
        if let Some(Code::TOKEN_REJECTED | Code::TOKEN_REJECTED_TOO) = answer.code() {
            return Some(TokenSign::Documented);
        }
        let signs: Signs = answer.fields().unwrap_or_default();
        let is_401 = |status: &Option<Box<RawValue>>| {
            let status = status.as_ref().map(|raw| raw.get());
            matches!(status, Some("401" | "\"401\""))
        };
        let tells = |text: &str| {
            let text = text.to_ascii_lowercase();
            text.contains("invalid token") || text.contains("reauthentication")
        };
        let is_hinted = is_401(&signs.status)
            || is_401(&signs.meta.status)
            || tells(answer.text())
            || signs.data.reason.is_some_and(|reason| tells(reason.get()));
        is_hinted.then_some(TokenSign::Observed)
    }
}

/// Where the signs stand, apart from the message.
#[derive(Default, Deserialize)]
struct Signs {
    status: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "if_an_object")]
    meta: Parts,
    #[serde(default, deserialize_with = "if_an_object")]
    data: Parts,
}

#[derive(Default, Deserialize)]
struct Parts {
    status: Option<Box<RawValue>>,
    reason: Option<Box<RawValue>>,
}

/// `meta` and `data` may be anything.
fn if_an_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parts, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(from_json(raw.get().as_bytes()).unwrap_or_default())
}
