mod data_file;
mod lock;
mod object;

pub(crate) use object::Object;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use signing::Secret;

use crate::slot::{Now, Slot};
use crate::store_time::StoreTime;
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
    /// The last write of each key that this process saw.
    seen: Mutex<HashMap<Key, Seen>>,
}

/// A write that a process saw: the time that has passed since is known without the wall.
#[derive(Clone, Copy, Debug)]
struct Seen {
    stamp: StoreTime,
    /// Monotonic.
    at: Duration,
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
            seen: Mutex::default(),
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

    /// Reads without the lock, since the file is whole at any time, and changes nothing.
    fn peek<T>(&self, key: &Key, look: impl FnOnce(&Slot, Now) -> T) -> Result<T, StoreError> {
        let mut slot = data_file::read(&self.data_path(key))?;
        let now = self.settle(key, &mut slot);
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
        let written_at = slot.stamp();
        let now = self.settle(key, &mut slot);
        let (answer, changed) = rule(&mut slot, now);
        // A clock that stepped back is written down: a process that starts now knows nothing of
        // the time that has passed before.
        if changed == Changed::Yes || slot.stamp() != written_at {
            slot.set_stamp(now.line);
            data_file::replace(data, &self.path(key, "tmp"), &slot)?;
            self.note(key, now.line);
        }
        drop(lock);
        Ok(answer)
    }

    /// The time for a slot: the wall. Where the wall has stepped back behind the last write, the
    /// times of the slot follow it, and no time is lost that this process knows to have passed.
    fn settle(&self, key: &Key, slot: &mut Slot) -> Now {
        let wall = self.clock.now();
        let line = StoreTime::from_wall(wall);
        let reached = slot.stamp().plus(self.passed_since(key, slot.stamp()));
        slot.shift_back(line.until(reached));
        Now { line, wall }
    }

    /// How long ago the write with this stamp was, by monotonic time; zero for one that this
    /// process sees for the first time.
    fn passed_since(&self, key: &Key, stamp: StoreTime) -> Duration {
        let now = self.clock.monotonic();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let first = Seen { stamp, at: now };
        let entry = seen.entry(key.clone()).or_insert(first);
        if entry.stamp != stamp {
            *entry = first;
        }
        now.saturating_sub(entry.at)
    }

    fn note(&self, key: &Key, stamp: StoreTime) {
        let at = self.clock.monotonic();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(key.clone(), Seen { stamp, at });
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

    fn forget(&self, key: &Key) -> Stored<()> {
        self.step(key, |slot, now| (slot.forget(now), Changed::Yes))
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.peek(key, |slot, now| slot.closed_for(now))
    }
}
