//! Processes that do not share a store, where each new token ends the one before.

use access_token::Lifetime;

use crate::fleet::{Fleet, SECOND};
use crate::page;
use crate::world::{LIFE, Limit, World};

const SIZES: [u64; 3] = [10, 1_000, 10_000];

/// A case: its name, what the provider allows, and how long a process pauses.
type Case = (&'static str, Limit, u64);

const CASES: [Case; 3] = [
    ("every request is granted", Limit::None, 600),
    ("one grant a minute", Limit::OfGrants, 600),
    (
        "one request a minute, refused ones count",
        Limit::OfRequests,
        600,
    ),
];

/// More calls, and so fewer processes.
const BUSY: Case = ("every request is granted, a call in 10 s", Limit::None, 10);

/// What so many processes come to in an hour: calls, rejected, failed, requests, granted.
fn an_hour(&(_, limit, pause): &Case, size: u64) -> [u64; 5] {
    let lifetime = match limit {
        Limit::None => Lifetime::unstated(),
        Limit::OfGrants | Limit::OfRequests => Lifetime::from(LIFE),
    };
    let world = World::new(lifetime, limit);
    let processes = (0..size).map(|_| world.process_apart()).collect();
    let mut fleet = Fleet::of(world, processes, pause).start();
    fleet.one_lives = true;
    // A minute later each of them may ask again.
    fleet.world.clock.advance(61 * SECOND);
    fleet.run(3600);
    let outcome = fleet.outcome();
    assert_eq!(outcome.requests, outcome.granted + outcome.too_many);
    [
        outcome.calls,
        outcome.rejected,
        outcome.failed,
        outcome.requests,
        outcome.granted,
    ]
}

fn row(&(name, ..): &Case, size: &str, numbers: [u64; 5]) -> Vec<String> {
    let numbers = numbers.into_iter().map(page::number);
    let names = [name.to_owned(), size.to_owned()];
    names.into_iter().chain(numbers).collect()
}

#[test]
fn the_page_says_what_processes_do_that_share_no_store() {
    let mut rows = Vec::new();
    for case in &CASES {
        let outcomes = SIZES.map(|size| an_hour(case, size));
        for (size, outcome) in SIZES.into_iter().zip(outcomes) {
            rows.push(row(case, &page::number(size), outcome));
        }
        // On the line through the last two: from 10,000 it is ten times as far as between them.
        let [_, fewer, more] = outcomes;
        let computed = std::array::from_fn(|i| more[i] + 10 * (more[i] - fewer[i]));
        rows.push(row(case, "100,000, computed", computed));
    }
    for size in [10, 100] {
        rows.push(row(&BUSY, &page::number(size), an_hour(&BUSY, size)));
    }
    let head = [
        "case",
        "processes",
        "calls",
        "of these rejected",
        "calls that fail",
        "requests to the provider",
        "of these granted",
    ];
    page::assert_has("no common store", &page::table(&head, &rows));
}
