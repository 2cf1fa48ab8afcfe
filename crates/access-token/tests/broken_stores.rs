//! Stores that break one rule each: the suite for stores must say which.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access_token::conformance::{self, Bench};
use access_token::{
    Begin, Clock, Commit, Fence, Issued, Key, ManualClock, MemoryStore, Owner, Record, Secret,
    Store, StoreErrorKind, Stored, Terms,
};
use time::macros::datetime;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    NoSecondLook,
    GateFromAfter,
    RejectsAnything,
    LateCommitStored,
    EveryCommitIsNewer,
    OwnerUnknown,
    AnybodyIsOwner,
    OwnerForEver,
    HigherFenceDisplaces,
    AnyFenceEndsTheLease,
    FenceBelowSeen,
    ReadersWrite,
    TellsAnyGate,
    ClockStepsBack,
    FencesAreAllTheSame,
    OwnerPassesTheGate,
    RepetitionIsYounger,
    ForgetKeepsTheGate,
    ForgetEndsTheLease,
}

#[derive(Debug)]
struct Faulty {
    inner: MemoryStore,
    clock: ManualClock,
    fault: Fault,
    last: Mutex<Option<(Fence, Terms)>>,
    /// Higher than all that are granted.
    rising: AtomicU64,
}

impl Faulty {
    fn end_last(&self, key: &Key) -> Stored<()> {
        let last = *self.last.lock().unwrap();
        match last {
            Some((fence, terms)) => self.inner.abandon(key, fence, &terms),
            None => Ok(()),
        }
    }
}

impl Store for Faulty {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        if self.fault == Fault::ReadersWrite {
            self.end_last(key)?;
        }
        let record = self.inner.load(key)?;
        Ok(record.map(|mut record| {
            match self.fault {
                Fault::TellsAnyGate => {
                    record.gate_opens_in = self.inner.next_request_in(key).ok();
                }
                Fault::ClockStepsBack => {
                    let right = datetime!(2023-01-01 10:00 UTC) + self.clock.monotonic();
                    if self.clock.now() < right {
                        record.age = Duration::ZERO;
                    }
                }
                _ => {}
            }
            record
        }))
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        let current = self.inner.load(key)?.map(|record| record.fence);
        let seen = match self.fault {
            Fault::NoSecondLook => current,
            Fault::FenceBelowSeen => seen.filter(|_| current.is_some()),
            _ => seen,
        };
        let mut with = *terms;
        match self.fault {
            Fault::GateFromAfter => with.min_interval = Duration::ZERO,
            Fault::OwnerUnknown => with.owner = None,
            Fault::AnybodyIsOwner => with.owner = Some(Owner::new(1)),
            _ => {}
        }
        let begin = self.inner.begin(key, seen, &with)?;
        if let Begin::Granted(fence) = begin {
            *self.last.lock().unwrap() = Some((fence, *terms));
        }
        Ok(begin)
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        match self.fault {
            Fault::LateCommitStored => {
                return self.inner.commit(key, Fence::new(u64::MAX), issued, terms);
            }
            Fault::EveryCommitIsNewer => {
                let fence = Fence::new(self.rising.fetch_add(1, Ordering::SeqCst));
                return self.inner.commit(key, fence, issued, terms);
            }
            Fault::HigherFenceDisplaces => {
                if let Some(record) = self.inner.load(key)?
                    && record.fence < fence
                {
                    self.inner.reject(key, &record.token)?;
                }
            }
            Fault::AnyFenceEndsTheLease => self.end_last(key)?,
            Fault::FencesAreAllTheSame => {
                let terms = Terms::new(terms.lease, terms.min_interval, terms.margin);
                return self.inner.commit(key, fence, issued, &terms);
            }
            Fault::RepetitionIsYounger => {
                // Forgotten before, a repetition is a new token.
                self.inner.forget(key)?;
                let fence = Fence::new(self.rising.fetch_add(1, Ordering::SeqCst));
                return self.inner.commit(key, fence, issued, terms);
            }
            _ => {}
        }
        self.inner.commit(key, fence, issued, terms)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        match self.fault {
            Fault::OwnerForEver | Fault::OwnerPassesTheGate => Ok(()),
            Fault::AnyFenceEndsTheLease => self.end_last(key),
            _ => self.inner.abandon(key, fence, terms),
        }
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        match (self.fault, self.inner.load(key)?) {
            (Fault::RejectsAnything, Some(record)) => self.inner.reject(key, &record.token),
            _ => self.inner.reject(key, token),
        }
    }

    fn forget(&self, key: &Key) -> Stored<()> {
        match self.fault {
            Fault::ForgetKeepsTheGate => match self.inner.load(key)? {
                Some(record) => self.inner.reject(key, &record.token),
                None => Ok(()),
            },
            Fault::ForgetEndsTheLease => {
                self.end_last(key)?;
                self.inner.forget(key)
            }
            _ => self.inner.forget(key),
        }
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.inner.next_request_in(key)
    }
}

