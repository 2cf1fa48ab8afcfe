//! The errors of the client as failures of the tool.

use chao8_api::{Code, Delivery, Error, InvalidInput, NoToken, Refusal};

use crate::failure::{Failure, Kind, chain};
use crate::no_token::why_no_token;

/// The failure of a call that only reads, or of a token request.
pub(super) fn failure(error: &Error) -> Failure {
    let delivery = error.delivery();
    let failure = match error {
        Error::Invalid(input) => invalid(input),
        Error::Refused(refusal) => refused(refusal, delivery),
        Error::Answer(_) => Failure::new(Kind::Answer, chain(error), delivery),
        Error::Token(token) => no_token(error, token),
        _ => Failure::new(Kind::Transport, chain(error), delivery),
    };
    failure.retry_in(error.retry_in())
}

/// The failure of a call that writes: says how to find out whether it was done.
pub(super) fn of_write(error: &Error) -> Failure {
    let failure = failure(error);
    if error.delivery() != Delivery::Unknown {
        return failure;
    }
    let failure = failure.hint(
        "it may have been done: before repeating it, look at what it was to change with a call \
         that reads (`openplat chao8 get`)",
    );
    match error.trace_id() {
        Some(_) => failure.hint("the provider's support can look up the trace id"),
        None => failure,
    }
}

/// The failure of a bad input, in terms of what the user typed or set.
pub(super) fn invalid(input: &InvalidInput) -> Failure {
    Failure::invalid(input, |field| {
        Some(match field {
            "path" => "PATH",
            "base_url" => "CHAO8_BASE_URL",
            "access_key" => "CHAO8_ACCESS_KEY",
            "secret" => "CHAO8_SECRET",
            _ => return None,
        })
    })
}

fn refused(refusal: &Refusal, delivery: Delivery) -> Failure {
    // The code of success without a token is a refusal that no table explains.
    let meaning = refusal.code.meaning().filter(|_| refusal.code != Code::OK);
    let failure = Failure::new(Kind::Refused, refusal.message.as_str(), delivery)
        .code(refusal.code.0, meaning)
        .class(refusal.class())
        .trace_id(refusal.trace_id.as_deref());
    match refusal.hint() {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// There is no token to make the call with.
fn no_token(error: &Error, token: &NoToken) -> Failure {
    let delivery = error.delivery();
    why_no_token(error, delivery, &token.reason, |source| match source {
        Error::Refused(refusal) => refused(refusal, delivery),
        Error::Answer(_) => Failure::new(Kind::Answer, chain(error), delivery),
        _ => Failure::new(Kind::Transport, chain(error), delivery),
    })
}
