//! A manager on a clock that stands still and a provider that follows a script.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use access_token::{
    Clock, Fetch, Fetched, Key, Lifetime, ManualClock, MemoryStore, Notify, NotifyVersion,
    Settings, Store, TokenManager, Verdict,
};
use time::macros::datetime;

/// The error of the scripted provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) &'static str);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Refusal {}

pub(crate) enum Answer {
    Token(&'static str, Lifetime),
    Refuse(&'static str),
    Panic,
}

/// Answers in turn, then with `token-N` for an hour; counts, and can hold its answers back.
#[derive(Clone, Default)]
pub(crate) struct Provider {
    shared: Arc<ProviderShared>,
}

#[derive(Default)]
struct ProviderShared {
    script: Mutex<VecDeque<Answer>>,
    count: AtomicUsize,
    gate: Mutex<Door>,
    moved: Condvar,
}

#[derive(Default)]
struct Door {
    closed: bool,
    inside: usize,
}

impl Provider {
    pub(crate) fn then(self, answer: Answer) -> Self {
        self.push(answer);
        self
    }

    pub(crate) fn push(&self, answer: Answer) {
        self.shared.script.lock().unwrap().push_back(answer);
    }

    pub(crate) fn count(&self) -> usize {
        self.shared.count.load(Ordering::SeqCst)
    }

    /// From now on a fetch waits inside the provider.
    pub(crate) fn close(&self) {
        self.shared.gate.lock().unwrap().closed = true;
    }

    pub(crate) fn open(&self) {
        self.shared.gate.lock().unwrap().closed = false;
        self.shared.moved.notify_all();
    }

    pub(crate) fn until_inside(&self) {
        let door = self.shared.gate.lock().unwrap();
        let inside = self.shared.moved.wait_while(door, |door| door.inside == 0);
        drop(inside.unwrap());
    }
}

impl Fetch for Provider {
    type Error = Refusal;

    fn fetch(&self) -> Result<Fetched, Refusal> {
        let count = self.shared.count.fetch_add(1, Ordering::SeqCst) + 1;
        let mut door = self.shared.gate.lock().unwrap();
        door.inside += 1;
        self.shared.moved.notify_all();
        door = self
            .shared
            .moved
            .wait_while(door, |door| door.closed)
            .unwrap();
        door.inside -= 1;
        drop(door);
        let answer = self.shared.script.lock().unwrap().pop_front();
        match answer {
            None => Ok(Fetched::new(
                format!("token-{count}"),
                Lifetime::seconds(3600),
            )),
            Some(Answer::Token(token, lifetime)) => Ok(Fetched::new(token, lifetime)),
            Some(Answer::Refuse(why)) => Err(Refusal(why)),
            Some(Answer::Panic) => panic!("the fetch panics, as the script says"),
        }
    }

    fn verdict(&self, error: &Refusal) -> Verdict {
        match error.0 {
            "21185002" => Verdict::RateLimited,
            "timeout" => Verdict::Transient,
            "21184031" => Verdict::Lasting,
            _ => Verdict::Unknown,
        }
    }
}

pub(crate) struct Rig {
    pub(crate) clock: ManualClock,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) provider: Provider,
    pub(crate) manager: Arc<TokenManager<Provider>>,
}

pub(crate) fn clock() -> ManualClock {
    ManualClock::new(datetime!(2023-01-01 10:00 UTC))
}

/// A clock on which whoever waits sleeps until his time has come.
#[derive(Debug)]
pub(crate) struct Leaping {
    clock: ManualClock,
    waits: Mutex<Vec<Duration>>,
}

impl Leaping {
    pub(crate) fn new(clock: &ManualClock) -> Self {
        Self {
            clock: clock.clone(),
            waits: Mutex::default(),
        }
    }

    /// How long each wait was.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }
}

impl Clock for Leaping {
    fn now(&self) -> time::OffsetDateTime {
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    fn wait(&self, _: &Notify, _: NotifyVersion, longest: Duration) {
        self.waits.lock().unwrap().push(longest);
        self.clock.advance(longest);
    }
}

pub(crate) fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

pub(crate) fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

pub(crate) fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

impl Rig {
    pub(crate) fn new(provider: Provider) -> Self {
        Self::with(provider, |settings| settings)
    }

    pub(crate) fn with(provider: Provider, set: impl FnOnce(Settings) -> Settings) -> Self {
        let clock = clock();
        let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
        Self::on(store, clock, provider, set)
    }

    pub(crate) fn on(
        store: Arc<dyn Store>,
        clock: ManualClock,
        provider: Provider,
        set: impl FnOnce(Settings) -> Settings,
    ) -> Self {
        let settings = set(Settings::default().clock(Arc::new(clock.clone())));
        let manager =
            TokenManager::new(key(), Arc::clone(&store), provider.clone(), settings).unwrap();
        Self {
            clock,
            store,
            provider,
            manager: Arc::new(manager),
        }
    }

    /// A manager, alone with its store, on a clock on which waiting takes no time.
    pub(crate) fn leaping(provider: Provider, set: impl FnOnce(Settings) -> Settings) -> Self {
        let clock = clock();
        let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
        let leaping = Arc::new(Leaping::new(&clock));
        Self::on(store, clock, provider, |settings| {
            set(settings.clock(leaping))
        })
    }

    /// Another process on the same store.
    pub(crate) fn neighbour(&self) -> TokenManager<Provider> {
        let settings = Settings::default().clock(Arc::new(self.clock.clone()));
        TokenManager::new(
            key(),
            Arc::clone(&self.store),
            self.provider.clone(),
            settings,
        )
        .unwrap()
    }

    /// The token, which must be had.
    pub(crate) fn token(&self) -> String {
        self.manager.token().unwrap().expose().to_owned()
    }
}
