//! The memory store and the file store keep the contract.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/intercepting.rs"]
mod intercepting;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use access_token::conformance::{self, Bench, CHECKS};
use access_token::{Begin, FileStore, Issued, Key, ManualClock, MemoryStore, Store, Terms};
use intercepting::{Intercepting, Step};
use time::macros::datetime;

fn clock() -> ManualClock {
    ManualClock::new(datetime!(2023-01-01 10:00 UTC))
}

#[test]
fn memory_store_keeps_the_contract() {
    let clock = clock();
    let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
    conformance::run(&Bench::on_clock(store, clock)).unwrap();
}

/// A machine that has just started counts from zero, and the answer may have taken its time.
#[test]
fn token_that_is_older_than_its_monotonic_clock_keeps_its_age() {
    let store = MemoryStore::with_clock(Arc::new(clock()));
    let day = Duration::from_secs(24 * 60 * 60);
    let key = Key::new("a provider", "https://api.example", "app-1");
    let terms = Terms::new(
        Duration::from_secs(20),
        Duration::from_secs(60),
        Duration::ZERO,
    );
    let Begin::Granted(fence) = store.begin(&key, None, &terms).unwrap() else {
        panic!("a new store");
    };
    let issued = Issued::new("token-1", Some(400 * day), 300 * day);
    store.commit(&key, fence, &issued, &terms).unwrap();
    assert_eq!(store.load(&key).unwrap().unwrap().age, 300 * day);
}

#[test]
fn file_store_keeps_the_contract() {
    let dir = dir::Dir::new("conformance");
    let clock = clock();
    let store = FileStore::with_clock(dir.path(), Arc::new(clock.clone())).unwrap();
    let store = Arc::new(store);
    let wiped = Arc::clone(&store);
    let bench = Bench::on_clock(store, clock).wiped_by(move |key| {
        std::fs::remove_file(wiped.data_path(key)).unwrap();
    });
    conformance::run(&bench).unwrap();
}

#[test]
fn file_store_keeps_the_contract_in_real_time() {
    let dir = dir::Dir::new("conformance-real");
    let store = Arc::new(FileStore::new(dir.path()).unwrap());
    conformance::run(&Bench::in_real_time(store, Duration::from_millis(120))).unwrap();
}

#[test]
fn a_machine_that_stands_still_makes_no_store_a_broken_one() {
    for check in [
        "a_leased_fetch_holds_others_back",
        "nobody_else_is_the_owner",
        "reject_does_not_open_the_gate",
    ] {
        let store = Intercepting::new(MemoryStore::new());
        // The machine stands still before the first steps.
        let stalls = AtomicU32::new(4);
        store.before(Step::Begin, move |_| {
            let left = |left: u32| left.checked_sub(1);
            let stall = stalls.fetch_update(Ordering::SeqCst, Ordering::SeqCst, left);
            if stall.is_ok() {
                thread::sleep(Duration::from_millis(200));
            }
        });
        let bench = Bench::in_real_time(Arc::new(store), Duration::from_millis(40));
        conformance::run_one(&bench, check).unwrap();
    }
}

#[test]
fn a_check_can_be_run_by_its_name() {
    let clock = clock();
    let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
    let bench = Bench::on_clock(store, clock);
    for &check in CHECKS {
        conformance::run_one(&bench, check).unwrap();
    }
    let error = conformance::run_one(&bench, "no_such_check").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no_such_check: there is no check of this name"
    );
}
