//! One provider, one store and one clock for all processes.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use access_token::{
    Clock, Fetch, Fetched, Key, Lifetime, ManualClock, MemoryStore, Settings, Store, TokenManager,
};
use time::macros::datetime;

use crate::counting_store::CountingStore;

/// Eight hours: what chao8's example answer states \[doc\].
pub(crate) const LIFE: Duration = Duration::from_secs(28_800);

/// The age at which the default refresh window begins.
pub(crate) const WINDOW: Duration = Duration::from_secs(25_920);

pub(crate) type Process = TokenManager<Provider>;

pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) store: Arc<CountingStore>,
    pub(crate) provider: Provider,
}

#[derive(Clone)]
pub(crate) struct Provider(Arc<Shared>);

struct Shared {
    lifetime: Lifetime,
    requests: AtomicU64,
    refuses: AtomicBool,
    while_asked: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

#[derive(Debug)]
pub(crate) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl std::error::Error for Refused {}

impl World {
    pub(crate) fn new(lifetime: Lifetime) -> Self {
        let clock = ManualClock::new(datetime!(2023-01-01 10:00 UTC));
        let shared = Shared {
            lifetime,
            requests: AtomicU64::new(0),
            refuses: AtomicBool::new(false),
            while_asked: OnceLock::new(),
        };
        Self {
            store: Arc::new(CountingStore::new(&clock)),
            clock,
            provider: Provider(Arc::new(shared)),
        }
    }

    pub(crate) fn key() -> Key {
        Key::new("provider", "https://api.example", "merchant")
    }

    /// A process of the merchant: a manager with the default settings.
    pub(crate) fn process(&self) -> Process {
        self.process_on(Arc::new(self.clock.clone()))
    }

    pub(crate) fn process_on(&self, clock: Arc<dyn Clock>) -> Process {
        self.process_with(Arc::clone(&self.store) as Arc<dyn Store>, clock)
    }

    /// A process with a store of its own, as if it were the only one.
    pub(crate) fn process_apart(&self) -> Process {
        let clock: Arc<dyn Clock> = Arc::new(self.clock.clone());
        let store = MemoryStore::with_clock(Arc::clone(&clock));
        self.process_with(Arc::new(store), clock)
    }

    fn process_with(&self, store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Process {
        let settings = Settings::default().clock(clock);
        TokenManager::new(Self::key(), store, self.provider.clone(), settings).unwrap()
    }
}

impl Provider {
    pub(crate) fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::Relaxed)
    }

    /// Whether it refuses from now on.
    pub(crate) fn refuse(&self, refuses: bool) {
        self.0.refuses.store(refuses, Ordering::Relaxed);
    }

    /// What goes on elsewhere while the provider is asked.
    pub(crate) fn while_asked(&self, goes_on: impl Fn() + Send + Sync + 'static) {
        assert!(self.0.while_asked.set(Box::new(goes_on)).is_ok());
    }
}

impl Fetch for Provider {
    type Error = Refused;

    fn fetch(&self) -> Result<Fetched, Refused> {
        let request = self.0.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(goes_on) = self.0.while_asked.get() {
            goes_on();
        }
        match self.0.refuses.load(Ordering::Relaxed) {
            true => Err(Refused),
            false => Ok(Fetched::new(format!("token-{request}"), self.0.lifetime)),
        }
    }
}
