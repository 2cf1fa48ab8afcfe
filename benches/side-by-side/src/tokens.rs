//! A fresh token at hand, for any number of threads.

use std::convert::Infallible;
use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use access_token::{Fetched, Key, MemoryStore, Settings, TokenManager};

use crate::reference::token::{ArcSwapToken, MutexToken, RwLockToken};

const TOKEN: &str = "fake-token-0123456789";

/// A day: it stays fresh while it is measured.
const LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// The manager that is measured.
pub type Manager = TokenManager<fn() -> Result<Fetched, Infallible>>;

/// A manager that has its token.
///
/// # Panics
///
/// When it has none.
pub fn manager() -> Manager {
    let fetch: fn() -> _ = || Ok(Fetched::new(TOKEN, LIFE));
    let key = Key::new("bench", "https://localhost", "fake-app-id");
    let store = Arc::new(MemoryStore::new());
    let manager = TokenManager::new(key, store, fetch, Settings::default()).expect("settings");
    assert_eq!(manager.token().expect("a token").expose(), TOKEN);
    manager
}

/// The token by hand in each structure.
#[derive(Debug)]
pub struct ByHand {
    /// Behind a mutex.
    pub mutex: MutexToken,
    /// Behind a lock that readers share.
    pub rw_lock: RwLockToken,
    /// Swapped as a whole.
    pub arc_swap: ArcSwapToken,
}

/// All of them with a token that stays fresh.
pub fn by_hand() -> ByHand {
    let deadline = Instant::now() + LIFE;
    ByHand {
        mutex: MutexToken::new(TOKEN, deadline),
        rw_lock: RwLockToken::new(TOKEN, deadline),
        arc_swap: ArcSwapToken::new(TOKEN, deadline),
    }
}

/// How long so many threads take who each ask so many times: from the first who begins to the last
/// who is done.
///
/// # Panics
///
/// When a thread does.
pub fn asked<T>(threads: usize, times: usize, token: impl Fn() -> T + Sync) -> Duration {
    let ready = Barrier::new(threads);
    let ask = || {
        ready.wait();
        let start = Instant::now();
        for _ in 0..times {
            black_box(token());
        }
        (start, Instant::now())
    };
    let spans: Vec<(Instant, Instant)> = thread::scope(|scope| {
        let asking: Vec<_> = (0..threads).map(|_| scope.spawn(ask)).collect();
        let spans = asking
            .into_iter()
            .map(|thread| thread.join().expect("a span"));
        spans.collect()
    });
    let first = spans.iter().map(|(start, _)| *start).min();
    let last = spans.iter().map(|(_, end)| *end).max();
    first
        .zip(last)
        .map_or(Duration::ZERO, |(first, last)| last - first)
}
