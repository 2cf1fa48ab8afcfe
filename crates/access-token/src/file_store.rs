mod data_file;
mod directory;
mod failure;
mod lock;
mod loss;
mod object;
mod open;
mod rights;
mod seen;

pub(crate) use object::Object;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use signing::Secret;

use self::data_file::{Draft, Found};
use self::loss::Loss;
use self::seen::SeenWrites;
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
/// # Whose it is
///
/// The directory and its files belong to the user as whom the process runs, and nobody else may
/// change them. As `ssh` does with a private key, the store refuses to work
/// ([`Refused`](crate::StoreErrorKind::Refused)) while others may write to the directory or have
/// any right to a file, or while one of them belongs to somebody else, and the error says which
/// command repairs it. `root` is refused in the directory of a user as well: it would leave files
/// that the user cannot open. What is above the directory is not looked at.
///
/// # What does not stop it
///
/// - A directory that was removed is made again by the next step; its token and its gate are lost,
///   as with a store that was wiped.
/// - A regular file that cannot be read (empty, cut off, garbled, longer than 1 MiB) is set aside
///   as `<key>.unreadable-1`, of which the last three are kept, and a line at warn level says so.
///   A token may have been fetched just before: [`load`](Store::load) answers none then, and
///   [`begin`](Store::begin) that it is too soon, until the least interval between two requests
///   has passed since. So nobody asks too early for the lack of a file, and nobody has to repair
///   it. Such a file may hold a token in clear: delete it once you have looked at it.
///   This is the one case in which a step that only reads takes the lock and writes.
///
/// # What does
///
/// - A file of another version is an error ([`Corrupt`](crate::StoreErrorKind::Corrupt)) and stays
///   as it is: somebody can read it, who may run at this moment.
/// - What is no regular file (a directory, a FIFO, a device) in the place of one is refused; it is
///   looked at without waiting for it.
/// - A step that fails leaves what was there before, with a full disk as well.
///
/// # Limits
///
/// Processes share the wall clock of the machine. When it steps back, the time since the last
/// write counts as none for a process that did not see that write, and exactly for all others.
/// The directory must be on a local disk: locks of network file systems are not to be trusted.
#[derive(Debug)]
pub struct FileStore {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
    lock_timeout: Duration,
    seen: SeenWrites,
}

impl FileStore {
    /// A store in this directory, which is made if it does not exist. A relative one counts from
    /// the working directory of this moment.
    ///
    /// # Errors
    ///
    /// The directory cannot be made, has no name, or others may write to it.
    pub fn new(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::with_clock(dir, Arc::new(SystemClock::new()))
    }

    /// The same on this clock. All processes must see the same wall time.
    ///
    /// # Errors
    ///
    /// The directory cannot be made, has no name, or others may write to it.
    pub fn with_clock(dir: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let dir = directory::absolute(dir.into())?;
        directory::make(&dir)?;
        Ok(Self {
            dir,
            clock,
            lock_timeout: Duration::from_secs(5),
            seen: SeenWrites::default(),
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

    /// Reads without the lock, since the file is whole at any time, and changes nothing. Only a
    /// file that cannot be read is a matter for the lock.
    fn peek<T>(&self, key: &Key, look: impl FnOnce(&Slot, Now) -> T) -> Result<T, StoreError> {
        directory::check(&self.dir)?;
        match data_file::read(&self.data_path(key))? {
            Found::Slot(mut slot) => {
                let now = self.settle(key, &mut slot);
                Ok(look(&slot, now))
            }
            Found::Unreadable(_) => self.step(key, |slot, now| (look(slot, now), Changed::No)),
        }
    }

    /// Reads, applies a rule and writes, all under the lock.
    fn step<T>(
        &self,
        key: &Key,
        rule: impl FnOnce(&mut Slot, Now) -> (T, Changed),
    ) -> Result<T, StoreError> {
        directory::make(&self.dir)?;
        let lock = lock::take(&self.lock_path(key), self.lock_timeout)?;
        let data = self.data_path(key);
        match data_file::read(&data)? {
            Found::Slot(mut slot) => {
                let written_at = slot.stamp();
                let now = self.settle(key, &mut slot);
                let (answer, changed) = rule(&mut slot, now);
                // A clock that stepped back is written down: a process that starts now knows
                // nothing of the time that has passed before.
                if changed == Changed::Yes || slot.stamp() != written_at {
                    self.draft(key, *slot, now)?.replace(&data)?;
                    self.note(key, now);
                }
                Ok(answer)
            }
            Found::Unreadable(why) => {
                let now = self.now();
                let mut slot = Slot::after_a_loss(now);
                let (answer, _) = rule(&mut slot, now);
                let draft = self.draft(key, slot, now)?;
                let loss = Loss::set_aside(data.clone(), why);
                draft.replace(&data)?;
                self.note(key, now);
                drop(lock);
                loss.log();
                Ok(answer)
            }
        }
    }

    fn draft(&self, key: &Key, mut slot: Slot, now: Now) -> Result<Draft, StoreError> {
        slot.set_stamp(now.line);
        Draft::write(self.path(key, "tmp"), &slot)
    }

    /// The time for a slot: the wall. Where the wall has stepped back behind the last write, the
    /// times of the slot follow it, and no time is lost that this process knows to have passed.
    fn settle(&self, key: &Key, slot: &mut Slot) -> Now {
        let now = self.now();
        let stamp = slot.stamp();
        let passed = self.seen.passed_since(key, stamp, self.clock.monotonic());
        slot.shift_back(now.line.until(stamp.plus(passed)));
        now
    }

    fn now(&self) -> Now {
        let wall = self.clock.now();
        let line = StoreTime::from_wall(wall);
        Now { line, wall }
    }

    fn note(&self, key: &Key, written: Now) {
        self.seen.note(key, written.line, self.clock.monotonic());
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
            let closed_for = slot.closed_for(now);
            let answer = slot.begin(now, seen, terms);
            let changed = match answer {
                Begin::Granted(_) => Changed::Yes,
                // Only the terms say how long a gate is closed that was lost.
                _ if slot.closed_for(now) != closed_for => Changed::Yes,
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
