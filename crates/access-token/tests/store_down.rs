//! A store that fails: an error, or a token of this process alone; never an accident.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/failing.rs"]
mod failing;
#[path = "support/rig.rs"]
mod rig;

use std::sync::Arc;

use access_token::{Begin, Error, Issued, MemoryStore, Settings, Stage, Store, StoreDown, Terms};
use failing::{Failing, Step};
use rig::{Answer, Provider, Rig, minutes, seconds};

fn rig(provider: Provider, set: impl FnOnce(Settings) -> Settings) -> (Rig, Arc<Failing>) {
    let clock = rig::clock();
    let inner = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Failing::new(inner));
    (Rig::on(store.clone(), clock, provider, set), store)
}

fn local(settings: Settings) -> Settings {
    settings.store_down(StoreDown::UseLocal)
}

#[test]
fn a_store_that_fails_is_an_error_and_no_reason_to_fetch() {
    for step in [Step::Load, Step::Begin] {
        let (rig, store) = rig(Provider::default(), |settings| settings);
        store.fail(&[step]);
        let error = rig.manager.token().unwrap_err();
        assert!(matches!(error, Error::Store { .. }), "{error:?}");
        assert!(error.is_transient());
        assert_eq!(rig.provider.count(), 0);
        store.fail(&[]);
        assert_eq!(rig.token(), "token-1");
    }
}

#[test]
fn a_fresh_token_needs_no_store() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    rig.token();
    store.fail(&Step::ALL);
    assert_eq!(rig.token(), "token-1");
}

#[test]
fn in_the_window_a_store_that_fails_does_not_displace_the_token() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    rig.token();
    rig.clock.advance(minutes(56));
    store.fail(&Step::ALL);
    for _ in 0..100 {
        assert_eq!(rig.token(), "token-1");
    }
    // The store was asked once, not for every call.
    assert_eq!(store.failures(), 1);
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-1");
    assert_eq!(store.failures(), 2);
    store.fail(&[]);
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_token_that_the_store_did_not_take_is_used_all_the_same() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    store.fail(&[Step::Commit]);
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.provider.count(), 1);
    // The others are held back by the gate that `begin` set.
    store.fail(&[]);
    rig.clock.advance(seconds(20));
    let error = rig.neighbour().token().unwrap_err();
    assert_eq!(error.retry_in(), Some(seconds(60)));
}

/// The store still has the token before, which is over; the one that it did not take is not.
#[test]
fn an_expired_token_of_the_store_takes_no_valid_one_away() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(minutes(60));
    store.fail(&[Step::Commit]);
    assert_eq!(rig.token(), "token-2");
    store.fail(&[]);
    rig.clock.advance(minutes(55));
    rig.provider.push(Answer::Refuse("timeout"));
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 3, "a refresh was tried, in vain");
}

#[test]
fn a_local_token_is_used_if_the_settings_allow_it() {
    let (rig, store) = rig(Provider::default(), local);
    store.fail(&Step::ALL);
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.provider.count(), 1);
    let status = rig.manager.status().unwrap();
    let at = |hour: u64| Some(time::macros::datetime!(2023-01-01 0:00 UTC) + minutes(60 * hour));
    assert_eq!((status.fetched_at, status.expires_at), (at(10), at(11)));
    assert_eq!(status.stage, Some(Stage::Fresh));
    rig.clock.advance(minutes(56));
    assert_eq!(rig.token(), "token-2");
}

