//! Inside the minute: a typed error with the time left, no loop, no sleep unless asked.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/answering.rs"]
mod answering;
#[path = "support/rig.rs"]
mod rig;

use std::sync::Arc;
use std::time::Duration;

use access_token::{Begin, Error, Lifetime, TooSoon};
use answering::Answering;
use rig::{Answer, Provider, Refusal, Rig, seconds};

#[test]
fn after_a_refusal_for_too_many_requests_nothing_is_sent_for_a_minute() {
    let rig = Rig::new(Provider::default().then(Answer::Refuse("21185002")));
    let error = rig.manager.token().unwrap_err();
    assert!(error.is_rate_limited() && error.is_transient());
    assert_eq!(error.retry_in(), Some(seconds(61)));
    rig.clock.advance(seconds(60));
    for _ in 0..10 {
        let error = rig.manager.token().unwrap_err();
        let Error::TooSoon { retry_in, last, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(*retry_in, seconds(1));
        // The reason of the last failure is at hand.
        assert_eq!(last.as_deref(), Some(&Refusal("21185002")));
        assert_eq!(error.fetch_error().map(|error| error.0), Some("21185002"));
    }
    assert_eq!(rig.provider.count(), 1);
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn another_process_is_held_back_by_the_same_gate() {
    let rig = Rig::new(Provider::default().then(Answer::Refuse("21185002")));
    rig.manager.token().unwrap_err();
    let error = rig.neighbour().token().unwrap_err();
    assert!(matches!(error, Error::TooSoon { .. }), "{error:?}");
    assert_eq!(error.retry_in(), Some(seconds(61)));
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_caller_who_asks_for_it_waits_until_the_gate_opens() {
    let provider = Provider::default().then(Answer::Refuse("21185002"));
    let rig = Rig::with(provider, |settings| {
        settings.too_soon(TooSoon::Wait).longest_wait(seconds(120))
    });
    rig.manager.token().unwrap_err();
    let manager = Arc::clone(&rig.manager);
    let caller = std::thread::spawn(move || manager.token().unwrap().expose().to_owned());
    rig.clock.until_waiting(1);
    rig.clock.advance(seconds(61));
    assert_eq!(caller.join().unwrap(), "token-2");
}

#[test]
fn who_would_wait_too_long_gets_the_error_at_once() {
    let provider = Provider::default().then(Answer::Refuse("21185002"));
    let rig = Rig::with(provider, |settings| settings.too_soon(TooSoon::Wait));
    rig.manager.token().unwrap_err();
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(61))
    );
}

#[test]
fn a_provider_without_a_stated_limit_has_a_least_interval_all_the_same() {
    // A foreign login kills each of our tokens at once: one login a minute, not one a call.
    let rig = Rig::new(Provider::default());
    for _ in 0..300 {
        if let Ok(token) = rig.manager.token() {
            let _ = rig.manager.replacement(&token);
        }
        rig.clock.advance(seconds(1));
    }
    assert!(rig.provider.count() <= 5, "{} logins", rig.provider.count());
}

#[test]
fn gate_that_opens_at_the_end_of_the_longest_wait_is_waited_for() {
    for (longest_wait, is_waited_for) in [(60, false), (61, true)] {
        let provider = Provider::default().then(Answer::Refuse("21185002"));
        let rig = Rig::leaping(provider, |settings| {
            let settings = settings.longest_wait(seconds(longest_wait));
            settings.too_soon(TooSoon::Wait)
        });
        rig.manager.token().unwrap_err();
        assert_eq!(rig.manager.token().is_ok(), is_waited_for);
    }
}

/// What is told as the last failure is that of the last request, and none after a success.
#[test]
fn the_last_failure_is_that_of_the_last_request() {
    let last = |rig: &Rig| match rig.manager.token().unwrap_err() {
        Error::TooSoon { last, .. } => last.map(|error| error.0),
        error => panic!("{error:?}"),
    };
    let provider = Provider::default()
        .then(Answer::Refuse("21184031"))
        .then(Answer::Token("", Lifetime::seconds(3600)));
    let rig = Rig::new(provider);
    rig.manager.token().unwrap_err();
    assert_eq!(last(&rig), Some("21184031"));
    // Then a token that cannot be used: the refusal before it is not the reason any more.
    rig.clock.advance(seconds(61));
    let error = rig.manager.token().unwrap_err();
    assert!(matches!(error, Error::Unusable { .. }), "{error:?}");
    assert_eq!(last(&rig), None);
    // Another failure, and then the token of another process, which is rejected.
    rig.clock.advance(seconds(61));
    rig.provider.push(Answer::Refuse("timeout"));
    rig.manager.token().unwrap_err();
    rig.clock.advance(seconds(61));
    assert_eq!(rig.neighbour().token().unwrap().expose(), "token-4");
    assert_eq!(rig.token(), "token-4");
    rig.manager.reject(&"token-4".into()).unwrap();
    assert_eq!(last(&rig), None);
}

#[test]
fn a_gate_that_is_always_about_to_open_is_not_waited_for_without_end() {
    let store = Arc::new(Answering::new(|_| Begin::too_soon(Duration::ZERO)));
    let clock = rig::clock();
    let leaping = Arc::new(rig::Leaping::new(&clock));
    let rig = Rig::on(store.clone(), clock, Provider::default(), |set| {
        set.clock(leaping).too_soon(TooSoon::Wait)
    });
    rig.manager.token().unwrap_err();
    let count = store.questions();
    assert!((2..=30_100).contains(&count), "{count} questions");
}
