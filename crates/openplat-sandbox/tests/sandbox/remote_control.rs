//! The clock over HTTP.

use openplat_sandbox::Sandbox;
use time::macros::datetime;

use crate::caller::{Answered, send_with};

fn clock(sandbox: &Sandbox, method: &str, body: &str) -> Answered {
    send_with(
        &sandbox.base_url(),
        method,
        "/sandbox/clock",
        &[],
        body.as_bytes(),
    )
    .unwrap()
}

#[test]
fn clock_cannot_be_reached_until_it_is_enabled() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2023-03-02 06:00:00 UTC));
    for (method, body) in [("GET", ""), ("POST", r#"{"advance_ms":1}"#)] {
        assert_eq!(clock(&sandbox, method, body).status, 404);
    }
    assert_eq!(sandbox.clock().now(), datetime!(2023-03-02 06:00:00 UTC));
    sandbox.enable_remote_control();
    assert_eq!(
        clock(&sandbox, "GET", "").text,
        r#"{"now_ms":1677736800000}"#
    );
}

#[test]
fn clock_is_moved_from_outside() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.enable_remote_control();
    let answer = clock(&sandbox, "POST", r#"{"now_ms":1677737429715}"#);
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (200, r#"{"now_ms":1677737429715}"#)
    );
    assert_eq!(
        sandbox.clock().now(),
        datetime!(2023-03-02 06:10:29.715 UTC)
    );
    let answer = clock(&sandbox, "POST", r#"{"advance_ms":285}"#);
    assert_eq!(answer.text, r#"{"now_ms":1677737430000}"#);
    assert_eq!(sandbox.clock().now(), datetime!(2023-03-02 06:10:30 UTC));
}

#[test]
fn other_orders_are_refused_without_effect() {
    let sandbox = Sandbox::start().unwrap();
    let rest = datetime!(2023-03-02 06:00:00 UTC);
    sandbox.clock().set(rest);
    sandbox.enable_remote_control();
    for body in [
        "",
        "{}",
        "1",
        r#"{"advance_ms":-1}"#,
        r#"{"advance_ms":"1"}"#,
        r#"{"advance_ms":1,"now_ms":1}"#,
        r#"{"advance_s":1}"#,
        r#"{"now_ms":9223372036854775807}"#,
    ] {
        assert_eq!(clock(&sandbox, "POST", body).status, 400, "{body}");
    }
    assert_eq!(clock(&sandbox, "PUT", r#"{"advance_ms":1}"#).status, 405);
    assert_eq!(sandbox.clock().now(), rest);
}
