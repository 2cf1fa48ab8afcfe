use std::time::Duration;

/// The last part of a token's life, in which it is used and replaced.
///
/// The default is the last tenth: a token of 60 minutes is kept for 54 and is due after that
/// (chao8, document section 3.1 \[doc\]). No window is longer than half of the life, so that a
/// margin that suits long tokens does not make every call fetch a short one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefreshWindow {
    /// The life divided by this number; at least 2. The default is 10.
    Part(u32),
    /// This long before the end, at most half of the life.
    Last(Duration),
    /// None: the token is used to its end, and all callers wait for the next one.
    None,
}

impl Default for RefreshWindow {
    fn default() -> Self {
        Self::Part(10)
    }
}

/// Where in its life a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// It is used as it is.
    Fresh,
    /// It is in the refresh window: used, and one caller tries to replace it.
    Due,
    /// Its life is over: it is not used.
    Expired,
}

impl RefreshWindow {
    /// The stage of a token of this lifetime at this age. Without a lifetime it stays fresh.
    ///
    /// The edges belong to the later stage \[inferred\].
    ///
    /// ```
    /// use std::time::Duration;
    /// use access_token::{RefreshWindow, Stage};
    ///
    /// let minutes = |count: u64| Duration::from_secs(60 * count);
    /// let stage = |age| RefreshWindow::default().stage(Some(minutes(60)), age);
    /// assert_eq!(stage(minutes(30)), Stage::Fresh);
    /// assert_eq!(stage(minutes(56)), Stage::Due);
    /// assert_eq!(stage(minutes(60)), Stage::Expired);
    /// ```
    pub fn stage(self, lifetime: Option<Duration>, age: Duration) -> Stage {
        match lifetime {
            Some(lifetime) if age >= lifetime => Stage::Expired,
            Some(lifetime) if age >= self.threshold(lifetime) => Stage::Due,
            _ => Stage::Fresh,
        }
    }

    /// The age at which the window begins.
    pub(crate) fn threshold(self, lifetime: Duration) -> Duration {
        let window = match self {
            Self::Part(parts) => lifetime.checked_div(parts.max(2)).unwrap_or_default(),
            Self::Last(window) => window.min(lifetime.checked_div(2).unwrap_or_default()),
            Self::None => Duration::ZERO,
        };
        lifetime.saturating_sub(window)
    }
}
