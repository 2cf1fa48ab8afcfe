use std::sync::Arc;
use std::time::Duration;

use crate::event::Observer;
use crate::{Clock, RefreshWindow, SystemClock, Terms, TokenEvent};

/// No span of the settings is longer: ten years. A longer one is taken for this.
pub(crate) const LONGEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// How a [`TokenManager`](crate::TokenManager) behaves; every setting has a default.
///
/// A span of more than ten years is taken for ten years.
///
/// ```
/// use std::time::Duration;
/// use access_token::Settings;
///
/// let settings = Settings::default()
///     .min_interval(Duration::from_secs(60))
///     .fetch_timeout(Duration::from_secs(5));
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(crate) window: RefreshWindow,
    pub(crate) terms: Terms,
    pub(crate) fetch_timeout: Duration,
    pub(crate) longest_wait: Duration,
    pub(crate) look_again: Duration,
    pub(crate) too_soon: TooSoon,
    pub(crate) store_down: StoreDown,
    pub(crate) unstated: Unstated,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) observer: Observer,
}

/// What a caller without a valid token gets while no request is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TooSoon {
    /// [`Error::TooSoon`](crate::Error::TooSoon) at once. The default.
    #[default]
    Fail,
    /// He waits if the gate opens within the longest wait, and gets the error otherwise.
    Wait,
}

/// What happens while the store fails and no fresh token is at hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreDown {
    /// [`Error::Store`](crate::Error::Store), unless an older token is still valid. The default.
    #[default]
    Fail,
    /// This process fetches a token of its own, under a gate of its own.
    ///
    /// Other processes do likewise, so the provider may see more requests than the least
    /// interval allows, and where a new token kills the old one they throw each other out. The
    /// local token is not written to the store when that comes back; the next fetch is.
    UseLocal,
}

/// What a token without a stated lifetime means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unstated {
    /// It is used until the provider rejects it. The default.
    #[default]
    UntilRejected,
    /// It is taken to live this long.
    Assume(Duration),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window: RefreshWindow::default(),
            terms: Terms::new(
                Duration::from_secs(20),
                Duration::from_secs(60),
                Duration::from_secs(1),
            ),
            fetch_timeout: Duration::from_secs(10),
            longest_wait: Duration::from_secs(30),
            look_again: Duration::from_millis(100),
            too_soon: TooSoon::default(),
            store_down: StoreDown::default(),
            unstated: Unstated::default(),
            clock: Arc::new(SystemClock::new()),
            observer: Observer::default(),
        }
    }
}

impl Settings {
    /// The part of a token's life in which it is replaced. Default: the last tenth.
    #[must_use]
    pub fn refresh_window(mut self, window: RefreshWindow) -> Self {
        self.window = window;
        self
    }

    /// The least time between two requests for a token, by all who share the store. Default
    /// 60 s, more than 0.
    ///
    /// It holds also for a provider without a stated limit: where each new token kills the one
    /// before, it keeps two applications from throwing each other out without end.
    #[must_use]
    pub fn min_interval(mut self, interval: Duration) -> Self {
        self.terms.min_interval = interval.min(LONGEST);
        self
    }

    /// What is added to the least interval, for clocks that do not run alike. Default 1 s.
    #[must_use]
    pub fn margin(mut self, margin: Duration) -> Self {
        self.terms.margin = margin.min(LONGEST);
        self
    }

    /// The deadline of the HTTP request behind [`Fetch`](crate::Fetch), which it keeps by
    /// itself; shorter than the lease. Default 10 s.
    #[must_use]
    pub fn fetch_timeout(mut self, timeout: Duration) -> Self {
        self.fetch_timeout = timeout.min(LONGEST);
        self
    }

    /// How long one caller may take to fetch before another may; shorter than the longest wait.
    /// Default 20 s.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.terms.lease = lease.min(LONGEST);
        self
    }

    /// How long a caller without a valid token waits for the one who fetches. Default 30 s.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait.min(LONGEST);
        self
    }

    /// The pause between two looks at the store by the one waiting thread of a process, while
    /// another process fetches. Default 100 ms, more than 0.
    ///
    /// A longer wait has longer pauses, up to ten of these: a quarter of the time waited so far.
    #[must_use]
    pub fn look_again(mut self, pause: Duration) -> Self {
        self.look_again = pause.min(LONGEST);
        self
    }

    /// What a caller gets while no request is allowed. Default: an error at once.
    #[must_use]
    pub fn too_soon(mut self, too_soon: TooSoon) -> Self {
        self.too_soon = too_soon;
        self
    }

    /// What happens while the store fails. Default: an error.
    #[must_use]
    pub fn store_down(mut self, store_down: StoreDown) -> Self {
        self.store_down = store_down;
        self
    }

    /// What a token without a stated lifetime means. Default: it lives until it is rejected.
    #[must_use]
    pub fn unstated(mut self, unstated: Unstated) -> Self {
        self.unstated = match unstated {
            Unstated::Assume(lifetime) => Unstated::Assume(lifetime.min(LONGEST)),
            unstated => unstated,
        };
        self
    }

    /// The clock. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// A hook that is told what happens to the token, on the thread to which it happens. Default
    /// none; the same goes to the log.
    #[must_use]
    pub fn observer(mut self, hook: impl Fn(&TokenEvent<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Observer(Some(Arc::new(hook)));
        self
    }

    /// How long a request for a token may take: the fetch timeout.
    pub fn longest_fetch(&self) -> Duration {
        self.fetch_timeout
    }

    /// The rule that these settings break, if any.
    pub(crate) fn broken_rule(&self) -> Option<&'static str> {
        let rules = [
            (
                !self.fetch_timeout.is_zero(),
                "the fetch timeout must be more than zero",
            ),
            (
                self.fetch_timeout < self.terms.lease,
                "the fetch timeout must be shorter than the lease",
            ),
            (
                self.terms.lease < self.longest_wait,
                "the lease must be shorter than the longest wait",
            ),
            (
                !self.terms.min_interval.is_zero(),
                "the least interval must be more than zero",
            ),
            (
                !self.look_again.is_zero(),
                "the pause before looking again must be more than zero",
            ),
            (
                !matches!(self.window, RefreshWindow::Part(0 | 1)),
                "the refresh window must be at most half of the life",
            ),
            (
                self.unstated != Unstated::Assume(Duration::ZERO),
                "the assumed lifetime must be more than zero",
            ),
        ];
        let broken = rules.iter().find(|(kept, _)| !kept);
        broken.map(|(_, rule)| *rule)
    }
}
