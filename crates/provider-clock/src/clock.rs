use std::fmt;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

use crate::{Bell, Rings};

/// How long a waiter hears the bell only, in real time, before he looks at the clock again.
const LOOK: Duration = Duration::from_millis(10);

/// Where the time is read and how it is waited for; tests put their own in place.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The wall time: for times that are sent, shown or shared. It may be wrong and may step back.
    fn now(&self) -> OffsetDateTime;

    /// Time since some fixed moment, which never steps back: for durations.
    fn monotonic(&self) -> Duration;

    /// Returns when the bell has rung since `heard`, or after `longest` of monotonic time.
    ///
    /// It may return earlier: who waits looks again at what he waits for.
    ///
    /// By default the clock is asked for the time every 10 ms while the bell is listened to, so
    /// that a clock which another thread moves needs no more than the two methods above.
    fn wait(&self, bell: &Bell, heard: Rings, longest: Duration) {
        let until = self.monotonic().saturating_add(longest);
        loop {
            let left = until.saturating_sub(self.monotonic());
            if left.is_zero() || bell.rings() != heard {
                return;
            }
            bell.wait(heard, Some(left.min(LOOK)));
        }
    }
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

    fn wait(&self, bell: &Bell, heard: Rings, longest: Duration) {
        bell.wait(heard, Some(longest));
    }
}
