//! Threads without a valid token: one of them fetches, all get what comes of it.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/answering.rs"]
mod answering;
#[path = "support/intercepting.rs"]
mod intercepting;
#[path = "support/rig.rs"]
mod rig;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use access_token::{
    Begin, Error, Fence, Issued, Lifetime, MemoryStore, Record, Settings, Store, Terms,
};
use answering::Answering;
use intercepting::{Intercepting, Step};
use rig::{Answer, Leaping, Provider, Refusal, Rig, minutes, seconds};

type Answered = Result<String, Error<Refusal>>;

fn callers(rig: &Rig, count: usize) -> Vec<JoinHandle<Answered>> {
    let start = Arc::new(Barrier::new(count));
    let caller = |_| {
        let (manager, start) = (Arc::clone(&rig.manager), Arc::clone(&start));
        thread::spawn(move || {
            start.wait();
            manager.token().map(|token| token.expose().to_owned())
        })
    };
    (0..count).map(caller).collect()
}

fn answers(callers: Vec<JoinHandle<Answered>>) -> Vec<Answered> {
    let joined = callers.into_iter().map(|caller| caller.join().unwrap());
    joined.collect()
}

const TERMS: Terms = Terms::new(seconds_const(20), seconds_const(60), seconds_const(1));

const fn seconds_const(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(count)
}

