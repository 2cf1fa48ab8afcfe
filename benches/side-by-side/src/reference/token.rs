//! A fresh token by hand: what a careful engineer keeps beside his calls, and nothing more.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use arc_swap::ArcSwapOption;

/// A deadline and the token, behind a mutex: the faster one while threads seldom meet.
#[derive(Debug)]
pub struct MutexToken(Mutex<Option<(Instant, Arc<str>)>>);

impl MutexToken {
    /// This token until the deadline.
    pub fn new(token: &str, deadline: Instant) -> Self {
        Self(Mutex::new(Some((deadline, token.into()))))
    }

    /// The token unless its time is over.
    pub fn token(&self) -> Option<Arc<str>> {
        let now = Instant::now();
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        fresh(kept.as_ref(), now)
    }
}

/// The same behind a lock that readers share: the faster one while threads meet.
#[derive(Debug)]
pub struct RwLockToken(RwLock<Option<(Instant, Arc<str>)>>);

impl RwLockToken {
    /// This token until the deadline.
    pub fn new(token: &str, deadline: Instant) -> Self {
        Self(RwLock::new(Some((deadline, token.into()))))
    }

    /// The token unless its time is over.
    pub fn token(&self) -> Option<Arc<str>> {
        let now = Instant::now();
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        fresh(kept.as_ref(), now)
    }
}

/// The same without a lock: what readers see is swapped as a whole.
#[derive(Debug)]
pub struct ArcSwapToken(ArcSwapOption<(Instant, Arc<str>)>);

impl ArcSwapToken {
    /// This token until the deadline.
    pub fn new(token: &str, deadline: Instant) -> Self {
        Self(ArcSwapOption::from_pointee((deadline, token.into())))
    }

    /// The token unless its time is over.
    pub fn token(&self) -> Option<Arc<str>> {
        let now = Instant::now();
        fresh(self.0.load().as_deref(), now)
    }
}

fn fresh(kept: Option<&(Instant, Arc<str>)>, now: Instant) -> Option<Arc<str>> {
    let (deadline, token) = kept?;
    (now < *deadline).then(|| Arc::clone(token))
}
