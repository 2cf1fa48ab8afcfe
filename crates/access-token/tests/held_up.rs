//! A process that stands still between its lease and its request: a stopped process, a paused
//! container, a suspended machine, a slow store.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/intercepting.rs"]
mod intercepting;
#[path = "support/rig.rs"]
mod rig;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use access_token::{
    Begin, Error, Fetched, Issued, Lifetime, ManualClock, MemoryStore, Settings, Store, Terms,
    TokenEvent, TokenManager,
};
use intercepting::{Intercepting, Step};
use rig::{Provider, Rig, seconds};

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

/// Time passes for a process between the answer of `begin` and what it does next, once.
fn held_up(
    hold: impl Fn(&ManualClock, &dyn Store) + Send + Sync + 'static,
    set: impl FnOnce(Settings) -> Settings,
) -> Rig {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let (at, once) = (clock.clone(), Mutex::new(true));
    store.after(Step::Begin, move |store| {
        if std::mem::take(&mut *once.lock().unwrap()) {
            hold(&at, store);
        }
    });
    Rig::on(store, clock, Provider::default(), set)
}

/// Another process gets the lease, and its token is stored.
fn fetched_by_another(store: &dyn Store) {
    let Begin::Granted(fence) = store.begin(&rig::key(), None, &TERMS).unwrap() else {
        panic!("lease and gate are over");
    };
    let issued = Issued::new("token-of-another", None, seconds(0));
    store.commit(&rig::key(), fence, &issued, &TERMS).unwrap();
}

#[test]
fn who_was_held_up_takes_the_token_of_another_process_and_sends_nothing() {
    for suspended in [false, true] {
        let rig = held_up(
            move |clock, store| {
                match suspended {
                    true => clock.suspend(seconds(82)),
                    false => clock.advance(seconds(82)),
                }
                if !suspended {
                    fetched_by_another(store);
                }
            },
            |set| set,
        );
        let token = rig.token();
        match suspended {
            // The store of this process was suspended with it: the lease is still its own.
            true => assert_eq!((token.as_str(), rig.provider.count()), ("token-1", 1)),
            false => assert_eq!(
                (token.as_str(), rig.provider.count()),
                ("token-of-another", 0)
            ),
        }
    }
}

/// Nobody has asked meanwhile: neither the lease that ran out nor its gate is against the one who
/// holds it, and his own time to wait is not what he has spent.
#[test]
fn who_was_held_up_alone_fetches_under_a_new_lease() {
    for by in [11, 20, 35, 79, 82, 1000, 9 * 3600] {
        let told = Arc::new(Mutex::new(Vec::new()));
        let hear = Arc::clone(&told);
        let rig = held_up(
            move |clock, _| clock.advance(seconds(by)),
            |set| {
                set.observer(move |event| {
                    if let TokenEvent::HeldUp { by, .. } = event {
                        hear.lock().unwrap().push(*by);
                    }
                })
            },
        );
        assert_eq!(rig.token(), "token-1", "{by}");
        assert_eq!(rig.provider.count(), 1);
        assert_eq!(*told.lock().unwrap(), [seconds(by)]);
    }
}

#[test]
fn who_is_quick_enough_sends() {
    let rig = held_up(|clock, _| clock.advance(seconds(10)), |set| set);
    assert_eq!(rig.token(), "token-1");
    let fence = rig.store.load(&rig::key()).unwrap().unwrap().fence;
    // The lease was not asked for a second time.
    let micros = |at: time::OffsetDateTime| (at.unix_timestamp_nanos() / 1000) as u64;
    let first = micros(time::macros::datetime!(2023-01-01 10:00 UTC)) + 1;
    assert_eq!(fence.number(), first);
}

#[test]
fn who_is_held_up_at_every_lease_gives_up() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let at = clock.clone();
    store.after(Step::Begin, move |_| at.advance(seconds(11)));
    let rig = Rig::on(store, clock, Provider::default(), |set| set);
    let error = rig.manager.token().unwrap_err();
    assert!(matches!(error, Error::WaitedTooLong { .. }), "{error:?}");
    assert_eq!(rig.provider.count(), 0);
}

