use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::Key;
use crate::store_time::StoreTime;

/// The last write of each key that this process saw: the time that has passed since is known
/// without the wall.
#[derive(Debug, Default)]
pub(super) struct SeenWrites(Mutex<HashMap<Key, Seen>>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    stamp: StoreTime,
    monotonic: Duration,
}

impl SeenWrites {
    /// How long ago the write with this stamp was, by monotonic time; zero for one that this
    /// process sees for the first time.
    pub(super) fn passed_since(
        &self,
        key: &Key,
        stamp: StoreTime,
        monotonic: Duration,
    ) -> Duration {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = Seen { stamp, monotonic };
        let last = seen.entry(key.clone()).or_insert(first);
        if last.stamp != stamp {
            *last = first;
        }
        monotonic.saturating_sub(last.monotonic)
    }

    /// Notes a write of this process.
    pub(super) fn note(&self, key: &Key, stamp: StoreTime, monotonic: Duration) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(key.clone(), Seen { stamp, monotonic });
    }
}
