//! The errors of the client as failures of the tool.

use post30_api::{Delivery, Error, InvalidInput};

use crate::failure::{Failure, Kind, chain};

/// The failure of a call that only reads.
pub(super) fn failure(error: &Error) -> Failure {
    let delivery = error.delivery();
    let failure = match error {
        Error::Invalid(input) => invalid(input),
        Error::Refused(refusal) => Failure::new(Kind::Refused, refusal.message.as_str(), delivery)
            .code(refusal.code.0, refusal.code.meaning())
            .class(refusal.class()),
        Error::Answer(_) => Failure::new(Kind::Answer, chain(error), delivery),
        _ => Failure::new(Kind::Transport, chain(error), delivery),
    };
    failure.retry_in(error.retry_in())
}

/// The failure of a call that may have changed something: says that nothing tells whether it did.
pub(super) fn of_write(error: &Error) -> Failure {
    let failure = failure(error);
    if error.delivery() != Delivery::Unknown {
        return failure;
    }
    failure.hint(
        "it may have been done, and the provider documents no call that tells: ask the provider \
         before repeating it",
    )
}

/// The failure of a bad input, in terms of what the user typed or set.
pub(super) fn invalid(input: &InvalidInput) -> Failure {
    Failure::invalid(input, |field| {
        Some(match field {
            "id" => "ID",
            "class_name" => "NAME",
            "alias" => "--alias",
            "bar_code" => "--barcode",
            "per_page" => "--per-page",
            "url" => "URL",
            "data" => "--data",
            "base_url" => "POST30_BASE_URL",
            "access_key" => "POST30_ACCESS_KEY",
            "secret_key" => "POST30_SECRET_KEY",
            _ => return None,
        })
    })
}
