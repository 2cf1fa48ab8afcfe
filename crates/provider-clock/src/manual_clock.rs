use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

use crate::{Clock, Notify, NotifyVersion};

/// A clock that stands still until a test moves it. Clones show the same time.
///
/// ```
/// use std::time::Duration;
/// use provider_clock::{Clock, ManualClock};
///
/// let clock = ManualClock::new(time::macros::datetime!(2023-01-01 10:00 UTC));
/// clock.advance(Duration::from_secs(1800));
/// assert_eq!(clock.now(), time::macros::datetime!(2023-01-01 10:30 UTC));
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    time: Mutex<Time>,
    /// Notified whenever the time moves or somebody begins to wait.
    moved: Notify,
}

#[derive(Debug)]
struct Time {
    wall: OffsetDateTime,
    monotonic: Duration,
    waiting: usize,
}

impl ManualClock {
    /// A clock that shows `wall`.
    pub fn new(wall: OffsetDateTime) -> Self {
        let time = Time {
            wall,
            monotonic: Duration::ZERO,
            waiting: 0,
        };
        Self {
            shared: Arc::new(Shared {
                time: Mutex::new(time),
                moved: Notify::new(),
            }),
        }
    }

    /// Lets time pass, on the wall and monotonic, and wakes those whose time has come.
    pub fn advance(&self, by: Duration) {
        let mut time = self.time();
        time.wall = later(time.wall, by);
        time.monotonic = time.monotonic.saturating_add(by);
        drop(time);
        self.shared.moved.notify_all();
    }

    /// Suspends the machine for so long: the wall time goes on, monotonic time stands still.
    pub fn suspend(&self, by: Duration) {
        let mut time = self.time();
        time.wall = later(time.wall, by);
        drop(time);
        self.shared.moved.notify_all();
    }

    /// Sets the wall time, forwards or back; monotonic time stays.
    pub fn set_wall(&self, wall: OffsetDateTime) {
        self.time().wall = wall;
        self.shared.moved.notify_all();
    }

    /// Returns as soon as `count` threads wait on this clock.
    pub fn until_waiting(&self, count: usize) {
        loop {
            let seen = self.shared.moved.version();
            if self.time().waiting >= count {
                return;
            }
            self.shared.moved.wait(seen, None);
        }
    }

    fn time(&self) -> MutexGuard<'_, Time> {
        self.shared
            .time
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> OffsetDateTime {
        self.time().wall
    }

    fn monotonic(&self) -> Duration {
        self.time().monotonic
    }

    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        let until = self.monotonic().saturating_add(longest);
        self.time().waiting += 1;
        self.shared.moved.notify_all();
        // Nobody notifies this clock of a change, so the version is asked for every millisecond;
        // time itself does not pass meanwhile.
        while notify.version() == seen && self.monotonic() < until {
            notify.wait(seen, Some(Duration::from_millis(1)));
        }
        self.time().waiting -= 1;
    }
}

/// So much later, at most the end of the calendar.
fn later(wall: OffsetDateTime, by: Duration) -> OffsetDateTime {
    wall.saturating_add(time::Duration::try_from(by).unwrap_or(time::Duration::MAX))
}