/// The answer comes late: there is a newer token, and the caller's time is over.
#[test]
fn who_was_superseded_takes_the_newer_token_though_his_time_is_over() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let at = clock.clone();
    let once = Mutex::new(true);
    store.before(Step::Commit, move |store| {
        if std::mem::take(&mut *once.lock().unwrap()) {
            at.advance(seconds(82));
            fetched_by_another(store);
        }
    });
    let rig = Rig::on(store, clock, Provider::default(), |set| set);
    assert_eq!(rig.token(), "token-of-another");
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_token_does_not_outlive_a_suspended_machine() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.suspend(seconds(9 * 3600));
    let status = rig.manager.status().unwrap();
    assert_eq!(status.stage, Some(access_token::Stage::Expired));
    let fetched_at = time::macros::datetime!(2023-01-01 10:00 UTC);
    assert_eq!(status.fetched_at, Some(fetched_at));
    assert_eq!(status.expires_at, Some(fetched_at + seconds(3600)));
    // Another manager that has seen nothing hears the same from the store.
    let neighbour = rig.neighbour().status().unwrap();
    assert_eq!(neighbour.stage, Some(access_token::Stage::Expired));
    // The gate never opens by a wall clock alone.
    let error = rig.manager.token().unwrap_err();
    assert_eq!(error.retry_in(), Some(seconds(61)));
    rig.clock.advance(seconds(61));
    assert_eq!(rig.token(), "token-2");
}

/// The lid closes while the answer is on its way: it lies there when the machine wakes.
#[test]
fn a_token_that_arrived_before_a_suspension_is_no_fresh_one() {
    for (stood_still, is_used) in [(10, true), (9 * 3600, false)] {
        let clock = rig::clock();
        let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
        let at = clock.clone();
        let fetch = move || -> Result<Fetched, std::io::Error> {
            at.suspend(seconds(stood_still));
            Ok(Fetched::new("token-1", Lifetime::seconds(8 * 3600)))
        };
        let settings = Settings::default().clock(Arc::new(clock.clone()));
        let manager = TokenManager::new(rig::key(), store.clone(), fetch, settings).unwrap();
        assert_eq!(manager.token().is_ok(), is_used, "{stood_still}");
        let record = store.load(&rig::key()).unwrap().unwrap();
        let age = if is_used { 0 } else { stood_still };
        assert_eq!(record.age, seconds(age));
    }
}

#[test]
fn a_token_that_was_loaded_before_a_suspension_is_no_fresh_one() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| set);
    assert_eq!(rig.neighbour().token().unwrap().expose(), "token-1");
    clock.advance(seconds(61));
    store.after(Step::Load, move |_| clock.suspend(seconds(9 * 3600)));
    assert_eq!(rig.token(), "token-2");
}

/// The other lease that was granted since has brought no token: ours is the newest there is.
#[test]
fn a_token_that_was_superseded_by_nothing_is_used() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let rig = Rig::on(store.clone(), clock.clone(), Provider::default(), |set| set);
    rig.token();
    clock.advance(seconds(3600));
    let once = Mutex::new(true);
    store.before(Step::Commit, move |store| {
        if std::mem::take(&mut *once.lock().unwrap()) {
            clock.advance(seconds(82));
            let seen = store.load(&rig::key()).unwrap().map(|record| record.fence);
            let begin = store.begin(&rig::key(), seen, &TERMS).unwrap();
            let Begin::Granted(fence) = begin else {
                panic!("lease and gate are over: {begin:?}");
            };
            store.abandon(&rig::key(), fence, &TERMS).unwrap();
        }
    });
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

/// A lease that is hardly longer than a request, and a store that takes a moment.
#[test]
fn who_is_held_up_again_and_again_pauses() {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Intercepting::new(inner));
    let (at, count) = (clock.clone(), Arc::new(Mutex::new(0)));
    let counted = Arc::clone(&count);
    store.after(Step::Begin, move |_| {
        *counted.lock().unwrap() += 1;
        at.advance(Duration::from_millis(15));
    });
    let leaping = Arc::new(rig::Leaping::new(&clock));
    let rig = Rig::on(store, clock, Provider::default(), |set| {
        set.clock(leaping).lease(Duration::from_millis(10_010))
    });
    let error = rig.manager.token().unwrap_err();
    assert!(matches!(error, Error::WaitedTooLong { .. }), "{error:?}");
    assert_eq!(rig.provider.count(), 0);
    let count = *count.lock().unwrap();
    assert!((8..=310).contains(&count), "{count} questions");
}

#[test]
fn a_wall_clock_that_is_put_right_lengthens_no_life() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock
        .set_wall(time::macros::datetime!(2022-01-01 10:00 UTC));
    rig.clock.advance(seconds(3600));
    let status = rig.manager.status().unwrap();
    assert_eq!(status.stage, Some(access_token::Stage::Expired));
    assert_eq!(rig.token(), "token-2");
}
