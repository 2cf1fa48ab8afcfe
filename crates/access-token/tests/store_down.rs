//! A store that fails: an error, or a token of this process alone; never an accident.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/failing.rs"]
mod failing;
#[path = "support/rig.rs"]
mod rig;

use std::sync::Arc;

use access_token::{Error, MemoryStore, Settings, Stage, StoreDown};
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
