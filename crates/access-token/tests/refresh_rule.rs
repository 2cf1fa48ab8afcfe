//! When a token is kept, replaced and given up: chao8, document sections 3.1 and 8.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/rig.rs"]
mod rig;

use std::time::Duration;

use access_token::{Lifetime, RefreshWindow, Stage};
use rig::{Answer, Provider, Rig, minutes, seconds};

fn stage(lifetime: u64, elapsed: u64) -> Stage {
    RefreshWindow::default().stage(Some(seconds(lifetime)), seconds(elapsed))
}

#[test]
fn the_refresh_table_of_the_document_holds() {
    assert_eq!(stage(3600, 1800), Stage::Fresh);
    assert_eq!(stage(3600, 3360), Stage::Due);
    assert_eq!(stage(3600, 3240), Stage::Due);
    assert_eq!(stage(28_800, 25_919), Stage::Fresh);
    assert_eq!(stage(28_800, 25_920), Stage::Due);
    assert_eq!(stage(28_800, 28_799), Stage::Due);
    assert_eq!(stage(28_800, 28_800), Stage::Expired);
}

#[test]
fn worked_example_1_keeps_the_token_at_10_30() {
    let rig = Rig::new(Provider::default());
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(minutes(30));
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn worked_example_2_refreshes_the_token_at_10_56() {
    let rig = Rig::new(Provider::default());
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(minutes(56));
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn the_edge_of_the_window_refreshes() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(minutes(54) - Duration::from_micros(1));
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(Duration::from_micros(1));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn the_real_lifetime_refreshes_at_17_12() {
    let provider = Provider::default().then(Answer::Token("token-1", Lifetime::seconds(28_800)));
    let rig = Rig::new(provider);
    rig.token();
    rig.clock.advance(seconds(25_919));
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn a_fixed_margin_longer_than_the_life_does_not_fetch_for_every_call() {
    let window = RefreshWindow::Last(minutes(5));
    let minute = Some(seconds(60));
    assert_eq!(window.stage(minute, seconds(0)), Stage::Fresh);
    assert_eq!(window.stage(minute, seconds(29)), Stage::Fresh);
    assert_eq!(window.stage(minute, seconds(30)), Stage::Due);
    assert_eq!(window.stage(Some(minutes(60)), minutes(54)), Stage::Fresh);
    assert_eq!(window.stage(Some(minutes(60)), minutes(55)), Stage::Due);
}

#[test]
fn without_a_window_a_token_is_used_to_its_end() {
    let window = RefreshWindow::None;
    assert_eq!(window.stage(Some(minutes(60)), seconds(3599)), Stage::Fresh);
    assert_eq!(window.stage(Some(minutes(60)), minutes(60)), Stage::Expired);
}

#[test]
fn in_the_window_one_caller_fetches_and_the_others_use_the_old_token() {
    let rig = Rig::new(Provider::default());
    rig.token();
    rig.clock.advance(minutes(56));
    rig.provider.close();
    let manager = rig.manager.clone();
    let caller = std::thread::spawn(move || manager.token().unwrap().expose().to_owned());
    rig.provider.until_inside();
    for _ in 0..100 {
        assert_eq!(rig.token(), "token-1");
    }
    rig.provider.open();
    assert_eq!(caller.join().unwrap(), "token-2");
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_failed_refresh_does_not_displace_a_valid_token() {
    let provider = Provider::default()
        .then(Answer::Token("token-1", Lifetime::seconds(3600)))
        .then(Answer::Refuse("timeout"));
    let rig = Rig::new(provider);
    rig.token();
    rig.clock.advance(minutes(56));
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.provider.count(), 2);
    // Nobody asks again before the gate opens.
    rig.clock.advance(seconds(60));
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.neighbour().token().unwrap().expose(), "token-1");
    assert_eq!(rig.provider.count(), 2);
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-3");
}

#[test]
fn after_a_failed_refresh_the_old_token_ends_with_its_life() {
    let provider = Provider::default()
        .then(Answer::Token("token-1", Lifetime::seconds(28_800)))
        .then(Answer::Refuse("timeout"))
        .then(Answer::Refuse("timeout"));
    let rig = Rig::new(provider);
    rig.token();
    rig.clock.advance(seconds(28_790));
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(9));
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(1));
    let error = rig.manager.token().unwrap_err();
    assert_eq!(error.retry_in(), Some(seconds(51)));
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_refresh_of_another_process_is_taken_over() {
    let rig = Rig::new(Provider::default());
    let neighbour = rig.neighbour();
    assert_eq!(rig.token(), "token-1");
    assert_eq!(neighbour.token().unwrap().expose(), "token-1");
    rig.clock.advance(minutes(56));
    assert_eq!(neighbour.token().unwrap().expose(), "token-2");
    assert_eq!(rig.token(), "token-2");
    assert_eq!(rig.provider.count(), 2);
}

#[test]
fn a_wall_clock_that_steps_back_lengthens_neither_life_nor_wait() {
    let rig = Rig::new(Provider::default().then(Answer::Token("token-1", Lifetime::seconds(120))));
    rig.token();
    rig.clock
        .set_wall(time::macros::datetime!(2022-12-31 10:00 UTC));
    rig.clock.advance(seconds(120));
    assert_eq!(rig.token(), "token-2");
    rig.manager.reject(&"token-2".into()).unwrap();
    rig.clock
        .set_wall(time::macros::datetime!(2022-12-30 10:00 UTC));
    assert_eq!(
        rig.manager.token().unwrap_err().retry_in(),
        Some(seconds(61))
    );
    rig.clock.advance(seconds(61));
    assert_eq!(rig.token(), "token-3");
}
