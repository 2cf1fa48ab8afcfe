//! The provider described: what the shared layer has to know of it.

use std::time::Duration;

use provider_client::{
    Absent, Answer, Data, Endpoint, Envelope, Provider, TokenSign, until_next_gmt8_day,
};
use provider_http::{Class, lenient};
use serde_json::value::RawValue;
use time::OffsetDateTime;

use crate::wire::CANCEL_PARCEL;
use crate::{Code, Refusal};

/// 大麦家.
#[derive(Debug)]
pub(crate) enum Damaijia {}

impl Provider for Damaijia {
    type Code = Code;

    const NAME: &'static str = "damaijia";

    /// Quirk: failures have the HTTP status 200 [observed], so `status` decides; `err` is absent
    /// in a success.
    const ENVELOPE: Envelope = Envelope {
        code: "status",
        text: "err",
        data: Data::Field("data", Absent::IsAnError),
        trace_id: None,
    };

    /// Quirk: 0 succeeds, 200 fails; it may be a number or its digits [doc] [observed]. The text
    /// `取消成功` in its place is the success of a cancellation [observed].
    fn code(status: &RawValue, endpoint: &Endpoint) -> Option<Code> {
        let is_cancelling = endpoint.call() == CANCEL_PARCEL.call();
        match lenient::text(status).ok()?.as_str() {
            "取消成功" if is_cancelling => Some(Code::OK),
            _ => lenient::int(status).ok().map(Code),
        }
    }

    fn hint(refusal: &Refusal) -> Option<String> {
        let hint = match refusal.code {
            Code::SITE_ORDER_ID_EXISTS => {
                "on a repeat the first call won: `find_order` tells where its parcels are"
            }
            Code::PATH_DEPRECATED => "the provider has given up this path",
            Code::NO_SUCH_ACCOUNT | Code::AUTHENTICATION_FAILED => {
                "are `app_id` and `app_secret`, or the `api_key`, those of this account?"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// 161 asks to wait for the next day, which begins in GMT+8 [inferred].
    fn retry_in(code: Code, now: OffsetDateTime) -> Option<Duration> {
        match code {
            Code::DAILY_LIMIT_REACHED => until_next_gmt8_day(now),
            _ => None,
        }
    }

    /// Quirk: 72 and 401 were seen where a token was no longer accepted [observed].
    fn token_sign(answer: &Answer<'_, Code>) -> Option<TokenSign> {
        match answer.code()? {
            Code::TOKEN_EXPIRED | Code::LOGIN_EXPIRED => Some(TokenSign::Observed),
            code if code.class() == Class::TokenRejected => Some(TokenSign::Documented),
            _ => None,
        }
    }
}
