use std::fmt;

/// What a provider's error code asks of the caller.
///
/// The providers publish codes and messages; the classes are our reading of them \[inferred\].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The code of success.
    Success,
    /// Credentials, signature, permission or account are not accepted: an operator must act.
    Auth,
    /// The access token is no longer accepted: fetch a new one and repeat once.
    TokenRejected,
    /// Too many calls: slow down.
    RateLimit,
    /// The quota of the day is used up: stop until tomorrow.
    DailyLimit,
    /// The same call may pass later, unchanged.
    Transient,
    /// The request itself is at fault: repeating it unchanged is pointless.
    InvalidRequest,
    /// What the request names does not exist.
    NotFound,
    /// What the request creates exists already, or was used already.
    Conflict,
    /// The provider understood and says no: a rule of the business.
    BusinessRefusal,
    /// Not documented, or documented with two meanings: show code and message to a person.
    Unknown,
}

impl Class {
    /// The class as a short lower-case text, such as `rate-limit`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Auth => "auth",
            Self::TokenRejected => "token-rejected",
            Self::RateLimit => "rate-limit",
            Self::DailyLimit => "daily-limit",
            Self::Transient => "transient",
            Self::InvalidRequest => "invalid-request",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::BusinessRefusal => "business-refusal",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the same call may pass later, unchanged, without anybody doing something about it:
    /// [`Transient`](Class::Transient) and [`RateLimit`](Class::RateLimit).
    pub fn is_transient(self) -> bool {
        matches!(self, Self::Transient | Self::RateLimit)
    }

    /// What HTTP says of a status of 400 and above \[inferred\]; none below, and nothing of 429
    /// that a provider's own code could take back.
    ///
    /// 401 and 403 are [`Auth`](Class::Auth); where a token was sent, 401 is a rejected token,
    /// which only the caller knows.
    pub fn of_http_status(status: u16) -> Option<Self> {
        match status {
            401 | 403 => Some(Self::Auth),
            429 => Some(Self::RateLimit),
            408 | 499 | 500.. => Some(Self::Transient),
            400..=499 => Some(Self::InvalidRequest),
            _ => None,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
