use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

use crate::{Bell, Clock, Rings};

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
    /// Rung whenever the time moves or somebody begins to wait.
    moved: Bell,
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
                moved: Bell::new(),
            }),
        }
    }

    /// Lets time pass, on the wall and monotonic, and wakes those whose time has come.
    pub fn advance(&self, by: Duration) {
        let mut time = self.time();
        time.wall += by;
        time.monotonic += by;
        drop(time);
        self.shared.moved.ring();
    }

    /// Sets the wall time, forwards or back; monotonic time stays.
    pub fn set_wall(&self, wall: OffsetDateTime) {
        self.time().wall = wall;
        self.shared.moved.ring();
    }

    /// Returns as soon as `count` threads wait on this clock.
    pub fn until_waiting(&self, count: usize) {
        loop {
            let heard = self.shared.moved.rings();
            if self.time().waiting >= count {
                return;
            }
            self.shared.moved.wait(heard, None);
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

    fn wait(&self, bell: &Bell, heard: Rings, longest: Duration) {
        let until = self.monotonic().saturating_add(longest);
        self.time().waiting += 1;
        self.shared.moved.ring();
        // The bell cannot tell this clock that it rang, so it is asked every millisecond; time
        // itself does not pass meanwhile.
        while bell.rings() == heard && self.monotonic() < until {
            bell.wait(heard, Some(Duration::from_millis(1)));
        }
        self.time().waiting -= 1;
    }
}
