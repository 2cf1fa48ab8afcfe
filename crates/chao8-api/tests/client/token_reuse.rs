use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use chao8_api::{RefreshWindow, Stage, TooSoon};
use openplat_sandbox::Answer;
use time::macros::datetime;

use crate::sandbox::{MINUTE, Rig, client};

/// A token of 60 minutes that was fetched at 10:00:00, as in the document's examples.
fn hour() -> Rig {
    let rig = Rig::new();
    rig.chao8().set_token_lifetime_seconds(3600);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 1);
    rig
}

#[test]
fn first_worked_example_30_minutes_old_is_kept() {
    let rig = hour();
    rig.advance(30 * MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 1);
}

#[test]
fn second_worked_example_56_minutes_old_is_refreshed() {
    let rig = hour();
    rig.advance(56 * MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
    let tokens = rig.sent_tokens();
    assert_ne!(tokens[0], tokens[1], "the call went with the new token");
}

#[test]
fn window_begins_at_54_minutes_of_60() {
    let rig = hour();
    rig.advance(54 * MINUTE - Duration::from_millis(1));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 1);
    rig.advance(Duration::from_millis(1));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn token_of_8_hours_is_refreshed_after_7_hours_12_minutes() {
    let rig = Rig::new();
    rig.read().unwrap();
    rig.advance(Duration::from_secs(25_919));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 1);
    rig.advance(Duration::from_secs(1));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn failed_refresh_in_the_window_leaves_the_old_token_in_use() {
    let rig = hour();
    rig.advance(56 * MINUTE);
    rig.chao8().answer_next(Answer::Code {
        code: 500,
        message: "未知错误".to_owned(),
    });
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
    // The next try is a minute later; until then nothing is asked.
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
    assert_eq!(rig.sent_tokens()[1], rig.sent_tokens()[0]);
    rig.advance(Duration::from_secs(61));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 3);
}

#[test]
fn token_whose_life_is_over_is_not_used() {
    let rig = hour();
    rig.advance(60 * MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
    assert_eq!(rig.business_calls(), 2, "the old token was not tried");
}

#[test]
fn refresh_window_is_a_setting() {
    let rig =
        Rig::with(|settings| settings.token(|token| token.refresh_window(RefreshWindow::Part(2))));
    rig.chao8().set_token_lifetime_seconds(3600);
    rig.read().unwrap();
    rig.advance(30 * MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn status_tells_the_times_and_sends_nothing() {
    let rig = hour();
    rig.advance(30 * MINUTE);
    let requests = rig.sandbox.requests().len();
    let status = rig.client.token_status().unwrap();
    assert_eq!(status.fetched_at, Some(datetime!(2023-01-01 10:00 UTC)));
    assert_eq!(status.expires_at, Some(datetime!(2023-01-01 11:00 UTC)));
    assert_eq!(status.stage, Some(Stage::Fresh));
    assert!(status.next_request_at <= datetime!(2023-01-01 10:30 UTC));
    assert_eq!(rig.sandbox.requests().len(), requests);
}

#[test]
fn clones_share_the_token() {
    let rig = hour();
    let clone = rig.client.with_timeout(Duration::from_secs(60));
    let token = clone.token().unwrap();
    assert!(token.same_as(&rig.client.token().unwrap()));
    assert_eq!(rig.chao8().token_requests(), 1);
}

#[test]
fn token_of_one_base_url_is_not_used_at_another() {
    let rig = Rig::new();
    let other = Rig::new();
    let store = Arc::new(chao8_api::MemoryStore::new());
    for rig in [&rig, &other] {
        let base_url = rig.sandbox.base_url();
        let shared = |settings: chao8_api::Settings| settings.store(store.clone());
        let client = client(base_url, &rig.clock, shared);
        let token = client.token().unwrap();
        assert!(rig.chao8().is_accepted(token.expose()));
    }
}

#[test]
fn clients_with_one_store_share_the_token() {
    let rig = Rig::new();
    let store = Arc::new(chao8_api::MemoryStore::new());
    for _ in 0..3 {
        let shared = |settings: chao8_api::Settings| settings.store(store.clone());
        let client = client(rig.sandbox.base_url(), &rig.clock, shared);
        client.token().unwrap();
    }
    assert_eq!(rig.chao8().token_requests(), 1);
}

/// The spellings go to one server, so that every token request would be counted.
#[test]
fn clients_with_spellings_of_one_base_url_share_the_token() {
    for host in ["127.0.0.1", "localhost"] {
        let rig = Rig::new();
        let base_url = rig.sandbox.base_url();
        let (_, port) = base_url.rsplit_once(':').unwrap();
        let store = Arc::new(chao8_api::MemoryStore::new());
        for spelling in [
            format!("http://{host}:{port}"),
            format!("HTTP://{}:0{port}//", host.to_uppercase()),
            format!("Http://{host}:{port}/./"),
        ] {
            let shared = |settings: chao8_api::Settings| settings.store(store.clone());
            let client = client(spelling.clone(), &rig.clock, shared);
            client.token().unwrap();
            assert_eq!(rig.chao8().token_requests(), 1, "{spelling}");
        }
    }
}

#[test]
fn thirty_two_threads_without_a_token_cause_one_request() {
    for round in 0..5 {
        let rig = Rig::new();
        let barrier = Barrier::new(32);
        thread::scope(|scope| {
            for _ in 0..32 {
                scope.spawn(|| {
                    barrier.wait();
                    rig.read().unwrap();
                });
            }
        });
        assert_eq!(rig.chao8().token_requests(), 1, "round {round}");
        assert_eq!(rig.business_calls(), 32);
    }
}

#[test]
fn thirty_two_threads_with_a_rejected_token_cause_one_more_request() {
    let rig = Rig::new();
    rig.read().unwrap();
    rig.advance(2 * MINUTE);
    rig.chao8().expire_tokens();
    let barrier = Barrier::new(32);
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                barrier.wait();
                rig.read().unwrap();
            });
        }
    });
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn call_waits_for_the_next_request_when_asked_to() {
    let rig = Rig::with(|settings| {
        let settings = settings.token(|token| token.too_soon(TooSoon::Wait));
        settings.token(|token| token.longest_wait(2 * MINUTE))
    });
    rig.read().unwrap();
    rig.chao8().expire_tokens();
    thread::scope(|scope| {
        let call = scope.spawn(|| rig.read());
        // It has been rejected once the second business call is there, and waits then.
        while rig.business_calls() < 2 {
            thread::yield_now();
        }
        while !call.is_finished() {
            rig.advance(Duration::from_secs(1));
            thread::yield_now();
        }
        call.join().unwrap().unwrap();
    });
    assert_eq!(rig.chao8().token_requests(), 2);
    let times = rig.chao8().token_request_times();
    assert!(times[1] - times[0] >= MINUTE, "{times:?}");
}
