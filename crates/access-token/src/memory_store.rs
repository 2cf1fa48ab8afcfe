use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use signing::Secret;

use crate::slot::{Now, Slot};
use crate::store_time::StoreTime;
use crate::{Begin, Clock, Commit, Fence, Issued, Key, Record, Store, Stored, SystemClock, Terms};

/// Where the time line begins: a token may have been fetched before the monotonic zero.
const BEGINNING: Duration = Duration::from_secs(3600 * 24 * 365);

/// A store for the threads of one process: nothing outlives it.
///
/// Durations are monotonic, so the wall clock may step as it likes.
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    slots: Mutex<HashMap<Key, Slot>>,
}

impl MemoryStore {
    /// An empty store on the clock of the machine.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    /// An empty store on this clock.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            slots: Mutex::default(),
        }
    }

    fn with<T>(&self, key: &Key, step: impl FnOnce(&mut Slot, Now) -> T) -> T {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        // The time is read under the lock: a time read before it could lie before the last step.
        let now = Now {
            line: StoreTime::from_beginning(BEGINNING).plus(self.clock.monotonic()),
            wall: self.clock.now(),
        };
        step(slots.entry(key.clone()).or_default(), now)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

impl Store for MemoryStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        Ok(self.with(key, |slot, now| slot.record(now)))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        Ok(self.with(key, |slot, now| slot.begin(now, seen, terms)))
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        Ok(self.with(key, |slot, now| slot.commit(now, fence, issued, terms)))
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.with(key, |slot, now| slot.end(now, fence, terms));
        Ok(())
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.with(key, |slot, _| slot.reject(token));
        Ok(())
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.with(key, |slot, now| slot.forget(now));
        Ok(())
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        Ok(self.with(key, |slot, now| slot.closed_for(now)))
    }
}
