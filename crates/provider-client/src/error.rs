use std::time::Duration;

use provider_http::{
    Class, Delivery, Error as TransportError, Failure, InvalidInput, UnexpectedAnswer,
};

#[cfg(feature = "access-token")]
use crate::NoToken;
use crate::pages::Incomplete;
use crate::rows::OddRow;
use crate::{ProviderCode, Refusal};

/// Why a call failed; [`delivery`](Error::delivery) says whether it may have taken effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error<C: ProviderCode> {
    /// An input breaks a rule; nothing was sent.
    #[error(transparent)]
    Invalid(InvalidInput),
    /// The provider answered with a code that is not that of success.
    #[error(transparent)]
    Refused(Box<Refusal<C>>),
    /// Something answered, but not with what is known of the provider.
    #[error(transparent)]
    Answer(Box<UnexpectedAnswer>),
    /// There was no answer.
    #[error(transparent)]
    Transport(TransportError),
    /// There is no access token to make the call with; only where the provider has one.
    #[cfg(feature = "access-token")]
    #[error(transparent)]
    Token(Box<NoToken<C>>),
    /// A row of a list cannot be read; the other rows of its page follow.
    #[error(transparent)]
    Row(Box<OddRow>),
    /// A list ended before the total that the provider gave.
    #[error(transparent)]
    Incomplete(Incomplete),
}

impl<C: ProviderCode> Error<C> {
    /// Whether the call may have taken effect.
    ///
    /// Without a token nothing was sent: [`Delivery::NotSent`]; or the provider rejected the
    /// token and there is no other: [`Delivery::Refused`].
    pub fn delivery(&self) -> Delivery {
        match self {
            Self::Invalid(_) => Delivery::NotSent,
            Self::Refused(refusal) => refusal.delivery,
            Self::Answer(answer) => answer.delivery(),
            Self::Transport(error) => error.delivery(),
            #[cfg(feature = "access-token")]
            Self::Token(token) => token.delivery,
            // The list was read, as far as it goes.
            Self::Row(_) | Self::Incomplete(_) => Delivery::Unknown,
        }
    }

    /// The provider's code, when it gave one: to the call, or to the token request for it. After a
    /// rejected token both may have one: code, HTTP status and trace id are then those of the
    /// token request.
    pub fn code(&self) -> Option<C> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Answer(answer) => answer.code.map(C::of_number),
            #[cfg(feature = "access-token")]
            Self::Token(token) => token.answer()?.code(),
            Self::Invalid(_) | Self::Transport(_) | Self::Row(_) | Self::Incomplete(_) => None,
        }
    }

    /// What the failure asks of the caller: by the provider's code, else by the HTTP status;
    /// none when there was no answer, or none that tells.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Refused(refusal) => Some(refusal.class),
            Self::Answer(answer) => answer.class(),
            #[cfg(feature = "access-token")]
            Self::Token(token) => match token.request_error().and_then(Error::class) {
                Some(class) => Some(class),
                None if token.reason.is_rate_limited() => Some(Class::RateLimit),
                None => None,
            },
            Self::Invalid(_) | Self::Transport(_) | Self::Row(_) | Self::Incomplete(_) => None,
        }
    }

    /// Whether the same call may pass later, unchanged.
    ///
    /// That the call *may be repeated* is another question: see [`delivery`](Error::delivery).
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.class.is_transient(),
            Self::Answer(answer) => answer.is_transient(),
            Self::Transport(error) => error.is_transient(),
            #[cfg(feature = "access-token")]
            Self::Token(token) => token.reason.is_transient(),
            Self::Invalid(_) | Self::Row(_) | Self::Incomplete(_) => false,
        }
    }

    /// Whether calls or token requests came too often: refused by the provider, or a token
    /// request held back here.
    pub fn is_rate_limited(&self) -> bool {
        self.class() == Some(Class::RateLimit)
    }

    /// How long to wait before the next try, when that is known: as the provider asks
    /// (`Retry-After`, or a code that its documents explain), or until the next token request is
    /// allowed.
    pub fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_in,
            Self::Answer(answer) => answer.retry_in(),
            #[cfg(feature = "access-token")]
            Self::Token(token) => {
                let request = token.request_error().and_then(Error::retry_in);
                let call = token.rejection().and_then(Error::retry_in);
                request.max(call).max(token.reason.retry_in())
            }
            Self::Invalid(_) | Self::Transport(_) | Self::Row(_) | Self::Incomplete(_) => None,
        }
    }

    /// The HTTP status, when there was an answer: to the call, or to the token request for it.
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.http_status),
            Self::Answer(answer) => Some(answer.http_status),
            Self::Transport(TransportError::Redirect { status, .. }) => Some(*status),
            #[cfg(feature = "access-token")]
            Self::Token(token) => token.answer()?.http_status(),
            Self::Invalid(_) | Self::Transport(_) | Self::Row(_) | Self::Incomplete(_) => None,
        }
    }

    /// The provider's trace id of the refusal, for its support; none where it sends none.
    pub fn trace_id(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.trace_id.as_deref(),
            Self::Answer(answer) => answer.trace_id.as_deref(),
            #[cfg(feature = "access-token")]
            Self::Token(token) => token.answer()?.trace_id(),
            Self::Invalid(_) | Self::Transport(_) | Self::Row(_) | Self::Incomplete(_) => None,
        }
    }

    /// The same with another hint, where there is one: for what only the call knows.
    #[must_use]
    pub fn hinted(mut self, hint: impl FnOnce(&Refusal<C>) -> Option<String>) -> Self {
        if let Self::Refused(refusal) = &mut self
            && let Some(hint) = hint(refusal)
        {
            refusal.hint = Some(hint);
        }
        self
    }
}

impl<C: ProviderCode> Failure for Error<C> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::Refused(_) => "refused",
            Self::Answer(_) => "unexpected answer",
            Self::Transport(error) => error.kind(),
            #[cfg(feature = "access-token")]
            Self::Token(_) => "no token",
            Self::Row(_) => "odd row",
            Self::Incomplete(_) => "incomplete list",
        }
    }

    fn delivery(&self) -> Delivery {
        Error::delivery(self)
    }

    fn class(&self) -> Option<Class> {
        Error::class(self)
    }
}

impl<C: ProviderCode> From<InvalidInput> for Error<C> {
    fn from(error: InvalidInput) -> Self {
        Self::Invalid(error)
    }
}

impl<C: ProviderCode> From<UnexpectedAnswer> for Error<C> {
    fn from(answer: UnexpectedAnswer) -> Self {
        Self::Answer(Box::new(answer))
    }
}

impl<C: ProviderCode> From<Refusal<C>> for Error<C> {
    fn from(refusal: Refusal<C>) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

#[cfg(feature = "access-token")]
impl<C: ProviderCode> From<NoToken<C>> for Error<C> {
    fn from(token: NoToken<C>) -> Self {
        Self::Token(Box::new(token))
    }
}

impl<C: ProviderCode> From<TransportError> for Error<C> {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Invalid(error) => Self::Invalid(error),
            error => Self::Transport(error),
        }
    }
}
