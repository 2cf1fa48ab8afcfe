//! The provider described: what the shared layer has to know of it.

use provider_client::{Absent, Answer, Data, Envelope, Provider, TokenSign};
use serde_json::Value;

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
        let body: Value = serde_json::from_slice(answer.reply().body()).ok()?;
        let is_401 = |status: &Value| *status == 401 || *status == "401";
        let tells = |text: &Value| {
            let text = text.as_str().unwrap_or_default().to_ascii_lowercase();
            text.contains("invalid token") || text.contains("reauthentication")
        };
        let is_hinted = is_401(&body["meta"]["status"])
            || is_401(&body["status"])
            || tells(&body["message"])
            || tells(&body["data"]["reason"]);
        is_hinted.then_some(TokenSign::Observed)
    }
}