/// No store can give it back.
#[test]
fn a_late_failure_of_an_old_token_does_not_throw_away_a_local_one() {
    let (rig, store) = rig(Provider::default(), local);
    store.fail(&Step::ALL);
    rig.token();
    rig.clock.advance(minutes(56));
    assert_eq!(rig.token(), "token-2");
    rig.manager.reject(&"token-1".into()).unwrap();
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_local_fetch_has_a_local_gate() {
    let provider = Provider::default().then(Answer::Refuse("timeout"));
    let (rig, store) = rig(provider, local);
    store.fail(&Step::ALL);
    rig.manager.token().unwrap_err();
    let error = rig.manager.token().unwrap_err();
    assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
    assert_eq!(error.retry_in(), Some(seconds(61)));
    // The store is back and knows of no request; this process remembers.
    store.fail(&[]);
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(61))
    );
    assert_eq!(rig.provider.count(), 1);
    rig.clock.advance(seconds(61));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn a_rejected_token_stays_rejected_though_the_store_could_not_be_told() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    rig.token();
    rig.clock.advance(seconds(61));
    store.fail(&[Step::Reject]);
    let rejected = "token-1".into();
    assert!(matches!(
        rig.manager.replacement(&rejected).unwrap_err(),
        Error::Store { .. }
    ));
    assert!(rig.manager.token().is_err());
    assert_eq!(rig.provider.count(), 1);
    store.fail(&[]);
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn a_rejected_token_is_replaced_locally_if_the_settings_allow_it() {
    let (rig, store) = rig(Provider::default(), local);
    rig.token();
    rig.clock.advance(seconds(61));
    store.fail(&Step::ALL);
    let token = rig.manager.replacement(&"token-1".into()).unwrap();
    assert_eq!(token.expose(), "token-2");
    // The store comes back with the old token: it is not taken for a newer one.
    store.fail(&[]);
    rig.clock.advance(minutes(60));
    assert_eq!(rig.token(), "token-3");
}

const TERMS: Terms = Terms::new(
    std::time::Duration::from_secs(20),
    std::time::Duration::from_secs(60),
    std::time::Duration::from_secs(1),
);

/// What the store said last holds when it is gone: another process has asked the provider.
#[test]
fn the_gate_of_a_store_that_failed_since_holds_until_it_has_run_out() {
    let (rig, store) = rig(Provider::default(), local);
    let Begin::Granted(fence) = store.begin(&rig::key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    store.abandon(&rig::key(), fence, &TERMS).unwrap();
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(61))
    );
    store.fail(&Step::ALL);
    for waited in 0..61 {
        let error = rig.manager.token().unwrap_err();
        assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
        assert_eq!(error.retry_in(), Some(seconds(61 - waited)));
        rig.clock.advance(seconds(1));
    }
    assert_eq!(rig.token(), "token-1");
}

/// Somebody fetches at this moment, as far as is known.
#[test]
fn the_lease_of_a_store_that_failed_since_holds_and_so_does_its_gate() {
    let (rig, store) = rig(Provider::default(), |settings| {
        local(settings).longest_wait(seconds(21))
    });
    store.begin(&rig::key(), None, &TERMS).unwrap();
    let manager = Arc::clone(&rig.manager);
    let caller = std::thread::spawn(move || manager.token().unwrap_err());
    rig.clock.until_waiting(1);
    store.fail(&Step::ALL);
    rig.clock.advance(seconds(5));
    let error = caller.join().unwrap();
    assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
    assert_eq!(error.retry_in(), Some(seconds(75)));
    assert_eq!(rig.provider.count(), 0);
    let status = rig.manager.status().unwrap();
    let now = access_token::Clock::now(&rig.clock);
    assert_eq!(status.next_request_at, now + seconds(75));
    rig.clock.advance(seconds(75));
    assert_eq!(rig.token(), "token-1");
}

