//! Many processes of one merchant on one store, hour after hour.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::counting_store::Steps;
use crate::world::{Process, World};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) struct Fleet {
    pub(crate) world: World,
    pub(crate) processes: Vec<Process>,
    /// Each process calls once in so many seconds; the calls are spread evenly.
    pause: u64,
    second: AtomicU64,
    /// Each new token ends the one before.
    pub(crate) one_lives: bool,
    /// Someone else logs in once in so many seconds.
    pub(crate) login_every: Option<u64>,
    /// The number of the token that the last such login ended.
    last_login: AtomicU64,
    calls: AtomicU64,
    rejected: AtomicU64,
    failed: AtomicU64,
}

/// What a fleet came to.
pub(crate) struct Outcome {
    pub(crate) calls: u64,
    pub(crate) rejected: u64,
    /// Calls for which there was no token.
    pub(crate) failed: u64,
    pub(crate) requests: u64,
    pub(crate) granted: u64,
    /// Requests beyond the limit of the provider.
    pub(crate) too_many: u64,
    pub(crate) steps: Steps,
    pub(crate) busiest: u64,
}

impl Fleet {
    /// Processes that share the store of the world; none has a token yet.
    pub(crate) fn new(world: World, size: u64, pause: u64) -> Self {
        let processes = (0..size).map(|_| world.process()).collect();
        Self::of(world, processes, pause)
    }

    pub(crate) fn of(world: World, processes: Vec<Process>, pause: u64) -> Self {
        Self {
            world,
            processes,
            pause,
            second: AtomicU64::new(0),
            one_lives: false,
            login_every: None,
            last_login: AtomicU64::new(0),
            calls: AtomicU64::new(0),
            rejected: AtomicU64::new(0),
            failed: AtomicU64::new(0),
        }
    }

    /// The processes start one after the other: with a common store only the first one asks.
    pub(crate) fn start(self) -> Self {
        for process in &self.processes {
            // A provider with a limit refuses those who ask for themselves.
            let _ = process.token();
        }
        self.world.store.forget_busiest();
        self
    }

    /// A request to the provider takes a second, in which the others go on.
    pub(crate) fn asks_for_a_second(self) -> Arc<Self> {
        let fleet = Arc::new(self);
        let weak: Weak<Self> = Arc::downgrade(&fleet);
        fleet.world.provider.while_asked(move || {
            if let Some(fleet) = weak.upgrade() {
                fleet.tick();
            }
        });
        fleet
    }

    pub(crate) fn run(&self, seconds: u64) {
        let end = self.second() + seconds;
        while self.second() < end {
            self.tick();
        }
    }

    fn tick(&self) {
        let second = self.second.fetch_add(1, Ordering::Relaxed) + 1;
        self.world.clock.advance(SECOND);
        if self
            .login_every
            .is_some_and(|every| second.is_multiple_of(every))
        {
            self.foreign_login();
        }
        let (size, phase) = (self.processes.len() as u64, second % self.pause);
        let first = (phase * size).div_ceil(self.pause);
        let end = ((phase + 1) * size).div_ceil(self.pause);
        for process in &self.processes[first as usize..end as usize] {
            self.call(process);
        }
    }

    /// Someone logs in past the store, which ends the token.
    pub(crate) fn foreign_login(&self) {
        let last = self.world.provider.granted();
        self.last_login.store(last, Ordering::Relaxed);
    }

    pub(crate) fn call(&self, process: &Process) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if !self.has_token(process) {
            self.failed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether there is a token for a call, or for its repeat after a rejection.
    fn has_token(&self, process: &Process) -> bool {
        let Ok(token) = process.token() else {
            return false;
        };
        if !self.one_lives {
            return true;
        }
        // It is the last one, unless someone else has logged in since.
        let last = self.world.provider.granted();
        let ended = self.last_login.load(Ordering::Relaxed) == last;
        if !ended && token.expose() == format!("token-{last}") {
            return true;
        }
        self.rejected.fetch_add(1, Ordering::Relaxed);
        process.replacement(&token).is_ok()
    }

    pub(crate) fn second(&self) -> u64 {
        self.second.load(Ordering::Relaxed)
    }

    pub(crate) fn outcome(&self) -> Outcome {
        let (provider, store) = (&self.world.provider, &self.world.store);
        Outcome {
            calls: self.calls.load(Ordering::Relaxed),
            rejected: self.rejected.load(Ordering::Relaxed),
            failed: self.failed.load(Ordering::Relaxed),
            requests: provider.requests(),
            granted: provider.granted(),
            too_many: provider.too_many(),
            steps: store.steps(),
            busiest: store.busiest_second(),
        }
    }
}
