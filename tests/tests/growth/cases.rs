//! What is run: the cases of the page in which the processes share a store.

use access_token::Lifetime;

use crate::counting_store::Steps;
use crate::crowd::Crowd;
use crate::fleet::{Fleet, Outcome, SECOND};
use crate::page;
use crate::world::{LIFE, Limit, WINDOW, World};

const HOUR: u64 = 3600;

/// Its name, what a fleet of a size comes to in it, the sizes that are run, those computed.
type Case = (
    &'static str,
    fn(u64) -> Outcome,
    &'static [u64],
    &'static [u64],
);

const RUN: &[u64] = &[10, 1_000, 10_000];
const COMPUTED: &[u64] = &[100_000];

/// As many as one test may have threads.
const RUN_IN_THREADS: &[u64] = &[10, 1_000];
const COMPUTED_OF_THREADS: &[u64] = &[10_000, 100_000];

const CASES: [Case; 7] = [
    ("a day, tokens of 8 h", a_day, RUN, COMPUTED),
    (
        "the same, refusals in 10 min of each window",
        a_day_of_refusals,
        RUN,
        COMPUTED,
    ),
    (
        "a day, a foreign login every 6 h",
        a_day_of_logins,
        RUN,
        COMPUTED,
    ),
    ("30 s of rush as the window begins", a_rush, RUN, COMPUTED),
    (
        "5 s of rush on an empty store",
        an_empty_store,
        RUN_IN_THREADS,
        COMPUTED_OF_THREADS,
    ),
    (
        "5 s of rush, a foreign login",
        a_login_in_a_rush,
        RUN_IN_THREADS,
        COMPUTED_OF_THREADS,
    ),
    (
        "the same, `look_again` of 1 s",
        a_login_with_long_pauses,
        RUN_IN_THREADS,
        COMPUTED_OF_THREADS,
    ),
];

/// Tokens of eight hours from a provider with chao8's limit.
fn eight_hours() -> World {
    World::new(Lifetime::from(LIFE), Limit::OfRequests)
}

/// Tokens without a stated end from a provider without a known limit, as of damaijia.
fn unstated() -> World {
    World::new(Lifetime::unstated(), Limit::None)
}

/// A token of eight hours for a day.
fn a_day(size: u64) -> Outcome {
    let fleet = Fleet::new(eight_hours(), size, 600);
    let fleet = fleet.start().asks_for_a_second();
    fleet.run(24 * HOUR);
    fleet.outcome()
}

/// The same, and as each window begins the provider refuses for ten minutes.
fn a_day_of_refusals(size: u64) -> Outcome {
    let fleet = Fleet::new(eight_hours(), size, 600);
    let fleet = fleet.start().asks_for_a_second();
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

/// Someone else logs in every six hours; a request takes no time.
fn a_day_of_logins(size: u64) -> Outcome {
    let mut fleet = Fleet::new(unstated(), size, 600).start();
    fleet.one_lives = true;
    fleet.login_every = Some(6 * HOUR);
    fleet.run(24 * HOUR);
    fleet.outcome()
}

/// Half a minute around the beginning of the window, with a call of each process every second.
fn a_rush(size: u64) -> Outcome {
    let fleet = Fleet::new(eight_hours(), size, 1);
    let fleet = fleet.start().asks_for_a_second();
    fleet.world.clock.advance(WINDOW - 10 * SECOND);
    fleet.run(30);
    fleet.outcome()
}

/// All start at the same moment, and there is no token yet.
fn an_empty_store(size: u64) -> Outcome {
    let crowd = Crowd::new(eight_hours(), size);
    crowd.run(5);
    crowd.fleet.outcome()
}

/// Someone else logs in, and all processes learn of it at the same moment.
fn a_login(world: World, size: u64) -> Outcome {
    let mut crowd = Crowd::new(world, size);
    crowd.fleet = crowd.fleet.start();
    crowd.fleet.one_lives = true;
    crowd.fleet.world.clock.advance(61 * SECOND);
    crowd.run(2);
    crowd.fleet.foreign_login();
    crowd.run(3);
    crowd.fleet.outcome()
}

fn a_login_in_a_rush(size: u64) -> Outcome {
    a_login(unstated(), size)
}

fn a_login_with_long_pauses(size: u64) -> Outcome {
    let mut world = unstated();
    world.settings = world.settings.look_again(SECOND);
    a_login(world, size)
}

#[test]
fn the_page_says_what_a_fleet_does() {
    let mut rows = Vec::new();
    for (case, run, sizes, computed) in CASES {
        let mut largest = None;
        for &size in sizes {
            let outcome = run(size);
            assert_bounds(&outcome, size);
            rows.push(row(case, &page::number(size), &outcome, 1));
            largest = Some((size, outcome));
        }
        let (size, outcome) = largest.unwrap();
        for &more in computed {
            let name = format!("{}, computed", page::number(more));
            rows.push(row(case, &name, &outcome, more / size));
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
    // Nobody is without a token, and the limit of the provider is kept.
    assert_eq!((outcome.failed, outcome.too_many), (0, 0), "{size}");
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
