//! The errors of the client as failures of the tool.

use damaijia_api::{Code, Delivery, Error, InvalidInput, NoToken, Refusal};

use crate::failure::{Failure, Kind, chain};
use crate::no_token::why_no_token;

/// The failure of a call that only reads, or of a login.
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

/// The failure of a call that writes; `on_unknown` says how to find out whether it was done.
pub(super) fn of_write(error: &Error, on_unknown: &str) -> Failure {
    let failure = failure(error);
    match error.delivery() {
        Delivery::Unknown => failure.hint(on_unknown),
        _ => failure,
    }
}

/// The failure of a bad input, in terms of what the user typed or set.
pub(super) fn invalid(input: &InvalidInput) -> Failure {
    Failure::invalid(input, |field| {
        Some(match field {
            "order" => "--file",
            "page" => "--page",
            "page_size" => "--per-page",
            "rows" => "--rows",
            "base_url" => "DAMAIJIA_BASE_URL",
            "app_id" => "DAMAIJIA_APP_ID",
            "app_secret" => "DAMAIJIA_APP_SECRET",
            "api_key" => "DAMAIJIA_API_KEY",
            _ => return None,
        })
    })
}

/// The failure of an id on the command line, whose field is that of an order file.
pub(super) fn invalid_id(input: &InvalidInput) -> Failure {
    Failure::invalid(input, |_| Some("ID"))
}

fn refused(refusal: &Refusal, delivery: Delivery) -> Failure {
    let failure = Failure::new(Kind::Refused, refusal.message.as_str(), delivery)
        .code(refusal.code.0, refusal.code.meaning())
        .class(refusal.class());
    match refusal.hint() {
        // It names a method of the library: `order create` has its own hint.
        Some(hint) if refusal.code != Code::SITE_ORDER_ID_EXISTS => failure.hint(hint),
        _ => failure,
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
