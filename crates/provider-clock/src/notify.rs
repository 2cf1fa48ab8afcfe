use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Wakes the threads that wait for something to change: a condition variable with a version, so
/// that no change is missed between looking and waiting.
#[derive(Debug, Default)]
pub struct Notify {
    version: Mutex<u64>,
    changed: Condvar,
}

/// How many changes a [`Notify`] had told of when it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotifyVersion(u64);

impl Notify {
    /// One that has told of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The version now. Ask before looking at what you wait for.
    pub fn version(&self) -> NotifyVersion {
        NotifyVersion(*self.version.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells of a change and wakes everybody who waits.
    pub fn notify_all(&self) {
        let mut version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        *version = version.wrapping_add(1);
        drop(version);
        self.changed.notify_all();
    }

    /// Returns when there is another version than `seen`, or after `longest` of real time if
    /// given.
    ///
    /// For those who write a [`Clock`](crate::Clock).
    pub fn wait(&self, seen: NotifyVersion, longest: Option<Duration>) {
        let version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        let unchanged = |version: &mut u64| *version == seen.0;
        match longest {
            Some(longest) => drop(self.changed.wait_timeout_while(version, longest, unchanged)),
            None => drop(self.changed.wait_while(version, unchanged)),
        }
    }
}
