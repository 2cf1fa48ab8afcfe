use std::error::Error as _;
use std::fmt::Write;
use std::time::Duration;

use provider_client::{Error, ProviderCode};
use provider_http::{Class, Delivery, Failure as _};

/// How a call ended badly.
#[derive(Clone, Debug)]
pub struct Failed {
    /// The kind of the error, in words.
    pub kind: &'static str,
    /// The provider's code.
    pub code: Option<i64>,
    /// What the failure asks of the caller.
    pub class: Option<Class>,
    /// Whether the call may have taken effect.
    pub delivery: Delivery,
    /// How long to wait.
    pub retry_in: Option<Duration>,
    /// Whether the same call may pass later.
    pub is_transient: bool,
    /// The error and its sources, as people and logs see them.
    pub text: String,
}

impl<C: ProviderCode> From<Error<C>> for Failed {
    fn from(error: Error<C>) -> Self {
        Self {
            kind: error.kind(),
            code: error.code().map(C::number),
            class: error.class(),
            delivery: error.delivery(),
            retry_in: error.retry_in(),
            is_transient: error.is_transient(),
            text: shown(&error),
        }
    }
}

/// An error and all its sources, as people and logs see them.
pub fn shown<C: ProviderCode>(error: &Error<C>) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(text, ": {error}");
        source = error.source();
    }
    let _ = write!(text, " {error:?}");
    text
}
