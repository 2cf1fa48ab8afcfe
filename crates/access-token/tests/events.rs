//! What the hook and the log are told of a token.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/failing.rs"]
mod failing;
#[path = "support/log_lines.rs"]
mod log_lines;
#[path = "support/rig.rs"]
mod rig;

use std::sync::{Arc, Mutex};

use access_token::{Begin, MemoryStore, Settings, StoreDown, Terms, TokenEvent, TooSoon};
use failing::{Failing, Step};
use rig::{Answer, Provider, Rig, minutes, seconds};

type Told = Arc<Mutex<Vec<String>>>;

fn telling(told: &Told) -> impl Fn(&TokenEvent<'_>) + Send + Sync + 'static {
    let told = Arc::clone(told);
    move |event| {
        let name = format!("{event:?}");
        let name = name.split([' ', '{']).next().unwrap();
        told.lock().unwrap().push(name.to_owned());
    }
}

fn take(told: &Told) -> Vec<String> {
    std::mem::take(&mut told.lock().unwrap())
}

#[test]
fn life_of_a_token_is_told() {
    let told = Told::default();
    let rig = Rig::with(Provider::default(), |settings| {
        settings.observer(telling(&told))
    });
    rig.token();
    assert_eq!(take(&told), ["Fetched"]);
    rig.token();
    assert!(take(&told).is_empty(), "a fresh token is no event");
    rig.clock.advance(minutes(55));
    rig.token();
    assert_eq!(take(&told), ["Refreshed"]);
    let token = rig.manager.token().unwrap();
    rig.manager.reject(&token).unwrap();
    assert_eq!(take(&told), ["Rejected"]);
    rig.manager.token().unwrap_err();
    assert_eq!(take(&told), ["GateClosed"]);
}

#[test]
fn failed_fetch_is_told() {
    let told = Told::default();
    let provider = Provider::default().then(Answer::Refuse("timeout"));
    let rig = Rig::with(provider, |settings| settings.observer(telling(&told)));
    rig.manager.token().unwrap_err();
    assert_eq!(take(&told), ["FetchFailed"]);
}

/// He looks again and again; that he waits is one event.
#[test]
fn wait_for_another_process_is_told_once() {
    let told = Told::default();
    let rig = Rig::leaping(Provider::default(), |settings| {
        settings.observer(telling(&told))
    });
    // Another process has the lease, and never comes back.
    let terms = Terms::new(seconds(20), seconds(0), seconds(0));
    let begin = rig.store.begin(&rig::key(), None, &terms).unwrap();
    assert!(matches!(begin, Begin::Granted(_)));
    rig.token();
    assert_eq!(take(&told), ["Waiting", "Fetched"]);
}

#[test]
fn wait_for_the_gate_is_told_once() {
    let told = Told::default();
    let provider = Provider::default().then(Answer::Refuse("21185002"));
    let rig = Rig::leaping(provider, |settings| {
        let settings = settings.longest_wait(minutes(2)).too_soon(TooSoon::Wait);
        settings.observer(telling(&told))
    });
    rig.manager.token().unwrap_err();
    assert_eq!(take(&told), ["FetchFailed"]);
    rig.token();
    assert_eq!(take(&told), ["GateClosed", "Fetched"]);
}

#[test]
fn store_that_fails_is_told_also_where_the_process_goes_on_without_it() {
    for (store_down, expected) in [
        (StoreDown::Fail, vec!["StoreDown"]),
        (
            StoreDown::UseLocal,
            vec!["StoreDown", "OnItsOwn", "Fetched"],
        ),
    ] {
        let told = Told::default();
        let clock = rig::clock();
        let store = Arc::new(Failing::new(MemoryStore::with_clock(Arc::new(
            clock.clone(),
        ))));
        store.fail(&Step::ALL);
        let set = |settings: Settings| settings.store_down(store_down).observer(telling(&told));
        let rig = Rig::on(store, clock, Provider::default(), set);
        let _ = rig.manager.token();
        assert_eq!(take(&told), expected);
    }
}

#[test]
fn hook_that_panics_costs_nobody_his_token() {
    let rig = Rig::with(Provider::default(), |settings| {
        settings.observer(|_| panic!("a fault of the hook"))
    });
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(61));
    assert_eq!(rig.token(), "token-1");
}

#[test]
fn hook_may_ask_for_the_status() {
    let manager = Arc::new(Mutex::new(
        None::<Arc<access_token::TokenManager<Provider>>>,
    ));
    let seen = Arc::new(Mutex::new(0));
    let hook = {
        let (manager, seen) = (Arc::clone(&manager), Arc::clone(&seen));
        move |_: &TokenEvent<'_>| {
            if let Some(manager) = &*manager.lock().unwrap() {
                manager.status().unwrap();
                *seen.lock().unwrap() += 1;
            }
        }
    };
    let rig = Rig::with(Provider::default(), |settings| settings.observer(hook));
    *manager.lock().unwrap() = Some(Arc::clone(&rig.manager));
    rig.token();
    assert_eq!(*seen.lock().unwrap(), 1);
    // The cycle of manager and hook ends here.
    *manager.lock().unwrap() = None;
}

#[test]
fn life_of_a_token_is_logged_in_words() {
    log_lines::take();
    let provider = Provider::default();
    let rig = Rig::new(provider.clone());
    rig.token();
    assert_eq!(log_lines::take(), ["DEBUG access token fetched"]);
    rig.clock.advance(minutes(55));
    rig.token();
    assert_eq!(log_lines::take(), ["DEBUG access token refreshed"]);
    let token = rig.manager.token().unwrap();
    rig.manager.reject(&token).unwrap();
    assert_eq!(
        log_lines::take(),
        ["DEBUG access token rejected by the provider"]
    );
    rig.clock.advance(seconds(30));
    rig.manager.token().unwrap_err();
    assert_eq!(
        log_lines::take(),
        ["DEBUG no token request allowed for 31.0 s"]
    );
    rig.clock.advance(seconds(31));
    provider.push(Answer::Refuse("timeout"));
    rig.manager.token().unwrap_err();
    assert_eq!(
        log_lines::take(),
        ["DEBUG no access token, next request in 61.0 s"]
    );
}

/// Each such process has a token of its own, and may end that of all others: a person should know.
#[test]
fn process_that_goes_on_without_its_store_warns() {
    log_lines::take();
    let clock = rig::clock();
    let store = MemoryStore::with_clock(Arc::new(clock.clone()));
    let store = Arc::new(Failing::new(store));
    store.fail(&Step::ALL);
    let local = |settings: Settings| settings.store_down(StoreDown::UseLocal);
    let rig = Rig::on(store, clock, Provider::default(), local);
    rig.token();
    let lines = log_lines::take();
    let [down, alone, fetched] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert!(down.starts_with("DEBUG token store failed: "), "{down}");
    assert_eq!(
        alone,
        "WARN token store failed: this process goes on with an access token of its own"
    );
    assert_eq!(fetched, "DEBUG access token fetched");
}
