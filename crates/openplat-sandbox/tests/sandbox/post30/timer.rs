//! `timer`, the expiry of a signature.

use openplat_sandbox::{Sandbox, TimerRule};
use time::macros::{datetime, offset};

use super::caller::{ITEM_LIST, post, signed};

const PAGE: &str = r#"{"p":1,"pagesize":1}"#;

/// A sandbox on whose clock it is 22:00:44 in China.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2016-01-25 22:00:44 +8));
    sandbox
}

/// The message of a refusal, empty for a success.
fn refusal(sandbox: &Sandbox, timer: Option<&str>) -> String {
    let answer = post(sandbox, ITEM_LIST, &signed(PAGE, timer));
    if answer.json()["success"] == 0 {
        answer.refusal()
    } else {
        answer.success();
        String::new()
    }
}

#[test]
fn timer_is_the_expiry_of_the_signature() {
    let sandbox = sandbox();
    assert_eq!(refusal(&sandbox, Some("2016-01-25 22:00:45")), "");
    assert_eq!(refusal(&sandbox, Some("2016-01-25 22:05:44")), "");
    assert_eq!(
        refusal(&sandbox, Some("2999-12-31 23:59:59")),
        "",
        "no longest life"
    );
    for expired in [
        "2016-01-25 22:00:44",
        "2016-01-25 14:05:44",
        "0000-01-01 00:00:00",
    ] {
        assert_eq!(refusal(&sandbox, Some(expired)), "签名已过期", "{expired}");
    }
}

#[test]
fn timer_expires_by_the_clock_of_the_sandbox() {
    let sandbox = sandbox();
    let timer = Some("2016-01-25 22:05:44");
    sandbox.clock().set(datetime!(2016-01-25 14:05:43 UTC));
    assert_eq!(refusal(&sandbox, timer), "");
    sandbox.clock().set(datetime!(2016-01-25 14:05:44 UTC));
    assert_eq!(refusal(&sandbox, timer), "签名已过期");
}

#[test]
fn zone_of_the_timer_is_a_control() {
    let sandbox = sandbox();
    // In Sydney it is 01:00:44 of the next day, in summer time.
    sandbox.post30().set_timer_zone(offset!(+11));
    assert_eq!(refusal(&sandbox, Some("2016-01-26 01:00:45")), "");
    assert_eq!(refusal(&sandbox, Some("2016-01-26 01:00:44")), "签名已过期");
    // Adelaide, in summer time.
    sandbox.post30().set_timer_zone(offset!(+10:30));
    assert_eq!(refusal(&sandbox, Some("2016-01-26 00:30:45")), "");
    assert_eq!(refusal(&sandbox, Some("2016-01-26 00:30:44")), "签名已过期");
    sandbox.post30().set_timer_zone(offset!(-12));
    assert_eq!(refusal(&sandbox, Some("9999-12-31 23:59:59")), "");
}

#[test]
fn timer_of_another_format_is_refused() {
    let sandbox = sandbox();
    for wrong in [
        "",
        "2999-1-1 0:00:00",
        "2999/01/01 00:00:00",
        "2999-01-01T00:00:00",
        "2999-01-01 00:00:00Z",
        "2999-01-01 00:00",
        "2999-02-30 00:00:00",
        "2999-01-01 24:00:00",
        "+2999-01-01 00:00:00",
        " 2999-01-01 00:00:0",
        "32472144000",
        "２９９９-01-01 0",
    ] {
        assert_eq!(refusal(&sandbox, Some(wrong)), "timer格式错误", "{wrong:?}");
    }
}

#[test]
fn timer_is_needed_only_on_request() {
    let sandbox = sandbox();
    assert_eq!(refusal(&sandbox, None), "");
    sandbox.post30().set_timer_rule(TimerRule::Required);
    assert_eq!(refusal(&sandbox, None), "缺少timer");
    assert_eq!(refusal(&sandbox, Some("2016-01-25 22:05:44")), "");
    sandbox.post30().set_timer_rule(TimerRule::Optional);
    assert_eq!(refusal(&sandbox, None), "");
}

#[test]
fn signature_is_checked_before_the_timer() {
    let sandbox = sandbox();
    let body = signed(PAGE, Some("2016-01-25 22:00:44")).replace("pagesize", "pagesiz");
    assert_eq!(post(&sandbox, ITEM_LIST, &body).refusal(), "签名错误");
}
