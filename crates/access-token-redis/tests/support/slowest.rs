//! A store that knows how long its slowest answer took.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use access_token::{Begin, Commit, Fence, Issued, Key, Record, Secret, Store, Stored, Terms};

#[derive(Debug)]
pub(crate) struct Slowest {
    store: Arc<dyn Store>,
    micros: AtomicU64,
}

impl Slowest {
    pub(crate) fn of(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            micros: AtomicU64::new(0),
        }
    }

    /// In real time.
    pub(crate) fn answer(&self) -> Duration {
        Duration::from_micros(self.micros.load(Ordering::SeqCst))
    }

    fn timed<T>(&self, step: impl FnOnce(&dyn Store) -> T) -> T {
        let start = Instant::now();
        let answer = step(&*self.store);
        // Rounded up.
        let micros = u64::try_from(start.elapsed().as_micros()).unwrap() + 1;
        self.micros.fetch_max(micros, Ordering::SeqCst);
        answer
    }
}

impl Store for Slowest {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.timed(|store| store.load(key))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        self.timed(|store| store.begin(key, seen, terms))
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.timed(|store| store.commit(key, fence, issued, terms))
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.timed(|store| store.abandon(key, fence, terms))
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.timed(|store| store.reject(key, token))
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.timed(|store| store.forget(key))
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.timed(|store| store.next_request_in(key))
    }
}
