//! The clock that every provider of the sandbox looks at.

use std::time::Duration;

use time::OffsetDateTime;

use crate::shared::Shared;

/// The clock of a sandbox: real time until it is moved, then it stands where it was put.
///
/// It decides what is expired and what is in the past, and it is the `Date` of every answer.
/// Clones share one clock.
#[derive(Clone, Debug, Default)]
pub struct SandboxClock {
    stands_at: Shared<Option<OffsetDateTime>>,
}

impl SandboxClock {
    /// The sandbox's time.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.stands_at().unwrap_or_else(OffsetDateTime::now_utc)
    }

    /// Where the clock was put, if it was moved.
    pub(crate) fn stands_at(&self) -> Option<OffsetDateTime> {
        *self.stands_at.lock()
    }

    /// Stops the clock at an instant, earlier or later than the current one.
    pub fn set(&self, instant: OffsetDateTime) {
        *self.stands_at.lock() = Some(instant);
    }

    /// Moves the clock ahead and stops it there; it stays at the end of the calendar when there is no more time.
    pub fn advance(&self, by: Duration) {
        let by = time::Duration::try_from(by).unwrap_or(time::Duration::MAX);
        let mut stands_at = self.stands_at.lock();
        let now = stands_at.unwrap_or_else(OffsetDateTime::now_utc);
        *stands_at = Some(now.saturating_add(by));
    }
}

/// An instant in Unix milliseconds.
pub(crate) fn unix_ms(instant: OffsetDateTime) -> i128 {
    instant.unix_timestamp_nanos().div_euclid(1_000_000)
}
