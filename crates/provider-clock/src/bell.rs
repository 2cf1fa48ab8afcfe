use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

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
    /// For those who write a [`Clock`](crate::Clock).
    pub fn wait(&self, heard: Rings, longest: Option<Duration>) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        let unchanged = |rings: &mut u64| *rings == heard.0;
        match longest {
            Some(longest) => drop(self.rung.wait_timeout_while(rings, longest, unchanged)),
            None => drop(self.rung.wait_while(rings, unchanged)),
        }
    }
}