#[test]
fn thirty_two_threads_without_a_token_cause_one_fetch() {
    let rig = Rig::new(Provider::default());
    rig.provider.close();
    let callers = callers(&rig, 32);
    rig.provider.until_inside();
    rig.clock.until_waiting(31);
    rig.provider.open();
    for answer in answers(callers) {
        assert_eq!(answer.unwrap(), "token-1");
    }
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn thirty_two_threads_with_an_expired_token_cause_one_fetch() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(minutes(60));
    for answer in answers(callers(&rig, 32)) {
        assert_eq!(answer.unwrap(), "token-2");
    }
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_failed_fetch_reaches_everybody_who_waited_with_the_time_of_the_next_try() {
    let rig = Rig::new(Provider::default().then(Answer::Refuse("21184031")));
    rig.provider.close();
    let callers = callers(&rig, 32);
    rig.clock.until_waiting(31);
    rig.provider.open();
    for answer in answers(callers) {
        let error = answer.unwrap_err();
        let Error::Fetch { source, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(**source, Refusal("21184031"));
        assert_eq!(error.retry_in(), Some(seconds(61)));
        assert!(!error.is_transient() && !error.is_rate_limited());
    }
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_leader_who_panics_wakes_the_others() {
    let rig = Rig::new(Provider::default().then(Answer::Panic));
    rig.provider.close();
    let callers = callers(&rig, 8);
    rig.clock.until_waiting(7);
    rig.provider.open();
    let joined: Vec<_> = callers.into_iter().map(JoinHandle::join).collect();
    assert_eq!(joined.iter().filter(|joined| joined.is_err()).count(), 1);
    for answer in joined.into_iter().flatten() {
        // The request of the one who panicked may have been sent, so nobody may fetch yet.
        assert_eq!(answer.unwrap_err().retry_in(), Some(seconds(61)));
    }
    rig.clock.advance(seconds(61));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn callers_wait_no_longer_than_the_longest_wait() {
    let rig = Rig::new(Provider::default());
    rig.provider.close();
    let leader = callers(&rig, 1);
    rig.provider.until_inside();
    let waiting = callers(&rig, 4);
    rig.clock.until_waiting(4);
    rig.clock.advance(seconds(30));
    for answer in answers(waiting) {
        let error = answer.unwrap_err();
        assert!(matches!(error, Error::WaitedTooLong { .. }), "{error:?}");
        assert!(error.is_transient());
    }
    rig.provider.open();
    assert_eq!(answers(leader)[0].as_deref().unwrap(), "token-1");
}

/// The leader hangs beyond every deadline, and another process may fetch.
#[test]
fn who_waits_for_a_thread_that_hangs_takes_the_token_of_another_process() {
    let rig = Rig::with(Provider::default(), |set| set.longest_wait(minutes(10)));
    rig.provider.close();
    let leader = callers(&rig, 1);
    rig.provider.until_inside();
    let waiting = callers(&rig, 4);
    rig.clock.until_waiting(4);
    rig.clock.advance(seconds(80));
    let Begin::Granted(fence) = rig.store.begin(&rig::key(), None, &TERMS).unwrap() else {
        panic!("lease and gate are over");
    };
    let issued = Issued::new("token-of-another", None, seconds(0));
    rig.store
        .commit(&rig::key(), fence, &issued, &TERMS)
        .unwrap();
    // A growing pause, and not the end of the ten minutes.
    rig.clock.advance(seconds(30));
    for answer in answers(waiting) {
        assert_eq!(answer.unwrap(), "token-of-another");
    }
    rig.provider.open();
    // The late commit of the leader is superseded, and he takes the newer token, too, although
    // his own time to wait is not what brought him there.
    assert_eq!(answers(leader)[0].as_deref().unwrap(), "token-of-another");
}

/// The machine is suspended while one who waits looks at the store.
#[test]
fn who_waits_takes_no_token_whose_life_ended_while_he_looked() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| {
        set.longest_wait(minutes(10))
    });
    rig.provider.close();
    let leader = callers(&rig, 1);
    rig.provider.until_inside();
    let waiting = callers(&rig, 1);
    rig.clock.until_waiting(1);
    let (at, once) = (clock.clone(), Mutex::new(true));
    store.before(Step::Load, move |store| {
        if std::mem::take(&mut *once.lock().unwrap()) {
            let Begin::Granted(fence) = store.begin(&rig::key(), None, &TERMS).unwrap() else {
                panic!("lease and gate are over");
            };
            let issued = Issued::new("token-of-another", Some(minutes(60)), seconds(0));
            store.commit(&rig::key(), fence, &issued, &TERMS).unwrap();
        }
    });
    let once = Mutex::new(true);
    store.after(Step::Load, move |_| {
        if std::mem::take(&mut *once.lock().unwrap()) {
            at.suspend(minutes(600));
        }
    });
    rig.clock.advance(seconds(80));
    rig.provider.open();
    for answer in answers(leader).into_iter().chain(answers(waiting)) {
        assert_ne!(answer.as_deref().ok(), Some("token-of-another"));
    }
}

/// The store is asked by one of those who wait, not by each of them.
#[test]
fn those_who_wait_for_a_thread_that_hangs_ask_the_store_in_turn() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    store.before(Step::Load, move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let rig = Rig::on(store.clone(), clock, Provider::default(), |set| set);
    rig.provider.close();
    let leader = callers(&rig, 1);
    rig.provider.until_inside();
    let waiting = callers(&rig, 16);
    rig.clock.until_waiting(16);
    let loads = || count.load(Ordering::SeqCst) - 1;
    for _ in 0..29 {
        rig.clock.advance(seconds(1));
        thread::sleep(Duration::from_millis(5));
    }
    let started = Instant::now();
    while loads() == 0 && started.elapsed() < seconds(60) {
        thread::sleep(Duration::from_millis(5));
    }
    // After 1, 2, 3, 4 seconds, then after ever longer pauses, and at the end of the lease; fewer
    // where two steps of the clock come before a thread has woken.
    assert!((1..=14).contains(&loads()), "{} loads", loads());
    rig.provider.open();
    assert_eq!(answers(leader)[0].as_deref().unwrap(), "token-1");
    for answer in answers(waiting) {
        assert_eq!(answer.unwrap(), "token-1");
    }
}

#[test]
fn a_caller_waits_for_another_process_and_takes_its_token() {
    let rig = Rig::new(Provider::default());
    let Begin::Granted(fence) = rig.store.begin(&rig::key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    let callers = callers(&rig, 8);
    rig.clock.until_waiting(8);
    let issued = Issued::new("token-of-another", Some(minutes(60)), seconds(0));
    rig.store
        .commit(&rig::key(), fence, &issued, &TERMS)
        .unwrap();
    rig.clock.advance(seconds(1));
    for answer in answers(callers) {
        assert_eq!(answer.unwrap(), "token-of-another");
    }
    assert_eq!(rig.provider.count(), 0);
}

#[test]
fn a_process_that_was_killed_holds_the_others_back_for_lease_and_gate() {
    let rig = Rig::new(Provider::default());
    let begin = rig.store.begin(&rig::key(), None, &TERMS).unwrap();
    assert!(matches!(begin, Begin::Granted(_)));
    let caller = callers(&rig, 1);
    rig.clock.until_waiting(1);
    rig.clock.advance(seconds(20));
    let error = answers(caller).remove(0).unwrap_err();
    assert_eq!(error.retry_in(), Some(seconds(60)));
    rig.clock.advance(seconds(60));
    assert_eq!(rig.token(), "token-1");
}

#[test]
fn a_caller_whose_token_expires_while_another_process_refreshes_waits_for_it() {
    let provider = Provider::default().then(Answer::Token("token-1", Lifetime::seconds(600)));
    let rig = Rig::new(provider);
    rig.token();
    rig.clock.advance(seconds(595));
    let seen = rig
        .store
        .load(&rig::key())
        .unwrap()
        .map(|record| record.fence);
    let Begin::Granted(fence) = rig.store.begin(&rig::key(), seen, &TERMS).unwrap() else {
        panic!("the gate is open");
    };
    // Still valid: used at once, although somebody else refreshes.
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(5));
    let callers = callers(&rig, 2);
    rig.clock.until_waiting(2);
    let issued = Issued::new("token-of-another", Some(minutes(60)), seconds(0));
    rig.store
        .commit(&rig::key(), fence, &issued, &TERMS)
        .unwrap();
    rig.clock.advance(seconds(1));
    for answer in answers(callers) {
        assert_eq!(answer.unwrap(), "token-of-another");
    }
}

/// Another expired token at every question.
fn another_expired_token(question: usize) -> Begin {
    let (lifetime, age) = (Some(minutes(60)), minutes(61));
    let at = time::macros::datetime!(2023-01-01 09:00 UTC);
    let fence = Fence::new(question as u64);
    let record = Record::new("expired".into(), fence, lifetime, age, at);
    Begin::Newer(record)
}

#[test]
fn store_that_changes_at_every_look_is_not_asked_without_a_pause() {
    let store = Arc::new(Answering::new(another_expired_token));
    let clock = rig::clock();
    let leaping = Arc::new(Leaping::new(&clock));
    let set = |settings: Settings| settings.clock(leaping);
    let rig = Rig::on(store.clone(), clock, Provider::default(), set);
    let error = rig.manager.token().unwrap_err();
    assert!(matches!(error, Error::WaitedTooLong { .. }), "{error:?}");
    assert_eq!(rig.provider.count(), 0);
    // Eight at once, then one each tenth of a second for half a minute.
    assert_eq!(store.questions(), 8 + 300);
}

/// He finds the token of another process a quarter late at the worst, and asks a store that many
/// share ever less often.
#[test]
fn who_waits_looks_again_after_a_quarter_of_the_time_that_he_has_waited() {
    let clock = rig::clock();
    let leaping = Arc::new(Leaping::new(&clock));
    let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
    // Another process has the lease for 20 seconds, and never comes back.
    let terms = Terms::new(seconds(20), seconds(0), seconds(0));
    let begin = store.begin(&rig::key(), None, &terms).unwrap();
    assert!(matches!(begin, Begin::Granted(_)));
    let at = leaping.clone();
    let set = |settings: Settings| settings.clock(at);
    let rig = Rig::on(store, clock, Provider::default(), set);
    assert_eq!(rig.token(), "token-1");

    let waits = leaping.waits();
    let (last, before) = waits.split_last().unwrap();
    let mut waited = Duration::ZERO;
    for wait in before {
        let expected = (waited / 4).clamp(Duration::from_millis(100), seconds(1));
        assert_eq!(*wait, expected, "after {waited:?}");
        waited += *wait;
    }
    // A store counts in microseconds.
    assert_eq!((waited + *last).as_millis(), 20_000);
}
