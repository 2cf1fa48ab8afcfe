//! What is run: the cases of the page, each with 10, 1,000 and 10,000 processes.

use access_token::Lifetime;

use crate::counting_store::Steps;
use crate::fleet::{Fleet, Outcome, SECOND};
use crate::page;
use crate::world::{LIFE, WINDOW, World};

const SIZES: [u64; 3] = [10, 1_000, 10_000];

const HOUR: u64 = 3600;

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
    fleet.one_lives = true;
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

/// An hour of processes that do not share a store, where each new token ends the one before.
fn an_hour_apart(size: u64) -> Outcome {
    let world = World::new(Lifetime::unstated());
    let mut fleet = Fleet::of(world, size, 600, World::process_apart);
    fleet.one_lives = true;
    // A minute later each of them may log in again.
    fleet.world.clock.advance(61 * SECOND);
    fleet.run(HOUR);
    fleet.outcome()
}

#[test]
fn the_page_says_what_processes_do_that_share_no_store() {
    let mut rows = Vec::new();
    for size in SIZES {
        let outcome = an_hour_apart(size);
        // Each call finds that the token of its process was ended by the others.
        assert_eq!(outcome.rejected, outcome.calls);
        let mut row = |size: String, times: u64| {
            let numbers = [outcome.calls, outcome.rejected, outcome.requests];
            let numbers = numbers.map(|count| page::number(count * times));
            rows.push([size].into_iter().chain(numbers).collect());
        };
        row(page::number(size), 1);
        if size == 10_000 {
            row("100,000, computed".to_owned(), 10);
        }
    }
    let head = [
        "processes",
        "calls",
        "of these rejected",
        "requests to the provider",
    ];
    page::assert_has("no common store", &page::table(&head, &rows));
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
