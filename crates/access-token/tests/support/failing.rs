//! A store whose steps fail on request, with messages that a careless store would write.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, Issued, Key, MemoryStore, Record, Secret, Store, StoreError,
    StoreErrorKind, Stored, Terms,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Load,
    Begin,
    Commit,
    Abandon,
    Reject,
    Forget,
    Gate,
}

impl Step {
    pub(crate) const ALL: [Self; 7] = [
        Self::Load,
        Self::Begin,
        Self::Commit,
        Self::Abandon,
        Self::Reject,
        Self::Forget,
        Self::Gate,
    ];
}

#[derive(Debug)]
pub(crate) struct Failing {
    inner: MemoryStore,
    failing: Mutex<Vec<Step>>,
    failures: AtomicUsize,
}

impl Failing {
    pub(crate) fn new(inner: MemoryStore) -> Self {
        Self {
            inner,
            failing: Mutex::default(),
            failures: AtomicUsize::new(0),
        }
    }

    /// These steps fail from now on, all others do not.
    pub(crate) fn fail(&self, steps: &[Step]) {
        *self.failing.lock().unwrap() = steps.to_vec();
    }

    #[allow(dead_code, reason = "each test crate uses its part")]
    pub(crate) fn failures(&self) -> usize {
        self.failures.load(Ordering::SeqCst)
    }

    fn step(&self, step: Step) -> Result<(), StoreError> {
        if !self.failing.lock().unwrap().contains(&step) {
            return Ok(());
        }
        self.failures.fetch_add(1, Ordering::SeqCst);
        let error = StoreError::new(StoreErrorKind::Unavailable, "the store is away");
        Err(error.caused_by(std::io::Error::other("cable pulled")))
    }
}

impl Store for Failing {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.step(Step::Load)?;
        self.inner.load(key)
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        self.step(Step::Begin)?;
        self.inner.begin(key, seen, terms)
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.step(Step::Commit)?;
        self.inner.commit(key, fence, issued, terms)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.step(Step::Abandon)?;
        self.inner.abandon(key, fence, terms)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.step(Step::Reject)?;
        self.inner.reject(key, token)
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.step(Step::Forget)?;
        self.inner.forget(key)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.step(Step::Gate)?;
        self.inner.next_request_in(key)
    }
}
