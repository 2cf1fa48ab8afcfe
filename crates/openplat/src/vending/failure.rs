//! The errors of the client as failures of the tool.

use vending_api::{Code, Delivery, Error, InvalidInput};

use crate::failure::{Failure, Kind, chain};

/// The failure of a call that only reads.
pub(super) fn failure(error: &Error) -> Failure {
    let delivery = error.delivery();
    let failure = match error {
        Error::Invalid(input) => invalid(input),
        Error::Refused(refusal) => {
            // Code 0 with another message than `ok` is a refusal that no table explains.
            let meaning = refusal.code.meaning().filter(|_| refusal.code != Code::OK);
            let failure = Failure::new(Kind::Refused, refusal.message.as_str(), delivery)
                .code(refusal.code.0, meaning)
                .class(refusal.class());
            match refusal.hint() {
                Some(hint) => failure.hint(hint),
                None => failure,
            }
        }
        Error::Answer(_) => Failure::new(Kind::Answer, chain(error), delivery),
        _ => Failure::new(Kind::Transport, chain(error), delivery),
    };
    failure.retry_in(error.retry_in())
}

/// The failure of a call that writes; `on_unknown` says how to find out whether it was done.
pub(super) fn of_write(error: &Error, on_unknown: &str) -> Failure {
    let failure = failure(error);
    match error.code() {
        _ if error.delivery() == Delivery::Unknown => failure.hint(on_unknown),
        Some(Code::NO_RECORD | Code::RECORD_NOT_FOUND) => failure.hint(
            "a code that was used, expired or cancelled is gone; --id is the id in `codes list`, \
             not the code",
        ),
        _ => failure,
    }
}

/// The failure of a bad input, in terms of what the user typed or set.
pub(super) fn invalid(input: &InvalidInput) -> Failure {
    Failure::invalid(input, |field| {
        Some(match field {
            "machine_no" => "--machine",
            "page" => "--page",
            "per_page" => "--per-page",
            "cabinet_name" => "--cabinet",
            "addr" => "--addr",
            "count" => "--count",
            "code_length" => "--code-length",
            "expires_at" => "--expires",
            "base_url" => "VENDING_BASE_URL",
            "app_id" => "VENDING_APP_ID",
            "app_secret" => "VENDING_APP_SECRET",
            "signing_key" => "VENDING_SIGN_KEY",
            _ => return None,
        })
    })
}