impl Faulty {
    fn new(inner: MemoryStore, clock: ManualClock, fault: Fault) -> Self {
        Self {
            inner,
            clock,
            fault,
            last: Mutex::default(),
            rising: AtomicU64::new(u64::MAX / 2),
        }
    }
}

fn bench(fault: Fault) -> Bench {
    let clock = ManualClock::new(datetime!(2023-01-01 10:00 UTC));
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Faulty::new(inner, clock.clone(), fault);
    Bench::on_clock(Arc::new(store), clock)
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
        (Fault::OwnerUnknown, "the_owner_of_a_lease_is_granted_anew"),
        (
            Fault::OwnerUnknown,
            "the_owner_is_granted_anew_after_his_lease",
        ),
        (Fault::AnybodyIsOwner, "nobody_else_is_the_owner"),
        (Fault::AnybodyIsOwner, "an_owner_may_lose_his_lease"),
        (Fault::OwnerForEver, "a_fetch_that_ended_has_no_owner"),
        (
            Fault::HigherFenceDisplaces,
            "a_record_is_displaced_by_the_last_fence_only",
        ),
        (
            Fault::AnyFenceEndsTheLease,
            "a_fence_that_was_never_granted_ends_no_lease",
        ),
        (
            Fault::AnyFenceEndsTheLease,
            "an_earlier_fence_of_the_owner_is_late",
        ),
        (
            Fault::EveryCommitIsNewer,
            "a_rejected_token_does_not_come_back_by_a_repetition",
        ),
        (
            Fault::FenceBelowSeen,
            "a_fence_is_higher_than_the_one_that_was_seen",
        ),
        (
            Fault::FencesAreAllTheSame,
            "any_fence_of_the_owner_ends_his_lease",
        ),
        (
            Fault::OwnerPassesTheGate,
            "an_owner_does_not_pass_the_gate_of_another",
        ),
        (
            Fault::RepetitionIsYounger,
            "a_repetition_makes_a_token_no_younger",
        ),
        (Fault::ReadersWrite, "readers_change_nothing"),
        (Fault::TellsAnyGate, "a_record_tells_no_gate_too_far"),
        (
            Fault::ClockStepsBack,
            "a_clock_that_steps_back_lengthens_nothing",
        ),
        (Fault::ForgetKeepsTheGate, "forget_opens_the_gate"),
        (Fault::ForgetEndsTheLease, "forget_leaves_a_lease"),
        (
            Fault::EveryCommitIsNewer,
            "a_forgotten_token_stays_forgotten",
        ),
    ];
    for (fault, check) in faults {
        let bench = bench(fault);
        let broken =
            conformance::run_one(&bench, check).expect_err(&format!("{fault:?} keeps {check}"));
        assert_eq!(broken.check, check);
        assert!(conformance::run(&bench).is_err());
    }
}

#[test]
fn a_rule_that_is_broken_in_real_time_is_named_however_slow_the_machine_is() {
    let unused = ManualClock::new(datetime!(2023-01-01 10:00 UTC));
    let store = Faulty::new(MemoryStore::new(), unused, Fault::AnybodyIsOwner);
    let bench = Bench::in_real_time(Arc::new(store), Duration::from_millis(1));
    let check = "nobody_else_is_the_owner";
    let broken = conformance::run_one(&bench, check).unwrap_err();
    assert_eq!(broken.check, check);
}

/// A store that was written before there was anything to forget.
#[derive(Debug)]
struct WithoutForget(MemoryStore);

impl Store for WithoutForget {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        self.0.load(key)
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        self.0.begin(key, seen, terms)
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.0.commit(key, fence, issued, terms)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.0.abandon(key, fence, terms)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.0.reject(key, token)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.0.next_request_in(key)
    }
}

#[test]
fn a_store_that_cannot_forget_says_so() {
    let clock = ManualClock::new(datetime!(2023-01-01 10:00 UTC));
    let store = WithoutForget(MemoryStore::with_clock(Arc::new(clock.clone())));
    let error = store.forget(&Key::new("a", "b", "c")).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused);
    let bench = Bench::on_clock(Arc::new(store), clock);
    let broken = conformance::run(&bench).unwrap_err();
    let sentence = "the store failed: this token store has no way to forget a token";
    assert_eq!(broken.sentence, sentence);
}
