//! Every error of post30 says whether the call may have taken effect.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::net::TcpListener;
use std::time::Duration;

use openplat_sandbox::{Answer, Fault, FaultProxy, Post30, Sandbox};
use post30_api::{Client, Credentials, Delivery, Error, RawObject, Secret, Settings, SignedCall};
use serde_json::json;

/// For exchanges that are answered.
const PATIENT: Duration = Duration::from_secs(20);
/// For exchanges that must run into their deadline.
const SHORT: Duration = Duration::from_millis(500);

fn client(base_url: &str, timeout: Duration) -> Client {
    let credentials = Credentials {
        access_key: Post30::ACCESS_KEY.to_owned(),
        secret_key: Secret::from(Post30::SECRET_KEY),
    };
    let settings = Settings::new(base_url).transport(move |transport| transport.timeout(timeout));
    Client::new(credentials, settings).unwrap()
}

/// Closes a batch at `base_url`, which must fail.
fn failed_closing(base_url: &str, client: &Client) -> Error {
    let call = SignedCall::new(format!("{base_url}/api/bill/closebatch"))
        .data(&json!({"batch_name": "AAAAAA"}))
        .unwrap();
    client.signed_call::<RawObject>(&call).unwrap_err()
}

fn failed_within(base_url: &str, timeout: Duration) -> Error {
    failed_closing(base_url, &client(base_url, timeout))
}

/// Closes a batch through a faulty wire: what the call says, and how many were closed.
fn through(fault: Fault, timeout: Duration) -> (Delivery, usize) {
    let sandbox = Sandbox::start().unwrap();
    let proxy = FaultProxy::start(sandbox.address(), fault).unwrap();
    let error = failed_within(&proxy.base_url(), timeout);
    (error.delivery(), sandbox.post30().closed_batches().len())
}

/// Has the closing of a batch answered like this: what the call says.
fn answered(answer: Answer) -> Error {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().answer_next(answer);
    let error = failed_within(&sandbox.base_url(), PATIENT);
    assert!(sandbox.post30().closed_batches().is_empty());
    error
}

fn code(code: i64, message: &str) -> Answer {
    Answer::Code {
        code,
        message: message.to_owned(),
    }
}

fn page(status: u16) -> Answer {
    Answer::Raw {
        status,
        content_type: "text/html".to_owned(),
        body: b"<html></html>".to_vec(),
    }
}

#[test]
fn a_refused_connection_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = failed_within(&base_url, PATIENT);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_transient());
}

#[test]
fn a_silent_tls_handshake_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let error = failed_within(&base_url, SHORT);
    assert_eq!(error.delivery(), Delivery::NotSent);
    drop(listener);
}

#[test]
fn plain_http_to_another_host_was_not_sent() {
    let client = client("https://post30.example", PATIENT);
    let error = failed_closing("http://upload.example", &client);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(matches!(error, Error::Invalid(_)));
}

#[test]
fn a_silent_answer_is_unknown() {
    let (delivery, _) = through(Fault::Silence, SHORT);
    assert_eq!(delivery, Delivery::Unknown);
}

#[test]
fn an_answer_that_breaks_is_unknown_and_the_batch_is_closed() {
    for fault in [Fault::CutHead, Fault::CutBody, Fault::LostAnswer] {
        assert_eq!(through(fault, PATIENT), (Delivery::Unknown, 1));
    }
}

#[test]
fn a_lost_request_is_unknown_and_no_batch_is_closed() {
    for fault in [Fault::LostRequest, Fault::Reset] {
        assert_eq!(through(fault, PATIENT), (Delivery::Unknown, 0));
    }
}

#[test]
fn a_refusal_with_a_message_is_refused() {
    assert_eq!(answered(code(0, "签名错误")).delivery(), Delivery::Refused);
}

#[test]
fn a_refusal_that_explains_nothing_is_unknown() {
    for answer in [code(0, ""), code(7, "某错误")] {
        let error = answered(answer);
        assert!(matches!(error, Error::Refused(_)));
        assert_eq!(error.delivery(), Delivery::Unknown);
    }
}

#[test]
fn a_page_is_refused_by_its_status_alone() {
    for (status, delivery) in [
        (200, Delivery::Unknown),
        (404, Delivery::Refused),
        (502, Delivery::Unknown),
    ] {
        let error = answered(page(status));
        assert!(matches!(error, Error::Answer(_)));
        assert_eq!(error.delivery(), delivery, "{status}");
    }
}

#[test]
fn slow_bytes_end_at_the_deadline_of_the_whole_exchange() {
    let pause = Duration::from_millis(50);
    let end = through(Fault::SlowBytes { pause }, Duration::from_secs(2));
    assert_eq!(end, (Delivery::Unknown, 1));
}
