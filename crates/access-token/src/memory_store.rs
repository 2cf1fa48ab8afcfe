use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use signing::Secret;

use crate::moment::Moment;
use crate::slot::{Now, Slot};
use crate::store_time::StoreTime;
use crate::{
    Begin, Clock, Commit, Fence, Issued, Key, Record, Store, Stored, SystemClock, Terms, wall,
};

/// Where the time line begins: a token may have been fetched before the monotonic zero.
const BEGINNING: Duration = Duration::from_secs(3600 * 24 * 365);

/// A store for the threads of one process: nothing outlives it.
///
/// Lease and gate are monotonic, so the wall clock may step as it likes. So is the age of a token,
/// unless the clock does not count the time for which the machine was suspended: then it is what
/// either clock says, whichever is more.
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    entries: Mutex<HashMap<Key, Entry>>,
}

#[derive(Default)]
struct Entry {
    slot: Slot,
    /// When the record was stored, and how old its token was then.
    stored: Option<(Moment, Duration)>,
}

impl Entry {
    /// A record with the age that it has at most.
    fn aged(&self, record: Record, now: Moment) -> Record {
        let known = self.stored.map_or(Duration::ZERO, |(at, age)| {
            age.saturating_add(now.at_most_since(at))
        });
        let age = record.age.max(known);
        let fetched_at = wall::before(record.fetched_at, age.saturating_sub(record.age));
        Record {
            age,
            fetched_at,
            ..record
        }
    }
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
            entries: Mutex::default(),
        }
    }

    fn with<T>(&self, key: &Key, step: impl FnOnce(&mut Entry, Now, Moment) -> T) -> T {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        // The time is read under the lock: a time read before it could lie before the last step.
        let now = Now {
            line: StoreTime::from_beginning(BEGINNING).plus(self.clock.monotonic()),
            wall: self.clock.now(),
        };
        let moment = Moment::now(&*self.clock);
        step(entries.entry(key.clone()).or_default(), now, moment)
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
        Ok(self.with(key, |entry, now, moment| {
            let record = entry.slot.record(now)?;
            Some(entry.aged(record, moment))
        }))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        Ok(self.with(key, |entry, now, moment| {
            match entry.slot.begin(now, seen, terms) {
                Begin::Newer(record) => Begin::Newer(entry.aged(record, moment)),
                other => other,
            }
        }))
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        Ok(self.with(key, |entry, now, moment| {
            let commit = entry.slot.commit(now, fence, issued, terms);
            if commit == Commit::Stored {
                entry.stored = Some((moment, issued.age));
            }
            commit
        }))
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.with(key, |entry, now, _| entry.slot.end(now, fence, terms));
        Ok(())
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.with(key, |entry, _, _| entry.slot.reject(token));
        Ok(())
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.with(key, |entry, now, _| entry.slot.forget(now));
        Ok(())
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        Ok(self.with(key, |entry, now, _| entry.slot.closed_for(now)))
    }
}
