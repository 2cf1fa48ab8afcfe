use std::time::Duration;

use time::OffsetDateTime;

use crate::suspension;
use crate::{Clock, Notify, NotifyVersion};

/// How long a waiter sleeps at most before he looks at the clock again.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The clock of the machine.
///
/// Its monotonic time goes on while the machine is suspended where the system tells for how long
/// it was, which Linux does in `/proc/uptime`. Elsewhere it does not, and
/// [`counts_suspension`](Clock::counts_suspension) says so.
///
/// A suspension of less than half a second is not counted. Nor is the time for which a virtual
/// machine is paused by its host: all its clocks stand still then, and only the wall is put right
/// at some later time, like a wall clock that was wrong.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock(());

impl SystemClock {
    /// The clock, whose monotonic time counts from the first time that it was made in this
    /// process.
    pub fn new() -> Self {
        suspension::monotonic();
        Self(())
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
        suspension::monotonic()
    }

    /// A suspension may be missing for 20 ms in which the machine is awake.
    fn coarse_monotonic(&self) -> Duration {
        suspension::coarse_monotonic()
    }

    fn counts_suspension(&self) -> bool {
        suspension::is_counted()
    }

    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        // A wait of the system does not count suspension, so it ends early for a look at the
        // clock.
        notify.wait(seen, Some(longest.min(LONGEST_WAIT)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monotonic_time_goes_on() {
        let clock = SystemClock::new();
        let first = clock.monotonic();
        std::thread::sleep(Duration::from_millis(2));
        let second = clock.monotonic();
        let least = first + Duration::from_millis(2);
        assert!(second >= least, "{first:?} {second:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_of_suspension() {
        assert!(SystemClock::new().counts_suspension());
    }
}
