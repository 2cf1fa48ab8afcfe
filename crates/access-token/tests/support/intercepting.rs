//! A store between whose steps other things happen.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, Issued, Key, MemoryStore, Record, Secret, Store, Stored, Terms,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Load,
    Begin,
    Commit,
}

type Hook = Box<dyn Fn(&dyn Store) + Send + Sync>;

/// The hooks get the store beneath, so that what they do is not intercepted.
pub(crate) struct Intercepting {
    inner: MemoryStore,
    before: Mutex<Vec<(Step, Hook)>>,
    after: Mutex<Vec<(Step, Hook)>>,
}

impl Intercepting {
    pub(crate) fn new(inner: MemoryStore) -> Self {
        Self {
            inner,
            before: Mutex::default(),
            after: Mutex::default(),
        }
    }

    #[allow(dead_code, reason = "each test crate uses its part")]
    pub(crate) fn before(&self, step: Step, hook: impl Fn(&dyn Store) + Send + Sync + 'static) {
        lock(&self.before).push((step, Box::new(hook)));
    }

    #[allow(dead_code, reason = "each test crate uses its part")]
    pub(crate) fn after(&self, step: Step, hook: impl Fn(&dyn Store) + Send + Sync + 'static) {
        lock(&self.after).push((step, Box::new(hook)));
    }

    fn around<T>(&self, step: Step, act: impl FnOnce() -> T) -> T {
        let run = |hooks: &[(Step, Hook)]| {
            let hooks = hooks.iter().filter(|(at, _)| *at == step);
            hooks.for_each(|(_, hook)| hook(&self.inner));
        };
        run(&lock(&self.before));
        let answer = act();
        run(&lock(&self.after));
        answer
    }
}

fn lock(hooks: &Mutex<Vec<(Step, Hook)>>) -> MutexGuard<'_, Vec<(Step, Hook)>> {
    hooks.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Intercepting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intercepting").finish_non_exhaustive()
    }
}

impl Store for Intercepting {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.around(Step::Load, || self.inner.load(key))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        self.around(Step::Begin, || self.inner.begin(key, seen, terms))
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.around(Step::Commit, || {
            self.inner.commit(key, fence, issued, terms)
        })
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.inner.abandon(key, fence, terms)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.inner.reject(key, token)
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        self.inner.forget(key)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.inner.next_request_in(key)
    }
}
