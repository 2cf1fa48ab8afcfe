mod data_file;
mod lock;
mod object;

pub(crate) use object::Object;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use signing::Secret;

use crate::slot::{Now, Slot, micros, wall_micros};
use crate::{
    Begin, Clock, Commit, Fence, Issued, Key, Record, Store, StoreError, Stored, SystemClock, Terms,
};

/// A store for the processes of one machine: a directory with two files for each key.
///
/// `<key>.json` holds the token in clear and is readable by its owner only (mode 0600; the
/// directory gets 0700 when the store makes it). It is replaced as a whole, so that a process
/// that is killed at any point leaves the old content or the new. `<key>.lock` is the lock: it is
/// made once and never replaced or deleted, since a lock on a file that is replaced is no lock.
/// `<key>.tmp` may lie about after a crash and is overwritten by the next writer.
///
/// A data file that cannot be read is an error and never "no token". To repair, stop the
/// application, wait the least interval between two token requests, and delete that one `.json`
/// file; leave the lock file.
///
/// Processes share the wall clock of the machine. When it steps back, the time since the last
/// write counts as none for a process that did not see that write, and exactly for all others.
/// The directory must be on a local disk: locks of network file systems are not to be trusted.
#[derive(Debug)]
pub struct FileStore {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
    lock_timeout: Duration,
    /// For each key the last stamp that was read, and the monotonic time then.
    known: Mutex<HashMap<Key, (u64, u64)>>,
}

impl FileStore {
    /// A store in this directory, which is made if it does not exist.
    ///
    /// # Errors
    ///
    /// The directory cannot be made.
    pub fn new(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::with_clock(dir, Arc::new(SystemClock::new()))
    }

    /// The same on this clock. All processes must see the same wall time.
    ///
    /// # Errors
    ///
    /// The directory cannot be made.
    pub fn with_clock(dir: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let dir = dir.into();
        data_file::make_dir(&dir)?;
        Ok(Self {
            dir,
            clock,
            lock_timeout: Duration::from_secs(5),
            known: Mutex::default(),
        })
    }

    /// How long a step waits for the lock, in real time. Default 5 s; a step takes a few
    /// milliseconds.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// The file that holds the token of this key.
    pub fn data_path(&self, key: &Key) -> PathBuf {
        self.path(key, "json")
    }

    /// The file whose lock guards it.
    pub fn lock_path(&self, key: &Key) -> PathBuf {
        self.path(key, "lock")
    }

    fn path(&self, key: &Key, extension: &str) -> PathBuf {
        self.dir.join(key.as_str()).with_extension(extension)
    }

    /// Reads without the lock: the file is whole at any time.
    fn peek<T>(&self, key: &Key, look: impl FnOnce(&Slot, Now) -> T) -> Result<T, StoreError> {
        let slot = data_file::read(&self.data_path(key))?;
        let now = self.now(key, &slot);
        if now.line > now.wall {
            // The clock stepped back: the times in the file must follow it.
            return self.step(key, |slot, now| (look(slot, now), Changed::Yes));
        }
        Ok(look(&slot, now))
    }

    /// Reads, applies a rule and writes, all under the lock.
    fn step<T>(
        &self,
        key: &Key,
        rule: impl FnOnce(&mut Slot, Now) -> (T, Changed),
    ) -> Result<T, StoreError> {
        let lock = lock::take(&self.lock_path(key), self.lock_timeout)?;
        let data: &Path = &self.data_path(key);
        let mut slot = data_file::read(data)?;
        let mut now = self.now(key, &slot);
        let stepped_back = now.line.saturating_sub(now.wall);
        slot.shift_back(stepped_back);
        now.line -= stepped_back;
        let (answer, changed) = rule(&mut slot, now);
        if changed == Changed::Yes || stepped_back > 0 {
            slot.stamp = now.line;
            data_file::replace(data, &self.path(key, "tmp"), &slot)?;
            self.know(key, slot.stamp);
        }
        drop(lock);
        Ok(answer)
    }

    /// The time for a slot: the wall, or what monotonic time says once the wall stepped back.
    fn now(&self, key: &Key, slot: &Slot) -> Now {
        let monotonic = micros(self.clock.monotonic());
        let wall = wall_micros(self.clock.now());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(key.clone()).or_insert((slot.stamp, monotonic));
        if entry.0 != slot.stamp {
            *entry = (slot.stamp, monotonic);
        }
        let since = monotonic.saturating_sub(entry.1);
        Now {
            line: wall.max(slot.stamp.saturating_add(since)),
            wall,
        }
    }

    fn know(&self, key: &Key, stamp: u64) {
        let monotonic = micros(self.clock.monotonic());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(key.clone(), (stamp, monotonic));
    }
}

/// Whether a rule changed the slot.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    Yes,
    No,
}

impl Store for FileStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.peek(key, |slot, now| slot.record(now))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        self.step(key, |slot, now| {
            let answer = slot.begin(now, seen, terms);
            let changed = match answer {
                Begin::Granted(_) => Changed::Yes,
                Begin::Newer(_) | Begin::Held { .. } | Begin::TooSoon { .. } => Changed::No,
            };
            (answer, changed)
        })
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.step(key, |slot, now| {
            (slot.commit(now, fence, issued, terms), Changed::Yes)
        })
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.step(key, |slot, now| (slot.end(now, fence, terms), Changed::Yes))
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.step(key, |slot, _| match slot.reject(token) {
            true => ((), Changed::Yes),
            false => ((), Changed::No),
        })
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.peek(key, |slot, now| slot.closed_for(now))
    }
}
