//! The time of clients and sandbox, which stands still until somebody lets it pass.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use access_token::{Clock, Notify, NotifyVersion};
use openplat_sandbox::SandboxClock;
use time::OffsetDateTime;
use time::macros::datetime;

const START: OffsetDateTime = datetime!(2024-01-01 10:00 +8);

/// One time for all. It passes while no call is on its way, so that none sees half of a step.
#[derive(Debug, Default)]
pub(super) struct MovedTime {
    now: Arc<AtomicU64>,
    at_work: RwLock<()>,
}

impl MovedTime {
    /// Keeps the time from passing until the guard is dropped.
    pub(super) fn at_work(&self) -> RwLockReadGuard<'_, ()> {
        self.at_work.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets time pass for the clients and for this sandbox.
    pub(super) fn pass(&self, by: Duration, sandbox: &SandboxClock) {
        let _alone = self.at_work.write().unwrap_or_else(PoisonError::into_inner);
        let by = by.as_secs();
        let now = self.now.fetch_add(by, Ordering::SeqCst) + by;
        sandbox.set(START + Duration::from_secs(now));
    }

    /// What the clients look at.
    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(MovedClock(Arc::clone(&self.now)))
    }
}

/// Shows the time in seconds since the start.
struct MovedClock(Arc<AtomicU64>);

impl Clock for MovedClock {
    fn now(&self) -> OffsetDateTime {
        START + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }

    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        // Who waits for another client's token request waits in real time: it is on its way.
        notify.wait(seen, Some(longest.min(Duration::from_millis(2))));
    }
}

impl fmt::Debug for MovedClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MovedClock")
    }
}
