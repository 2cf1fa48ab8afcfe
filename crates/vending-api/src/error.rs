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
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub struct Refusal {
    /// The method of the client.
    pub call: &'static str,
    /// The provider's code. 0 with a message other than `ok` is a refusal too.
    pub code: Code,
    /// The provider's message, with our secrets replaced should it echo them.
    pub message: String,
    /// The HTTP status of the answer; 200 is common for refusals.
    pub http_status: u16,
    pub(crate) delivery: Delivery,
    pub(crate) retry_in: Option<Duration>,
    pub(crate) encoded_differently: Option<&'static str>,
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
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Refused(refusal) => Some(refusal.class()),
            _ if self.is_rate_limited() => Some(Class::RateLimit),
            _ => None,
        }
    }

    /// Whether the same call may pass later, unchanged.
    ///
    /// An offline machine is transient and may stay offline for hours. That the call *may be
    /// repeated* is another question: see [`delivery`](Error::delivery).
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
    /// What kind of refusal it is.
    pub fn class(&self) -> Class {
        match self.code {
            _ if self.http_status == 429 => Class::RateLimit,
            // Without a message it is neither the documented success nor a refusal with a reason.
            Code::OK if self.message.is_empty() => Class::Unknown,
            // Quirk: published refusals have code 0 and say why in the message [docs+].
            Code::OK => Class::BusinessRefusal,
            code => code.class(),
        }
    }

    /// What to look at first, for the codes where the documents leave a trap.
    pub fn hint(&self) -> Option<String> {
        if self.code != Code::PAYLOAD_SIGN_INVALID {
            return None;
        }
        let first = match self.encoded_differently {
            Some(name) => format!(
                "if calls without `{name}` pass, sign with the other `Settings::signed_values`"
            ),
            None => "the signing key is the merchant_id (商户ID, AppKey), not the AppSecret".into(),
        };
        Some(format!(
            "{first}; `openplat explain vending` names the mistake behind a refused signature"
        ))
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
        write!(f, "{call} refused with code {code}: {message}")?;
        match self.hint() {
            Some(hint) => write!(f, " (hint: {hint})"),
            None => Ok(()),
        }
    }
}
