//! How often a token may be asked for.

use std::time::Duration;

use openplat_sandbox::{Chao8, TokenLimit};
use serde_json::json;
use time::macros::datetime;

use super::{SIGN, ask, ask_rightly, data, refusal, sandbox_at_rest};

const TOO_OFTEN: i64 = 21_185_002;

#[test]
fn second_request_within_a_minute_is_refused() {
    let sandbox = sandbox_at_rest();
    data(&ask_rightly(&sandbox));
    sandbox.clock().advance(Duration::from_millis(59_999));
    assert_eq!(
        refusal(&ask_rightly(&sandbox)),
        (TOO_OFTEN, json!("获取Token超出频率限制"))
    );
    assert!(sandbox.chao8().answerable_codes().contains(&TOO_OFTEN));
}

#[test]
fn request_after_exactly_a_minute_is_answered() {
    let sandbox = sandbox_at_rest();
    data(&ask_rightly(&sandbox));
    sandbox.clock().advance(Duration::from_secs(60));
    data(&ask_rightly(&sandbox));
}

#[test]
fn attempt_that_is_refused_counts_too() {
    let sandbox = sandbox_at_rest();
    for sign in ["wrong", ""] {
        assert_ne!(
            refusal(&ask(&sandbox, Chao8::ACCESS_KEY, sign)).0,
            TOO_OFTEN
        );
        assert_eq!(refusal(&ask_rightly(&sandbox)).0, TOO_OFTEN, "{sign:?}");
        // The one that came too early began the minute again.
        sandbox.clock().advance(Duration::from_secs(59));
        assert_eq!(refusal(&ask_rightly(&sandbox)).0, TOO_OFTEN);
        sandbox.clock().advance(Duration::from_secs(60));
    }
    data(&ask_rightly(&sandbox));
}

#[test]
fn limit_is_one_for_each_access_key() {
    let sandbox = sandbox_at_rest();
    data(&ask_rightly(&sandbox));
    let disabled = || refusal(&ask(&sandbox, Chao8::DISABLED_ACCESS_KEY, SIGN)).0;
    assert_eq!(disabled(), 21_184_032);
    assert_eq!(disabled(), TOO_OFTEN);
    for _ in 0..2 {
        assert_eq!(refusal(&ask(&sandbox, "unknown", SIGN)).0, 21_184_033);
    }
}

#[test]
fn interval_can_be_set() {
    let sandbox = sandbox_at_rest();
    sandbox
        .chao8()
        .set_token_interval(Duration::from_millis(200));
    data(&ask_rightly(&sandbox));
    sandbox.clock().advance(Duration::from_millis(199));
    assert_eq!(refusal(&ask_rightly(&sandbox)).0, TOO_OFTEN);
    sandbox.clock().advance(Duration::from_millis(200));
    data(&ask_rightly(&sandbox));
}

#[test]
fn limit_can_be_switched_off_and_on() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_token_limit(TokenLimit::Off);
    data(&ask_rightly(&sandbox));
    data(&ask_rightly(&sandbox));
    sandbox.chao8().set_token_limit(TokenLimit::On);
    assert_eq!(refusal(&ask_rightly(&sandbox)).0, TOO_OFTEN);
}

#[test]
fn every_token_request_is_counted_with_its_time() {
    let sandbox = sandbox_at_rest();
    data(&ask_rightly(&sandbox));
    sandbox.clock().set(datetime!(2023-03-02 07:00:00 UTC));
    assert_eq!(refusal(&ask(&sandbox, "", "")).0, 21_180_031);
    sandbox.clock().set(datetime!(2023-03-02 07:00:01 UTC));
    data(&ask_rightly(&sandbox));
    sandbox.chao8().foreign_login();
    assert_eq!(sandbox.chao8().token_requests(), 3);
    assert_eq!(
        sandbox.chao8().token_request_times(),
        [
            datetime!(2023-03-02 06:10:29.715 UTC),
            datetime!(2023-03-02 07:00:00 UTC),
            datetime!(2023-03-02 07:00:01 UTC),
        ]
    );
}

#[test]
fn foreign_login_does_not_spend_the_minute() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().foreign_login();
    data(&ask_rightly(&sandbox));
}

#[test]
fn clock_that_was_set_back_is_no_way_around_the_limit() {
    let sandbox = sandbox_at_rest();
    data(&ask_rightly(&sandbox));
    sandbox.clock().set(datetime!(2020-01-01 00:00:00 UTC));
    assert_eq!(refusal(&ask_rightly(&sandbox)).0, TOO_OFTEN);
    sandbox.clock().advance(Duration::from_secs(60));
    data(&ask_rightly(&sandbox));
}
