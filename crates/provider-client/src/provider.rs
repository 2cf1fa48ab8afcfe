use std::time::Duration;

use provider_http::{Class, Proof};
use serde_json::value::RawValue;
use time::OffsetDateTime;

use crate::{Answer, Endpoint, Envelope, ProviderCode, Refusal};

/// How a provider describes itself: all that the shared layer has to know of it.
///
/// It says how an answer is read and what its codes prove; what follows from that for a call is
/// decided by the shared layer, for all providers alike.
pub trait Provider: Send + Sync + 'static {
    /// The provider's codes.
    type Code: ProviderCode;

    /// The short name of the provider, as in the names of its crate and of its command.
    const NAME: &'static str;

    /// Where code, text, data and trace id stand in an answer.
    const ENVELOPE: Envelope;

    /// What the field of the code holds, for the error that says that it holds something else.
    const CODE_IS: &'static str = "an integer, or its digits as a text";

    /// The code behind the field of the envelope; none when it is no code of this provider's.
    ///
    /// By default an integer, or its decimal digits as a text.
    fn code(raw: &RawValue, endpoint: &Endpoint) -> Option<Self::Code> {
        let _ = endpoint;
        let number = provider_http::lenient::int::<_, i64>(raw).ok()?;
        Some(Self::Code::of_number(number))
    }

    /// What code and text prove together. By default what the code proves.
    fn proof(code: Self::Code, text: &str) -> Proof {
        let _ = text;
        code.proof()
    }

    /// What code and text ask of the caller. By default what the code asks; a code of success
    /// that comes with a refusal asks for a person.
    fn class(code: Self::Code, text: &str) -> Class {
        let _ = text;
        match code.class() {
            Class::Success => Class::Unknown,
            class => class,
        }
    }

    /// What to look at first, for the refusals where the documents leave a trap. Default nothing.
    fn hint(refusal: &Refusal<Self::Code>) -> Option<String> {
        let _ = refusal;
        None
    }

    /// How long to wait after a code, when the provider's documents say so. Default nothing.
    fn retry_in(code: Self::Code, now: OffsetDateTime) -> Option<Duration> {
        let _ = (code, now);
        None
    }

    /// What an answer says of the access token, HTTP status 401 apart. By default a code of the
    /// class [`Class::TokenRejected`] is a documented sign.
    fn token_sign(answer: &Answer<'_, Self::Code>) -> Option<TokenSign> {
        let code = answer.code()?;
        (code.class() == Class::TokenRejected).then_some(TokenSign::Documented)
    }
}

/// A sign in an answer that the access token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenSign {
    /// The code is one that the documents give for a rejected token.
    Documented,
    /// It was seen where a token was no longer accepted, and no page states it.
    Observed,
}
