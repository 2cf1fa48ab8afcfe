use std::fmt;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// Where the time is read and how it is waited for; tests put their own in place.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The wall time: for times that are shown or shared. It may be wrong and may step back.
    fn now(&self) -> OffsetDateTime;

    /// Time since some fixed moment, which never steps back: for durations.
    fn monotonic(&self) -> Duration;

    /// Returns when the bell has rung since `heard`, or after `longest` of monotonic time.
    ///
    /// It may return earlier: who waits looks again at what he waits for.
    fn wait(&self, bell: &Bell, heard: Rings, longest: Duration);
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

/// What wakes those who wait: it counts how often it rang, so that no ring is missed.
#[derive(Debug, Default)]
pub struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
}

/// How often a [`Bell`] had rung when it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rings(u64);

impl Bell {
    /// A bell that has not rung.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often it has rung. Ask before looking at what you wait for.
    pub fn rings(&self) -> Rings {
        Rings(*self.rings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Wakes everybody who waits.
    pub fn ring(&self) {
        *self.rings.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.rung.notify_all();
    }

    /// Returns when the bell has rung since `heard`, or after `longest` of real time if given.
    ///
    /// For those who write a [`Clock`].
    pub fn wait(&self, heard: Rings, longest: Option<Duration>) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        let unchanged = |rings: &mut u64| *rings == heard.0;
        match longest {
            Some(longest) => drop(self.rung.wait_timeout_while(rings, longest, unchanged)),
            None => drop(self.rung.wait_while(rings, unchanged)),
        }
    }
}
