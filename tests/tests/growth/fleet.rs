//! Many processes of one merchant on one store, hour after hour.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use access_token::Lifetime;

use crate::counting_store::Steps;
use crate::world::{Process, World};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) struct Fleet {
    pub(crate) world: World,
    processes: Vec<Process>,
    /// Each process calls once in so many seconds; the calls are spread evenly.
    pause: u64,
    second: AtomicU64,
    /// Each new token ends the one before.
    pub(crate) one_lives: bool,
    /// Someone else logs in once in so many seconds.
    pub(crate) login_every: Option<u64>,
    last_login: AtomicU64,
    calls: AtomicU64,
    rejected: AtomicU64,
    busiest: AtomicU64,
    steps_before: AtomicU64,
}

/// What a fleet came to.
pub(crate) struct Outcome {
    pub(crate) calls: u64,
    pub(crate) rejected: u64,
    pub(crate) requests: u64,
    pub(crate) steps: Steps,
    pub(crate) busiest: u64,
}

impl Fleet {
    pub(crate) fn new(size: u64, pause: u64, lifetime: Lifetime) -> Self {
        Self::of(World::new(lifetime), size, pause, World::process)
    }

    pub(crate) fn of(world: World, size: u64, pause: u64, start: fn(&World) -> Process) -> Self {
        let processes: Vec<_> = (0..size).map(|_| start(&world)).collect();
        // The first one starts alone, the others when there is a token.
        for process in &processes {
            process.token().unwrap();
        }
        let steps = world.store.steps().all();
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
            busiest: AtomicU64::new(0),
            steps_before: AtomicU64::new(steps),
        }
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
        let steps = self.world.store.steps().all();
        let in_last_second = steps - self.steps_before.swap(steps, Ordering::Relaxed);
        self.busiest.fetch_max(in_last_second, Ordering::Relaxed);
        let second = self.second.fetch_add(1, Ordering::Relaxed) + 1;
        self.world.clock.advance(SECOND);
        if self
            .login_every
            .is_some_and(|every| second.is_multiple_of(every))
        {
            let requests = self.world.provider.requests();
            self.last_login.store(requests, Ordering::Relaxed);
        }
        let (size, phase) = (self.processes.len() as u64, second % self.pause);
        let first = (phase * size).div_ceil(self.pause);
        let end = ((phase + 1) * size).div_ceil(self.pause);
        for process in &self.processes[first as usize..end as usize] {
            self.call(process);
        }
    }

    fn call(&self, process: &Process) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let token = process.token().unwrap();
        if !self.one_lives {
            return;
        }
        // It is the last one, unless someone else has logged in since.
        let requests = self.world.provider.requests();
        let ended = self.last_login.load(Ordering::Relaxed) == requests;
        if ended || token.expose() != format!("token-{requests}") {
            self.rejected.fetch_add(1, Ordering::Relaxed);
            process.replacement(&token).unwrap();
        }
    }

    pub(crate) fn second(&self) -> u64 {
        self.second.load(Ordering::Relaxed)
    }

    pub(crate) fn outcome(&self) -> Outcome {
        Outcome {
            calls: self.calls.load(Ordering::Relaxed),
            rejected: self.rejected.load(Ordering::Relaxed),
            requests: self.world.provider.requests(),
            steps: self.world.store.steps(),
            busiest: self.busiest.load(Ordering::Relaxed),
        }
    }
}
