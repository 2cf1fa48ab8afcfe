//! The provider described: what the shared layer has to know of it.

use provider_client::{Absent, Data, Envelope, Provider, tells_success};
use provider_http::{Class, Proof};

use crate::{Code, Refusal};

/// 鼎商 vending machines.
#[derive(Debug)]
pub(crate) enum Vending {}

impl Provider for Vending {
    type Code = Code;

    const NAME: &'static str = "vending";

    /// Quirk: zero values are left out of answers, but every sample prints `code`, also when 0
    /// [inferred]: without it the answer is malformed.
    const ENVELOPE: Envelope = Envelope {
        code: "code",
        text: "message",
        data: Data::Field("data", Absent::IsNull),
        trace_id: None,
    };

    /// Quirk: refusals with code 0 and another message than `ok` are published, each with a
    /// reason in Chinese [docs+]. A reason that is not published proves nothing: it may say that
    /// the call is being carried out.
    fn proof(code: Code, message: &str) -> Proof {
        match (code, message) {
            (Code::OK, "ok") => Proof::Done,
            (Code::OK, reason) if is_published(reason) => Proof::NotDone,
            (Code::OK, _) => Proof::Nothing,
            (code, _) => code.proof(),
        }
    }

    fn class(code: Code, message: &str) -> Class {
        match (code, message) {
            (Code::OK, reason) if is_reason(reason) => Class::BusinessRefusal,
            (Code::OK, _) => Class::Unknown,
            (code, _) => code.class(),
        }
    }

    fn hint(refusal: &Refusal) -> Option<String> {
        (refusal.code == Code::PAYLOAD_SIGN_INVALID).then(|| {
            explained("the signing key is the merchant_id (商户ID, AppKey), not the AppSecret")
        })
    }
}

/// What to look at when the signature is refused, for a call whose parameter `name` the two
/// readings of the documents sign differently.
pub(crate) fn other_reading(refusal: &Refusal, name: &str) -> Option<String> {
    (refusal.code == Code::PAYLOAD_SIGN_INVALID).then(|| {
        explained(&format!(
            "if calls without `{name}` pass, sign with the other `Settings::signed_encoding`"
        ))
    })
}

fn explained(first: &str) -> String {
    format!("{first}; `openplat explain vending` names the mistake behind a refused signature")
}

/// Whether a message is one of those that are published for a refusal: with code 0, or with a code
/// that proves that the call was not done.
fn is_published(message: &str) -> bool {
    const WITH_CODE_0: [&str; 2] = ["订单未支付", "超出货道最大库存"];
    let message = message.trim();
    let has_message = |code: &&Code| code.message() == Some(message);
    let with_code = Code::DOCUMENTED.iter().find(has_message);
    WITH_CODE_0.contains(&message) || with_code.is_some_and(|code| code.proof() == Proof::NotDone)
}

/// Whether a message is in Chinese, and does not say itself that the call was done.
fn is_reason(message: &str) -> bool {
    let is_chinese = |character| matches!(character, '\u{4e00}'..='\u{9fff}');
    message.chars().any(is_chinese) && !tells_success(message)
}
