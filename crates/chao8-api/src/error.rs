use std::fmt;
use std::time::Duration;

use provider_http::{Delivery, Error as TransportError, InvalidInput, Reply, UnexpectedAnswer};
use signing::{Secret, redact};

use crate::wire::{Effect, Envelope, Rejection};
use crate::{Class, Code, TokenError, get_token};

/// Why a call failed; [`delivery`](Error::delivery) says whether it may have taken effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An input breaks a rule; nothing was sent.
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
    /// There is no access token to make the call with.
    #[error(transparent)]
    Token(Box<NoToken>),
}

/// A refusal: the provider's code and message.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub struct Refusal {
    /// The name of the call; `get_token` for a token request.
    pub call: &'static str,
    /// The provider's code. 200 when a token request was answered without a token.
    pub code: Code,
    /// The provider's message, with our secrets replaced should it echo them; empty when the
    /// answer has none.
    pub message: String,
    /// `traceId`, which the provider's support can look up, with our secrets replaced.
    pub trace_id: Option<String>,
    /// The HTTP status of the answer.
    pub http_status: u16,
    pub(crate) delivery: Delivery,
    pub(crate) retry_in: Option<Duration>,
    pub(crate) rejection: Option<Rejection>,
}

/// Why there is no access token: what the manager of the token says.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoToken {
    /// The reason; a failed token request is its source.
    pub reason: TokenError<Error>,
    delivery: Delivery,
}

impl Error {
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
            Self::Token(token) => token.delivery,
        }
    }

    /// The provider's code, when it gave one: to the call, or to the token request for it.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Token(token) => token.request_error()?.code(),
            _ => None,
        }
    }

    /// What kind of refusal it is; none when the provider did not refuse.
    ///
    /// Answers without an envelope are told apart by their HTTP status.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Refused(refusal) => Some(refusal.class()),
            Self::Answer(answer) => Some(match answer.http_status {
                401 if answer.call == get_token::CALL => Class::Auth,
                401 => Class::TokenRejected,
                403 => Class::Auth,
                429 => Class::RateLimit,
                408 | 500.. => Class::Transient,
                400..500 => Class::InvalidRequest,
                _ => Class::Unknown,
            }),
            Self::Token(token) if token.reason.is_rate_limited() => Some(Class::RateLimit),
            Self::Token(token) => token.request_error()?.class(),
            Self::Invalid(_) | Self::Transport(_) => None,
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
            Self::Token(token) => token.reason.is_transient(),
            Self::Invalid(_) => false,
        }
    }

    /// Whether calls or token requests came too often: refused by the provider with 21185002 or
    /// HTTP status 429, or a token request held back here, since one a minute is allowed.
    pub fn is_rate_limited(&self) -> bool {
        self.class() == Some(Class::RateLimit)
    }

    /// How long to wait before the next try: until the next token request is allowed, or as the
    /// provider asks (`Retry-After`).
    pub fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_in,
            Self::Answer(answer) => answer.retry_in(),
            Self::Token(token) => token.reason.retry_in(),
            _ => None,
        }
    }

    /// The HTTP status, when there was an answer: to the call, or to the token request for it.
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.http_status),
            Self::Answer(answer) => Some(answer.http_status),
            Self::Transport(TransportError::Redirect { status, .. }) => Some(*status),
            Self::Token(token) => token.request_error()?.http_status(),
            _ => None,
        }
    }

    /// The provider's `traceId` of the refusal, for its support.
    pub fn trace_id(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => refusal.trace_id.as_deref(),
            Self::Token(token) => token.request_error()?.trace_id(),
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

impl NoToken {
    /// A call that was not sent for want of a token.
    pub(crate) fn before_the_call(reason: TokenError<Error>) -> Error {
        Error::Token(Box::new(Self {
            reason,
            delivery: Delivery::NotSent,
        }))
    }

    /// A call whose token was rejected, and for which there is no other one.
    pub(crate) fn after_a_rejection(reason: TokenError<Error>) -> Error {
        Error::Token(Box::new(Self {
            reason,
            delivery: Delivery::Refused,
        }))
    }

    /// The error of the token request that was made for this call, by it or by one that it
    /// waited for.
    fn request_error(&self) -> Option<&Error> {
        match &self.reason {
            TokenError::Fetch { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.reason, f)
    }
}

impl std::error::Error for NoToken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // It has the text of the reason, so what caused that one is next in the chain.
        std::error::Error::source(&self.reason)
    }
}

impl Refusal {
    pub(crate) fn new(
        (call, effect): (&'static str, Effect),
        reply: &Reply,
        envelope: Envelope,
        rejection: Option<Rejection>,
        secrets: &[&Secret],
    ) -> Self {
        let code = envelope.code();
        let shown = |text: String| redact(&text, secrets);
        Self {
            call,
            code,
            message: envelope.message.map(shown).unwrap_or_default(),
            trace_id: envelope.trace_id.map(shown),
            http_status: reply.status(),
            delivery: match (effect, rejection) {
                // The gateway refuses before the service runs [inferred].
                (_, Some(Rejection::Clear)) => Delivery::Refused,
                (Effect::Writes, _) if code.leaves_open() => Delivery::Unknown,
                _ => Delivery::Refused,
            },
            retry_in: reply.retry_after(),
            rejection,
        }
    }

    /// What kind of refusal it is: by the code, else by the HTTP status and by signs of a
    /// rejected token in the answer.
    pub fn class(&self) -> Class {
        match (self.http_status, self.code.class()) {
            (429, _) => Class::RateLimit,
            (_, Class::Unknown) if self.rejection.is_some() => Class::TokenRejected,
            (401 | 403, Class::Unknown) => Class::Auth,
            (_, Class::Success) => Class::Unknown,
            (_, class) => class,
        }
    }

    /// What to look at first, for the codes where the document leaves a trap.
    pub fn hint(&self) -> Option<String> {
        let hint = match self.code {
            Code::OK => "the answer has the code of success, but no access token",
            Code::ACCESS_KEY_OR_SECRET_WRONG | Code::ACCOUNT_NOT_FOUND => {
                "do access key and secret belong to the environment of the base URL?"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { call, code, .. } = self;
        write!(f, "{call} refused with code {code}")?;
        match (self.message.as_str(), code.message()) {
            ("", None) => {}
            ("", Some(message)) | (message, _) => write!(f, ": {message}")?,
        }
        if let Some(trace_id) = &self.trace_id {
            write!(f, " (trace id {trace_id})")?;
        }
        match self.hint() {
            Some(hint) => write!(f, " (hint: {hint})"),
            None => Ok(()),
        }
    }
}
