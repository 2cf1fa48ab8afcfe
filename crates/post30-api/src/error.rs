use std::fmt;
use std::time::Duration;

use provider_http::{Delivery, Error as TransportError, InvalidInput, UnexpectedAnswer};

use crate::{Class, Code};

/// Why a call failed; [`delivery`](Error::delivery) says whether it may have taken effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input breaks a documented rule; nothing was sent.
    #[error(transparent)]
    Invalid(InvalidInput),
    /// The provider answered that it does not do it.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// Something answered, but not with what the provider documents.
    #[error(transparent)]
    Answer(Box<UnexpectedAnswer>),
    /// There was no answer.
    #[error(transparent)]
    Transport(TransportError),
}

/// A refusal: the provider's code and message.
///
/// A bad signature, an expired timer, an unknown access key and a refusal of the business cannot
/// be told apart by code: only by the message, whose texts are not documented.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub struct Refusal {
    /// The method of the client.
    pub call: &'static str,
    /// The number in `success`; 0 in every refusal that is documented.
    pub code: Code,
    /// The provider's message, with our keys and signature replaced should it echo them; empty
    /// when there is none.
    pub message: String,
    /// The HTTP status of the answer; which one refusals have is not documented.
    pub http_status: u16,
    pub(crate) delivery: Delivery,
    pub(crate) retry_in: Option<Duration>,
}

impl Error {
    /// Whether the call may have taken effect.
    pub fn delivery(&self) -> Delivery {
        match self {
            Self::Invalid(_) => Delivery::NotSent,
            Self::Refused(refusal) => refusal.delivery,
            Self::Answer(answer) => answer.delivery(),
            Self::Transport(error) => error.delivery(),
        }
    }

    /// The provider's code, when it gave one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }

    /// What kind of refusal it is; none when the provider did not refuse.
    ///
    /// An HTTP status of 400 and above is a refusal too, with or without the provider's answer.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Refused(refusal) => Some(refusal.class()),
            Self::Answer(answer) => class_of_http_status(answer.http_status),
            _ => None,
        }
    }

    /// Whether the same call may pass later, unchanged.
    ///
    /// That the call *may be repeated* is another question: see [`delivery`](Error::delivery).
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Refused(refusal) => {
                matches!(refusal.class(), Class::Transient | Class::RateLimit)
            }
            Self::Answer(answer) => answer.is_transient(),
            Self::Transport(error) => error.is_transient(),
            Self::Invalid(_) => false,
        }
    }

    /// Whether the call came too often (HTTP 429: the provider documents no code for it).
    pub fn is_rate_limited(&self) -> bool {
        self.http_status() == Some(429)
    }

    /// How long the provider asks to wait (`Retry-After`), when it does.
    pub fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_in,
            Self::Answer(answer) => answer.retry_in(),
            _ => None,
        }
    }

    /// The HTTP status, when there was an answer.
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.http_status),
            Self::Answer(answer) => Some(answer.http_status),
            Self::Transport(TransportError::Redirect { status, .. }) => Some(*status),
            _ => None,
        }
    }
}

impl From<InvalidInput> for Error {
    fn from(error: InvalidInput) -> Self {
        Self::Invalid(error)
    }
}

impl From<UnexpectedAnswer> for Error {
    fn from(answer: UnexpectedAnswer) -> Self {
        Self::Answer(Box::new(answer))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Invalid(error) => Self::Invalid(error),
            error => Self::Transport(error),
        }
    }
}

impl Refusal {
    /// What kind of refusal it is, by the HTTP status: the codes tell no kinds apart.
    ///
    /// [`Class::Unknown`] with the status of a success. The application may know more from
    /// [`message`](Refusal::message).
    pub fn class(&self) -> Class {
        class_of_http_status(self.http_status).unwrap_or_else(|| self.code.class())
    }
}

/// The provider documents no status, so this is what HTTP says of them \[inferred\].
fn class_of_http_status(status: u16) -> Option<Class> {
    match status {
        401 | 403 => Some(Class::Auth),
        408 => Some(Class::Transient),
        429 => Some(Class::RateLimit),
        400..=499 => Some(Class::InvalidRequest),
        500.. => Some(Class::Transient),
        _ => None,
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call,
            code,
            message,
            ..
        } = self;
        write!(f, "{call} refused with code {code}: ")?;
        f.write_str(if message.is_empty() {
            "(no message)"
        } else {
            message
        })
    }
}
