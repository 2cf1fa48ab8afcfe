use std::fmt;
use std::time::Duration;

use provider_http::{Delivery, Error as TransportError, InvalidInput, Reply, UnexpectedAnswer};
use signing::{Secret, redact};
use time::OffsetDateTime;

use crate::gmt8::until_tomorrow;
use crate::wire::{Effect, Endpoint, Envelope, Rejection};
use crate::{Class, Code, TokenError};

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
    /// Something answered, but not with what is known of the provider.
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
    /// The method of the client; `get_token` for a login.
    pub call: &'static str,
    /// The provider's code, `status`.
    pub code: Code,
    /// The provider's message, `err`, with our secrets and the recipients replaced should it
    /// echo them; empty when the answer has none. For 422 it is all that tells one refusal from
    /// another.
    pub message: String,
    /// The HTTP status of the answer; 200 for refusals too \[observed\].
    pub http_status: u16,
    pub(crate) delivery: Delivery,
    pub(crate) retry_in: Option<Duration>,
}

/// Why there is no access token: what the manager of the token says.
#[derive(Debug)]
#[non_exhaustive]
pub struct NoToken {
    /// The reason; a failed login is its source.
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

    /// The provider's code, when it gave one: to the call, or to the login for it.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Token(token) => token.login_error()?.code(),
            _ => None,
        }
    }

    /// What kind of refusal it is; none when the provider did not refuse.
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Refused(refusal) => Some(refusal.class()),
            Self::Answer(answer) => match answer.http_status {
                401 if answer.call == Endpoint::LOGIN.call => Some(Class::Auth),
                401 => Some(Class::TokenRejected),
                429 => Some(Class::RateLimit),
                _ => None,
            },
            Self::Token(token) => match token.login_error().and_then(Error::class) {
                Some(class) => Some(class),
                None if token.reason.is_rate_limited() => Some(Class::RateLimit),
                None => None,
            },
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

    /// Whether calls or logins came too often: refused by the provider with 160 or HTTP status
    /// 429, or a login held back here.
    pub fn is_rate_limited(&self) -> bool {
        self.class() == Some(Class::RateLimit)
    }

    /// How long to wait before the next try: until the next login is allowed, as the provider
    /// asks (`Retry-After`), or for 161 until the next day begins in GMT+8 \[inferred\].
    pub fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_in,
            Self::Answer(answer) => answer.retry_in(),
            Self::Token(token) => {
                let login = token.login_error().and_then(Error::retry_in);
                login.max(token.reason.retry_in())
            }
            _ => None,
        }
    }

    /// The HTTP status, when there was an answer: to the call, or to the login for it.
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.http_status),
            Self::Answer(answer) => Some(answer.http_status),
            Self::Transport(TransportError::Redirect { status, .. }) => Some(*status),
            Self::Token(token) => token.login_error()?.http_status(),
            _ => None,
        }
    }

    /// Whether the answer to the call says that its token was not accepted.
    pub(crate) fn rejection(&self) -> Option<Rejection> {
        match self {
            Self::Refused(refusal) => Rejection::of(refusal.http_status, Some(refusal.code)),
            Self::Answer(answer) => Rejection::of(answer.http_status, None),
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

    /// The error of the login that was made for this call, by it or by one that it waited for.
    fn login_error(&self) -> Option<&Error> {
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
        endpoint: Endpoint,
        reply: &Reply,
        envelope: &Envelope,
        secrets: &[&Secret],
        now: OffsetDateTime,
    ) -> Self {
        let code = envelope.code();
        let writes = endpoint.effect != Effect::Reads;
        // A server that failed may have failed in the middle, whatever its body says.
        let leaves_open = match Rejection::of(reply.status(), Some(code)) {
            Some(Rejection::Clear) => false,
            _ => code.leaves_open() || reply.status() >= 500,
        };
        Self {
            call: endpoint.call,
            code,
            message: redact(&envelope.err, secrets),
            http_status: reply.status(),
            delivery: match writes && leaves_open {
                true => Delivery::Unknown,
                false => Delivery::Refused,
            },
            retry_in: match code {
                Code::DAILY_LIMIT_REACHED => reply.retry_after().max(until_tomorrow(now)),
                _ => reply.retry_after(),
            },
        }
    }

    /// What kind of refusal it is.
    pub fn class(&self) -> Class {
        match (self.http_status, self.code.class()) {
            // A gateway's, unlike the code 429, which is no rate limit.
            (429, _) => Class::RateLimit,
            (401, Class::Unknown) if self.call == Endpoint::LOGIN.call => Class::Auth,
            (401, Class::Unknown) => Class::TokenRejected,
            (_, class) => class,
        }
    }

    /// What to look at first, for the codes that leave a trap.
    pub fn hint(&self) -> Option<String> {
        let hint = match self.code {
            Code::SITE_ORDER_ID_EXISTS => {
                "on a repeat the first call won: `find_order` tells where its parcels are"
            }
            Code::PATH_DEPRECATED => "the provider has given up this path",
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
        match self.hint() {
            Some(hint) => write!(f, " (hint: {hint})"),
            None => Ok(()),
        }
    }
}
