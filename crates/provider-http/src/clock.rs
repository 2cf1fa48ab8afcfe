use std::fmt;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// Where a client reads the time and how it waits; tests put their own in place.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The wall time: for timestamps that are sent. It may be wrong and may step back.
    fn now(&self) -> OffsetDateTime;

    /// Time since some fixed moment, which never steps back: for durations.
    fn monotonic(&self) -> Duration;

    /// Returns after `duration` of [`monotonic`](Clock::monotonic) time.
    fn wait(&self, duration: Duration);
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose monotonic time counts from now.
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn wait(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
