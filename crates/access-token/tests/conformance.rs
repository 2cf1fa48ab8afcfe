//! The memory store and the file store keep the contract.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;

use std::sync::Arc;
use std::time::Duration;

use access_token::conformance::{self, Bench, CHECKS};
use access_token::{Begin, FileStore, Issued, Key, ManualClock, MemoryStore, Store, Stored, Terms};
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

/// Stores that break one rule each; the suite must say which.
mod broken {
    use super::*;
    use access_token::{Begin, Commit, Fence, Issued, Key, Record, Secret, Terms};

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Fault {
        NoSecondLook,
        GateFromAfter,
        RejectsAnything,
        LateCommitStored,
    }

    #[derive(Debug)]
    struct Faulty(MemoryStore, Fault);

    impl Store for Faulty {
        fn load(&self, key: &Key) -> Stored<Option<Record>> {
            self.0.load(key)
        }
        fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
            let seen = match self.1 {
                Fault::NoSecondLook => self.0.load(key)?.map(|record| record.fence),
                _ => seen,
            };
            let terms = match self.1 {
                Fault::GateFromAfter => Terms::new(terms.lease, Duration::ZERO, terms.margin),
                _ => *terms,
            };
            self.0.begin(key, seen, &terms)
        }
        fn commit(
            &self,
            key: &Key,
            fence: Fence,
            issued: &Issued,
            terms: &Terms,
        ) -> Stored<Commit> {
            let fence = match self.1 {
                Fault::LateCommitStored => Fence::new(u64::MAX),
                _ => fence,
            };
            self.0.commit(key, fence, issued, terms)
        }
        fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
            self.0.abandon(key, fence, terms)
        }
        fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
            match (self.1, self.0.load(key)?) {
                (Fault::RejectsAnything, Some(record)) => self.0.reject(key, &record.token),
                _ => self.0.reject(key, token),
            }
        }
        fn next_request_in(&self, key: &Key) -> Stored<Duration> {
            self.0.next_request_in(key)
        }
    }

    #[test]
    fn the_suite_names_the_rule_that_a_store_breaks() {
        let faults = [
            (Fault::NoSecondLook, "begin_looks_a_second_time"),
            (
                Fault::GateFromAfter,
                "the_gate_counts_from_before_the_request",
            ),
            (
                Fault::RejectsAnything,
                "reject_of_another_token_removes_nothing",
            ),
            (
                Fault::LateCommitStored,
                "a_lower_fence_does_not_displace_a_higher_one",
            ),
        ];
        for (fault, check) in faults {
            let clock = clock();
            let store = MemoryStore::with_clock(Arc::new(clock.clone()));
            let bench = Bench::on_clock(Arc::new(Faulty(store, fault)), clock);
            let broken = conformance::run_one(&bench, check).expect_err(check);
            assert_eq!(broken.check, check);
            assert!(conformance::run(&bench).is_err());
        }
    }
}
