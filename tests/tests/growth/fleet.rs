//! Many processes of one merchant on one store, hour after hour.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use access_token::Lifetime;

use crate::counting_store::Steps;
use crate::page;
use crate::world::{LIFE, Process, WINDOW, World};

const SIZES: [u64; 3] = [10, 1_000, 10_000];

const SECOND: Duration = Duration::from_secs(1);

const HOUR: u64 = 3600;

struct Fleet {
    world: World,
    processes: Vec<Process>,
    /// Each process calls once in so many seconds; the calls are spread evenly.
    pause: u64,
    second: AtomicU64,
    /// Someone else logs in once in so many seconds, and that ends the token.
    login_every: Option<u64>,
    last_login: AtomicU64,
    calls: AtomicU64,
    rejected: AtomicU64,
    busiest: AtomicU64,
    steps_before: AtomicU64,
}

/// What a fleet came to.
struct Outcome {
    calls: u64,
    rejected: u64,
    requests: u64,
    steps: Steps,
    busiest: u64,
}

impl Fleet {
    fn new(size: u64, pause: u64, lifetime: Lifetime) -> Self {
        let world = World::new(lifetime);
        let processes: Vec<_> = (0..size).map(|_| world.process()).collect();
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
            login_every: None,
            last_login: AtomicU64::new(0),
            calls: AtomicU64::new(0),
            rejected: AtomicU64::new(0),
            busiest: AtomicU64::new(0),
            steps_before: AtomicU64::new(steps),
        }
    }

    /// A request to the provider takes a second, in which the others go on.
    fn asks_for_a_second(self) -> Arc<Self> {
        let fleet = Arc::new(self);
        let weak: Weak<Self> = Arc::downgrade(&fleet);
        fleet.world.provider.while_asked(move || {
            if let Some(fleet) = weak.upgrade() {
                fleet.tick();
            }
        });
        fleet
    }

    fn run(&self, seconds: u64) {
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
        if self.login_every.is_none() {
            return;
        }
        // One token lives at a time: the last one, unless someone else has logged in since.
        let requests = self.world.provider.requests();
        let ended = self.last_login.load(Ordering::Relaxed) == requests;
        if ended || token.expose() != format!("token-{requests}") {
            self.rejected.fetch_add(1, Ordering::Relaxed);
            process.replacement(&token).unwrap();
        }
    }

    fn second(&self) -> u64 {
        self.second.load(Ordering::Relaxed)
    }

    fn outcome(&self) -> Outcome {
        Outcome {
            calls: self.calls.load(Ordering::Relaxed),
            rejected: self.rejected.load(Ordering::Relaxed),
            requests: self.world.provider.requests(),
            steps: self.world.store.steps(),
            busiest: self.busiest.load(Ordering::Relaxed),
        }
    }
}

/// Its name, and what a fleet of a size comes to in it.
type Case = (&'static str, fn(u64) -> Outcome);

/// A token of eight hours for a day.
fn a_day(size: u64) -> Outcome {
    let fleet = Fleet::new(size, 600, Lifetime::from(LIFE)).asks_for_a_second();
    fleet.run(24 * HOUR);
    fleet.outcome()
}

/// The same, and as each window begins the provider refuses for ten minutes.
fn a_day_of_refusals(size: u64) -> Outcome {
    let fleet = Fleet::new(size, 600, Lifetime::from(LIFE)).asks_for_a_second();
    let day = 24 * HOUR;
    for window in 1.. {
        let begins = window * WINDOW.as_secs() - 1;
        fleet.run(begins.min(day) - fleet.second());
        if begins >= day {
            break;
        }
        fleet.world.provider.refuse(true);
        fleet.run(600);
        fleet.world.provider.refuse(false);
    }
    fleet.outcome()
}

/// A token without a stated end, and someone else who logs in every six hours.
fn a_day_of_logins(size: u64) -> Outcome {
    let mut fleet = Fleet::new(size, 600, Lifetime::unstated());
    fleet.login_every = Some(6 * HOUR);
    fleet.run(24 * HOUR);
    fleet.outcome()
}

/// Half a minute around the beginning of the window, with a call of each process every second.
fn a_rush(size: u64) -> Outcome {
    let fleet = Fleet::new(size, 1, Lifetime::from(LIFE)).asks_for_a_second();
    fleet.world.clock.advance(WINDOW - 10 * SECOND);
    fleet.run(30);
    fleet.outcome()
}

#[test]
fn the_page_says_what_a_fleet_does() {
    let cases: [Case; 4] = [
        ("a day, tokens of 8 h", a_day),
        (
            "the same, refusals in 10 min of each window",
            a_day_of_refusals,
        ),
        ("a day, a foreign login every 6 h", a_day_of_logins),
        ("30 s of rush as the window begins", a_rush),
    ];
    let mut rows = Vec::new();
    for (case, run) in cases {
        for size in SIZES {
            let outcome = run(size);
            assert_bounds(&outcome, size);
            rows.push(row(case, &page::number(size), &outcome, 1));
            if size == 10_000 {
                rows.push(row(case, "100,000, computed", &outcome, 10));
            }
        }
    }
    let head = [
        "case",
        "processes",
        "calls",
        "of these rejected",
        "requests to the provider",
        "steps of the store",
        "steps of the busiest second",
    ];
    page::assert_has("fleets", &page::table(&head, &rows));
}

/// What holds for any number of processes.
fn assert_bounds(outcome: &Outcome, size: u64) {
    let Steps { begin, commit, .. } = outcome.steps;
    assert!(commit <= outcome.requests && outcome.requests <= begin);
    // No table may hide a request that grows with the processes.
    assert!(outcome.requests < 100, "{} by {size}", outcome.requests);
}

/// Calls, rejections and steps grow with the processes; requests to the provider do not.
fn row(case: &str, size: &str, outcome: &Outcome, times: u64) -> Vec<String> {
    let numbers = [
        outcome.calls * times,
        outcome.rejected * times,
        outcome.requests,
        outcome.steps.all() * times,
        outcome.busiest * times,
    ];
    let numbers = numbers.into_iter().map(page::number);
    [case.to_owned(), size.to_owned()]
        .into_iter()
        .chain(numbers)
        .collect()
}
