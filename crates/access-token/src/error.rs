use std::sync::Arc;
use std::time::Duration;

use crate::{StoreError, Verdict};

/// Why there is no token. `E` is the error of the provider's [`Fetch`](crate::Fetch).
///
/// It can be cloned whatever `E` is: every caller who waited for a fetch gets the same one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error<E: std::error::Error + 'static> {
    /// The provider gave no token.
    #[error("no access token from the provider, next try in {}", seconds(.retry_in))]
    #[non_exhaustive]
    Fetch {
        /// The provider crate's own error.
        source: Arc<E>,
        /// What it means.
        verdict: Verdict,
        /// When the next request is allowed.
        retry_in: Duration,
    },
    /// The provider answered with a token that cannot be used.
    #[error("access token not usable: {reason}, next try in {}", seconds(.retry_in))]
    #[non_exhaustive]
    Unusable {
        /// What is wrong with it.
        reason: Unusable,
        /// When the next request is allowed.
        retry_in: Duration,
    },
    /// There is no valid token, and the last request is too short a time ago. Nothing was sent.
    #[error("too soon for another token request, allowed in {}", seconds(.retry_in))]
    #[non_exhaustive]
    TooSoon {
        /// When the next request is allowed.
        retry_in: Duration,
        /// Why the last request of this process failed, if it did.
        #[source]
        last: Option<Arc<E>>,
    },
    /// Somebody else fetches the token and has not finished.
    #[error("no access token within {}: somebody else is fetching it", seconds(.waited))]
    #[non_exhaustive]
    WaitedTooLong {
        /// The longest wait of the settings.
        waited: Duration,
    },
    /// The store failed, and the settings do not allow to go on without it.
    #[error("token store failed")]
    #[non_exhaustive]
    Store {
        /// What the store says.
        source: StoreError,
    },
    /// The settings contradict each other.
    #[error("settings of the token manager: {rule}")]
    #[non_exhaustive]
    Settings {
        /// The rule that they break.
        rule: &'static str,
    },
}

/// Why a token that came from the provider is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// It has no character.
    #[error("it is empty")]
    Empty,
    /// Its lifetime is zero or less.
    #[error("its lifetime is zero or less")]
    Lifetime,
}

impl<E: std::error::Error + 'static> Error<E> {
    /// Whether requests for a token came too fast: held back here, or refused by the provider.
    pub fn is_rate_limited(&self) -> bool {
        match self {
            Self::TooSoon { .. } => true,
            Self::Fetch { verdict, .. } => *verdict == Verdict::RateLimited,
            _ => false,
        }
    }

    /// How long to wait before the next try, counted from the moment of the error.
    pub fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Fetch { retry_in, .. }
            | Self::Unusable { retry_in, .. }
            | Self::TooSoon { retry_in, .. } => Some(*retry_in),
            Self::WaitedTooLong { .. } => Some(Duration::ZERO),
            Self::Store { .. } | Self::Settings { .. } => None,
        }
    }

    /// Whether a later try may succeed without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Fetch { verdict, .. } => {
                matches!(verdict, Verdict::RateLimited | Verdict::Transient)
            }
            Self::TooSoon { .. } | Self::WaitedTooLong { .. } => true,
            Self::Store { source } => source.is_transient(),
            Self::Unusable { .. } | Self::Settings { .. } => false,
        }
    }

    /// The provider crate's own error, if this comes from a fetch of this process.
    pub fn fetch_error(&self) -> Option<&Arc<E>> {
        match self {
            Self::Fetch { source, .. } => Some(source),
            Self::TooSoon { last, .. } => last.as_ref(),
            _ => None,
        }
    }
}

impl<E: std::error::Error + 'static> Clone for Error<E> {
    fn clone(&self) -> Self {
        match self {
            Self::Fetch {
                source,
                verdict,
                retry_in,
            } => Self::Fetch {
                source: Arc::clone(source),
                verdict: *verdict,
                retry_in: *retry_in,
            },
            Self::Unusable { reason, retry_in } => Self::Unusable {
                reason: *reason,
                retry_in: *retry_in,
            },
            Self::TooSoon { retry_in, last } => Self::TooSoon {
                retry_in: *retry_in,
                last: last.clone(),
            },
            Self::WaitedTooLong { waited } => Self::WaitedTooLong { waited: *waited },
            Self::Store { source } => Self::Store {
                source: source.clone(),
            },
            Self::Settings { rule } => Self::Settings { rule },
        }
    }
}

impl<E: std::error::Error + 'static> From<StoreError> for Error<E> {
    fn from(source: StoreError) -> Self {
        Self::Store { source }
    }
}

fn seconds(duration: &Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