/// The same of a record: somebody has asked the provider when it was made.
#[test]
fn a_record_that_was_seen_keeps_the_gate_closed_when_the_store_fails() {
    let (rig, store) = rig(Provider::default(), local);
    let Begin::Granted(fence) = store.begin(&rig::key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    let issued = Issued::new("token-of-another", Some(minutes(60)), seconds(0));
    store.commit(&rig::key(), fence, &issued, &TERMS).unwrap();
    rig.clock.advance(seconds(7));
    assert_eq!(rig.token(), "token-of-another");
    store.fail(&Step::ALL);
    let error = rig.manager.replacement(&"token-of-another".into());
    assert_eq!(error.unwrap_err().retry_in(), Some(seconds(54)));
    assert_eq!(rig.provider.count(), 0);
}

#[test]
fn a_rejection_that_could_not_be_told_is_told_first() {
    for set in [local as fn(Settings) -> Settings, |settings| settings] {
        let (rig, store) = rig(Provider::default(), set);
        rig.token();
        rig.clock.advance(seconds(61));
        store.fail(&Step::ALL);
        let _ = rig.manager.reject(&"token-1".into());
        let local = rig.manager.token();
        if let Ok(token) = &local {
            assert_eq!(token.expose(), "token-2");
            // The one that was fetched alone is rejected, too.
            rig.manager.reject(token).unwrap();
        }
        store.fail(&[]);
        rig.clock.advance(seconds(61));
        // The store has token-1 as its current one, which is fresh by its life.
        assert_ne!(rig.token(), "token-1");
        // And it has heard of the rejection: nobody else gets it.
        let record = store.load(&rig::key()).unwrap().unwrap();
        assert_ne!(record.token.expose(), "token-1");
    }
}

#[test]
fn no_rejected_token_comes_back_however_many_could_not_be_told() {
    let (rig, store) = rig(Provider::default(), local);
    for round in 1..=40 {
        store.fail(&[]);
        let token = rig.manager.token().unwrap();
        assert_eq!(token.expose(), format!("token-{}", 2 * round - 1));
        rig.clock.advance(seconds(61));
        store.fail(&Step::ALL);
        rig.manager.reject(&token).unwrap();
        let alone = rig.manager.token().unwrap();
        assert_eq!(alone.expose(), format!("token-{}", 2 * round));
        rig.manager.reject(&alone).unwrap();
        rig.clock.advance(seconds(61));
    }
}

#[test]
fn a_store_that_cannot_be_told_to_forget_is_an_error_and_the_token_is_forgotten() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    rig.token();
    store.fail(&[Step::Forget, Step::Load]);
    let error = rig.manager.forget().unwrap_err();
    assert!(matches!(error, Error::Store { .. }), "{error:?}");
    assert!(rig.manager.token().is_err(), "the token at hand is gone");
    let (rig, store) = self::rig(Provider::default(), local);
    rig.token();
    store.fail(&Step::ALL);
    // Nobody is told that the others have forgotten it, too.
    let error = rig.manager.forget().unwrap_err();
    assert!(matches!(error, Error::Store { .. }), "{error:?}");
    assert_eq!(rig.token(), "token-2");
    // The store comes back with the forgotten token, which is no token any more.
    rig.manager.reject(&"token-2".into()).unwrap();
    store.fail(&[]);
    rig.clock.advance(seconds(61));
    assert_eq!(rig.token(), "token-3");
}

/// The store has not heard of the newer token, and still offers the old one.
#[test]
fn a_late_rejection_of_the_token_that_the_store_still_holds_is_not_lost() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    rig.token();
    rig.clock.advance(minutes(56));
    store.fail(&[Step::Commit]);
    assert_eq!(rig.token(), "token-2");
    store.fail(&[]);
    // A call that went out with the old token before.
    rig.manager.reject(&"token-1".into()).unwrap();
    assert_eq!(rig.token(), "token-2");
    rig.manager.reject(&"token-2".into()).unwrap();
    let error = rig.manager.token().unwrap_err();
    assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
    assert!(store.load(&rig::key()).unwrap().is_none(), "it was told");
}

/// Before anything else: nobody gets it from the store meanwhile.
#[test]
fn a_rejection_that_could_not_be_told_is_told_before_the_store_is_asked() {
    let (rig, store) = rig(Provider::default(), |settings| settings);
    rig.token();
    store.fail(&Step::ALL);
    rig.manager.reject(&"token-1".into()).unwrap_err();
    store.fail(&[Step::Load]);
    rig.manager.token().unwrap_err();
    store.fail(&[]);
    assert!(store.load(&rig::key()).unwrap().is_none());
}
