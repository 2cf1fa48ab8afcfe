//! An account or a sandbox that has started anew: the old token is forgotten, and the next one is
//! fetched at once.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;

use std::sync::{Arc, Mutex};

use access_token::{Error, FileStore, Stage, TokenEvent};
use dir::Dir;
use rig::{Answer, Provider, Rig, seconds};

#[test]
fn after_a_token_is_forgotten_the_next_is_fetched_at_once() {
    let rig = Rig::new(Provider::default());
    assert_eq!(rig.token(), "token-1");
    rig.manager.forget().unwrap();
    let status = rig.manager.status().unwrap();
    assert_eq!((status.stage, status.fetched_at), (None, None));
    assert_eq!(status.next_request_at, {
        use access_token::Clock;
        rig.clock.now()
    });
    assert_eq!(rig.token(), "token-2");
    // Only once: the least interval counts again.
    rig.manager.reject(&"token-2".into()).unwrap();
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(61))
    );
}

/// As the command line tool does it for those who share the directory.
#[test]
fn another_process_finds_no_token_and_an_open_gate_but_keeps_its_own() {
    let dir = Dir::new("forget");
    let clock = rig::clock();
    let store = FileStore::with_clock(dir.path(), Arc::new(clock.clone())).unwrap();
    let rig = Rig::on(Arc::new(store), clock, Provider::default(), |set| set);
    let (holder, newcomer) = (rig.neighbour(), rig.neighbour());
    rig.token();
    assert_eq!(holder.token().unwrap().expose(), "token-1");
    rig.manager.forget().unwrap();
    assert_eq!(holder.token().unwrap().expose(), "token-1");
    assert_eq!(newcomer.token().unwrap().expose(), "token-2");
    // The provider rejects the old one: the new one is in the store.
    let next = holder.replacement(&"token-1".into()).unwrap();
    assert_eq!(next.expose(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_process_that_has_seen_the_old_token_keeps_its_own_interval() {
    let rig = Rig::new(Provider::default());
    let holder = rig.neighbour();
    rig.token();
    rig.clock.advance(seconds(11));
    holder.token().unwrap();
    rig.manager.forget().unwrap();
    let error = holder.replacement(&"token-1".into()).unwrap_err();
    assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
    assert_eq!(error.retry_in(), Some(seconds(50)));
}

#[test]
fn a_fetch_that_goes_on_is_waited_for() {
    let rig = Rig::new(Provider::default());
    rig.provider.close();
    let manager = Arc::clone(&rig.manager);
    let leader = std::thread::spawn(move || manager.token().unwrap().expose().to_owned());
    rig.provider.until_inside();
    let neighbour = rig.neighbour();
    neighbour.forget().unwrap();
    let waiter = std::thread::spawn(move || neighbour.token().unwrap().expose().to_owned());
    rig.clock.until_waiting(1);
    rig.provider.open();
    assert_eq!(leader.join().unwrap(), "token-1");
    rig.clock.advance(seconds(1));
    assert_eq!(waiter.join().unwrap(), "token-1");
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn what_failed_before_is_forgotten_too_and_the_hook_is_told() {
    let told = Arc::new(Mutex::new(0));
    let count = Arc::clone(&told);
    let provider = Provider::default().then(Answer::Refuse("21184031"));
    let rig = Rig::with(provider, |set| {
        set.observer(move |event| {
            *count.lock().unwrap() += u32::from(matches!(event, TokenEvent::Forgotten));
        })
    });
    rig.manager.token().unwrap_err();
    rig.manager.forget().unwrap();
    assert_eq!(rig.token(), "token-2");
    assert_eq!(*told.lock().unwrap(), 1);
    assert_eq!(rig.manager.status().unwrap().stage, Some(Stage::Fresh));
}
