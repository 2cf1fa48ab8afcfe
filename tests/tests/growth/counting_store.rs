//! A memory store that counts its steps.

use std::ops::Sub;
use std::sync::Mutex;
use std::time::Duration;

use access_token::{
    Begin, Clock, Commit, Fence, Issued, Key, ManualClock, MemoryStore, Record, Secret, Store,
    Stored, Terms,
};

/// How often each step was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Steps {
    pub(crate) load: u64,
    pub(crate) begin: u64,
    pub(crate) commit: u64,
    pub(crate) abandon: u64,
    pub(crate) reject: u64,
}

impl Steps {
    pub(crate) fn all(self) -> u64 {
        self.load + self.begin + self.commit + self.abandon + self.reject
    }
}

impl Sub for Steps {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            load: self.load - earlier.load,
            begin: self.begin - earlier.begin,
            commit: self.commit - earlier.commit,
            abandon: self.abandon - earlier.abandon,
            reject: self.reject - earlier.reject,
        }
    }
}

#[derive(Debug)]
pub(crate) struct CountingStore {
    clock: ManualClock,
    inner: MemoryStore,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    steps: Steps,
    second: u64,
    in_second: u64,
    busiest: u64,
}

impl CountingStore {
    pub(crate) fn new(clock: &ManualClock) -> Self {
        Self {
            clock: clock.clone(),
            inner: MemoryStore::with_clock(std::sync::Arc::new(clock.clone())),
            counts: Mutex::default(),
        }
    }

    pub(crate) fn steps(&self) -> Steps {
        self.counts.lock().unwrap().steps
    }

    /// The most steps in one second of the clock.
    pub(crate) fn busiest_second(&self) -> u64 {
        self.counts.lock().unwrap().busiest
    }

    /// The seconds before this do not count for the busiest one.
    pub(crate) fn forget_busiest(&self) {
        let mut counts = self.counts.lock().unwrap();
        (counts.in_second, counts.busiest) = (0, 0);
    }

    fn count(&self, step: impl FnOnce(&mut Steps)) -> &MemoryStore {
        let second = self.clock.monotonic().as_secs();
        let mut counts = self.counts.lock().unwrap();
        step(&mut counts.steps);
        if counts.second != second {
            (counts.second, counts.in_second) = (second, 0);
        }
        counts.in_second += 1;
        counts.busiest = counts.busiest.max(counts.in_second);
        &self.inner
    }
}

impl Store for CountingStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.count(|steps| steps.load += 1).load(key)
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        let inner = self.count(|steps| steps.begin += 1);
        inner.begin(key, seen, terms)
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        let inner = self.count(|steps| steps.commit += 1);
        inner.commit(key, fence, issued, terms)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        let inner = self.count(|steps| steps.abandon += 1);
        inner.abandon(key, fence, terms)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.count(|steps| steps.reject += 1).reject(key, token)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.inner.next_request_in(key)
    }
}
