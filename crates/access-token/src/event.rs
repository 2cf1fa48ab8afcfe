use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use crate::{StoreError, Verdict};

/// What happens to a token, for metrics and for the log: see
/// [`Settings::observer`](crate::Settings::observer).
///
/// It has no place for a secret. Its `Display` is the line that is logged: at debug level, and as
/// a warning where a process goes on without its store.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum TokenEvent<'a> {
    /// This process got a token, and had none that was valid.
    #[non_exhaustive]
    Fetched {
        /// How long it lives; none if no end is known.
        lifetime: Option<Duration>,
    },
    /// This process got a token before the one at hand was over.
    #[non_exhaustive]
    Refreshed {
        /// How long it lives; none if no end is known.
        lifetime: Option<Duration>,
    },
    /// The provider gave no token, or one that cannot be used.
    #[non_exhaustive]
    FetchFailed {
        /// What the failure means.
        verdict: Verdict,
        /// When the next request is allowed.
        retry_in: Duration,
    },
    /// The provider has refused the token in a call: it is not used again.
    Rejected,
    /// The token was forgotten on request: see
    /// [`TokenManager::forget`](crate::TokenManager::forget).
    Forgotten,
    /// This process was to fetch, but stood still for so long that its lease may be over before
    /// its request has arrived: nothing was sent, and the store is asked again.
    #[non_exhaustive]
    HeldUp {
        /// How long ago the store was asked.
        by: Duration,
    },
    /// Somebody else fetches, and this caller waits for him.
    #[non_exhaustive]
    Waiting {
        /// When his lease ends at the latest.
        retry_in: Duration,
    },
    /// No request is allowed yet.
    #[non_exhaustive]
    GateClosed {
        /// When the gate opens.
        retry_in: Duration,
    },
    /// The store failed.
    #[non_exhaustive]
    StoreDown {
        /// What the store says.
        error: &'a StoreError,
    },
    /// The store failed, and this process goes on by itself:
    /// [`StoreDown::UseLocal`](crate::StoreDown::UseLocal).
    OnItsOwn,
}

impl fmt::Display for TokenEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetched { .. } => f.write_str("access token fetched"),
            Self::Refreshed { .. } => f.write_str("access token refreshed"),
            Self::FetchFailed { retry_in, .. } => {
                write!(f, "no access token, next request in {}", seconds(*retry_in))
            }
            Self::Rejected => f.write_str("access token rejected by the provider"),
            Self::Forgotten => f.write_str("access token forgotten"),
            Self::HeldUp { by } => write!(
                f,
                "held up for {} before a token request: nothing sent, the store is asked again",
                seconds(*by)
            ),
            Self::Waiting { retry_in } => write!(
                f,
                "waiting at most {} for an access token that somebody else fetches",
                seconds(*retry_in)
            ),
            Self::GateClosed { retry_in } => {
                write!(f, "no token request allowed for {}", seconds(*retry_in))
            }
            Self::StoreDown { error } => write!(f, "token store failed: {error}"),
            Self::OnItsOwn => f.write_str(
                "token store failed: this process goes on with an access token of its own",
            ),
        }
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

type Hook = dyn Fn(&TokenEvent<'_>) + Send + Sync;

#[derive(Clone, Default)]
pub(crate) struct Observer(pub(crate) Option<Arc<Hook>>);

impl Observer {
    pub(crate) fn tell(&self, event: &TokenEvent<'_>) {
        match event {
            TokenEvent::OnItsOwn => log::warn!("{event}"),
            _ => log::debug!("{event}"),
        }
        if let Some(hook) = &self.0 {
            // What the hook does with it is no reason to lose a token.
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| hook(event))) {
                // Its own drop may panic too.
                std::mem::forget(panic);
                log::error!("the observer of an access token panicked");
            }
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
