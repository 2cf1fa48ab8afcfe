//! Why there is no access token to make a call with.

use std::error::Error;

use access_token::Error as TokenError;
use provider_http::{Class, Delivery};

use crate::failure::{Failure, Kind, chain};
use crate::token_store;

/// The failure of a call that got no token; `delivery` is that of the call, and `of_request` makes
/// the failure of the token request.
pub(crate) fn why_no_token<E: Error + 'static>(
    error: &dyn Error,
    delivery: Delivery,
    reason: &TokenError<E>,
    of_request: impl FnOnce(&E) -> Failure,
) -> Failure {
    let told = |kind| Failure::new(kind, chain(error), delivery);
    let failure = match reason {
        TokenError::Fetch { source, .. } => of_request(source).of_token_request(),
        TokenError::Unusable { .. } => told(Kind::Answer).of_token_request(),
        TokenError::TooSoon { .. } => told(Kind::Wait).class(Class::RateLimit),
        TokenError::WaitedTooLong { .. } => told(Kind::Wait),
        TokenError::Store { .. } => told(Kind::Store).hint(token_store::WAY_OUT),
        _ => told(Kind::Failed),
    };
    match delivery {
        Delivery::Refused => {
            failure.hint("the provider rejected the token of the call, and did not carry it out")
        }
        _ => failure,
    }
}
