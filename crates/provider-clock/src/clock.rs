use std::fmt;
use std::time::Duration;

use time::OffsetDateTime;

use crate::{Notify, NotifyVersion};

/// How long a waiter sleeps in real time, unless he is notified, before he reads the clock again.
const READ_AGAIN: Duration = Duration::from_millis(10);

/// Where the time is read and how it is waited for; tests put their own in place.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The wall time: for times that are sent, shown or shared. It may be wrong and may step back.
    fn now(&self) -> OffsetDateTime;

    /// Time since some fixed moment, which never steps back: for durations.
    fn monotonic(&self) -> Duration;

    /// [`monotonic`](Clock::monotonic), or less by a suspension that ended a moment ago: to judge
    /// a thing at hand at every call, never for a lease or a gate.
    ///
    /// A clock for which the exact time is dearer overrides this.
    fn coarse_monotonic(&self) -> Duration {
        self.monotonic()
    }

    /// Whether [`monotonic`](Clock::monotonic) goes on while the machine is suspended.
    ///
    /// If not, which is the default, a wall clock that went further than monotonic time is the
    /// only sign of a suspension: who must not use a thing for too long takes the longer of both.
    fn counts_suspension(&self) -> bool {
        false
    }

    /// Returns when there is another version than `seen`, or after `longest` of monotonic time.
    ///
    /// It may return earlier: who waits looks again at what he waits for.
    ///
    /// By default the clock is read every 10 ms while nobody notifies, so that a clock which
    /// another thread moves needs no more than the time.
    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        let until = self.monotonic().saturating_add(longest);
        loop {
            let left = until.saturating_sub(self.monotonic());
            if left.is_zero() || notify.version() != seen {
                return;
            }
            notify.wait(seen, Some(left.min(READ_AGAIN)));
        }
    }
}
