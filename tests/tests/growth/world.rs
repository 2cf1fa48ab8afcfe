//! One provider, one store and one clock for all processes.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
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
    /// Of the processes that start from now on.
    pub(crate) settings: Settings,
}

/// How often a provider grants a token.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// To everybody who asks: of damaijia no limit is documented.
    None,
    /// To one request a minute, as chao8 does \[doc\]; those that it refuses do not count.
    OfGrants,
    /// To one request a minute; those that it refuses count, too, as we take it of chao8
    /// \[inferred\].
    OfRequests,
}

#[derive(Clone)]
pub(crate) struct Provider(Arc<Shared>);

struct Shared {
    clock: ManualClock,
    lifetime: Lifetime,
    limit: Limit,
    /// The end of the minute after the last request that counts.
    opens: Mutex<Duration>,
    requests: AtomicU64,
    too_many: AtomicU64,
    granted: AtomicU64,
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
    pub(crate) fn new(lifetime: Lifetime, limit: Limit) -> Self {
        let clock = ManualClock::new(datetime!(2023-01-01 10:00 UTC));
        let shared = Shared {
            clock: clock.clone(),
            lifetime,
            limit,
            opens: Mutex::default(),
            requests: AtomicU64::new(0),
            too_many: AtomicU64::new(0),
            granted: AtomicU64::new(0),
            refuses: AtomicBool::new(false),
            while_asked: OnceLock::new(),
        };
        Self {
            store: Arc::new(CountingStore::new(&clock)),
            clock,
            provider: Provider(Arc::new(shared)),
            settings: Settings::default(),
        }
    }

    pub(crate) fn key() -> Key {
        Key::new("provider", "https://api.example", "merchant")
    }

    /// A process of the merchant: a manager with the settings of this world.
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
        let settings = self.settings.clone().clock(clock);
        TokenManager::new(Self::key(), store, self.provider.clone(), settings).unwrap()
    }
}

impl Provider {
    pub(crate) fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::Relaxed)
    }

    /// Those of the requests that came within the minute of another one.
    pub(crate) fn too_many(&self) -> u64 {
        self.0.too_many.load(Ordering::Relaxed)
    }

    /// The number of tokens, and that of the last one.
    pub(crate) fn granted(&self) -> u64 {
        self.0.granted.load(Ordering::Relaxed)
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
        self.0.requests.fetch_add(1, Ordering::Relaxed);
        let within_limit = self.0.is_within_limit();
        if let Some(goes_on) = self.0.while_asked.get() {
            goes_on();
        }
        if !within_limit || self.0.refuses.load(Ordering::Relaxed) {
            return Err(Refused);
        }
        let granted = self.0.granted.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(Fetched::new(format!("token-{granted}"), self.0.lifetime))
    }
}

impl Shared {
    /// Counts a request.
    fn is_within_limit(&self) -> bool {
        let now = self.clock.monotonic();
        let mut opens = self.opens.lock().unwrap();
        let within = now >= *opens;
        let counts = match self.limit {
            Limit::None => return true,
            Limit::OfGrants => within,
            Limit::OfRequests => true,
        };
        if counts {
            *opens = now + Duration::from_secs(60);
        }
        if !within {
            self.too_many.fetch_add(1, Ordering::Relaxed);
        }
        within
    }
}
