//! Settings that contradict each other are refused; the status tells all but the token.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/rig.rs"]
mod rig;

use std::sync::Arc;
use std::time::Duration;

use access_token::{Error, MemoryStore, RefreshWindow, Settings, Stage, TokenManager, Unstated};
use rig::{Provider, Rig, minutes, seconds};
use time::macros::datetime;

fn broken(settings: Settings) -> &'static str {
    let store = Arc::new(MemoryStore::new());
    match TokenManager::new(rig::key(), store, Provider::default(), settings) {
        Err(Error::Settings { rule, .. }) => rule,
        other => panic!("{other:?}"),
    }
}

#[test]
fn fetch_timeout_lease_and_longest_wait_must_rise() {
    let settings = Settings::default;
    assert_eq!(
        broken(settings().fetch_timeout(seconds(20))),
        "the fetch timeout must be shorter than the lease"
    );
    assert_eq!(
        broken(settings().lease(seconds(30))),
        "the lease must be shorter than the longest wait"
    );
    assert_eq!(
        broken(settings().min_interval(Duration::ZERO)),
        "the least interval must be more than zero"
    );
    assert_eq!(
        broken(settings().look_again(Duration::ZERO)),
        "the pause before looking again must be more than zero"
    );
    assert_eq!(
        broken(settings().refresh_window(RefreshWindow::Part(1))),
        "the refresh window must be at most half of the life"
    );
    assert_eq!(
        broken(settings().unstated(Unstated::Assume(Duration::ZERO))),
        "the assumed lifetime must be more than zero"
    );
}

#[test]
fn margin_is_added_to_the_least_interval_and_changes_nothing_else() {
    for (margin, wait) in [(0, 20), (1, 21), (5, 25)] {
        let rig = Rig::with(Provider::default(), |settings| {
            let settings = settings.min_interval(seconds(20));
            settings.margin(seconds(margin))
        });
        rig.token();
        let status = rig.manager.status().unwrap();
        let fetched_at = status.fetched_at.unwrap();
        assert_eq!(status.next_request_at, fetched_at + seconds(wait));
    }
}

#[test]
fn longest_fetch_is_the_fetch_timeout() {
    assert_eq!(Settings::default().longest_fetch(), seconds(10));
    let settings = Settings::default().fetch_timeout(seconds(3));
    assert_eq!(settings.longest_fetch(), seconds(3));
}

#[test]
fn debug_of_settings_says_what_was_chosen() {
    let settings = Settings::default().unstated(Unstated::Assume(seconds(4711)));
    let shown = format!("{settings:?}");
    for part in ["4711s", "Part(10)", "observer: Observer"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn status_says_when_the_token_was_fetched_expires_and_may_be_asked_for_again() {
    let rig = Rig::new(Provider::default());
    let status = rig.manager.status().unwrap();
    assert_eq!(
        (status.fetched_at, status.expires_at, status.stage),
        (None, None, None)
    );
    assert_eq!(status.next_request_at, datetime!(2023-01-01 10:00 UTC));
    rig.token();
    rig.clock.advance(seconds(30));
    let status = rig.manager.status().unwrap();
    assert_eq!(status.fetched_at, Some(datetime!(2023-01-01 10:00 UTC)));
    assert_eq!(status.expires_at, Some(datetime!(2023-01-01 11:00 UTC)));
    assert_eq!(status.stage, Some(Stage::Fresh));
    assert_eq!(status.next_request_at, datetime!(2023-01-01 10:01:01 UTC));
    rig.clock.advance(minutes(59));
    assert_eq!(rig.manager.status().unwrap().stage, Some(Stage::Due));
    rig.clock.advance(minutes(59));
    assert_eq!(rig.manager.status().unwrap().stage, Some(Stage::Expired));
    assert_eq!(rig.provider.count(), 1);
}
