//! The provider described: what the shared layer has to know of it.

use provider_client::{Data, Endpoint, Envelope, Provider, tells_success};
use provider_http::{Proof, lenient};
use serde_json::value::RawValue;

use crate::Code;

/// 30post.
#[derive(Debug)]
pub(crate) enum Post30 {}

impl Provider for Post30 {
    type Code = Code;

    const NAME: &'static str = "post30";

    /// What every answer has beside its own fields: there is no wrapper.
    const ENVELOPE: Envelope = Envelope {
        code: "success",
        text: "message",
        data: Data::Whole,
        trace_id: None,
    };

    const CODE_IS: &'static str = "1, 0, true or false";

    /// Quirk: a number in the tables, a text or a boolean in samples [doc], [docs+].
    fn code(success: &RawValue, _: &Endpoint) -> Option<Code> {
        match success.get() {
            "true" => Some(Code::OK),
            "false" => Some(Code::REFUSED),
            _ => lenient::int(success).ok().map(Code),
        }
    }

    /// A refusal says why in its message: one without it proves nothing [inferred].
    fn proof(code: Code, message: &str) -> Proof {
        match (code, message) {
            (Code::REFUSED, message) if !is_reason(message) => Proof::Nothing,
            (code, _) => code.proof(),
        }
    }
}

/// Whether a message says anything, and not that the call was done.
fn is_reason(message: &str) -> bool {
    let says_nothing = matches!(
        message.trim(),
        "" | "[]" | "{}" | "false" | "true" | "null" | "0" | "1"
    );
    !says_nothing && !tells_success(message)
}
