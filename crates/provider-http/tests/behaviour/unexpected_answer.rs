//! An answer that is not the documented one: what it says, and what it proves.

use std::error::Error as _;
use std::time::Duration;

use provider_http::{Class, DecodeError, Delivery, UnexpectedAnswer};

use crate::server::Server;
use crate::{client, get};

fn problem() -> DecodeError {
    DecodeError::new("data.id", "missing field `id`")
}

/// What is made of an answer with this status and these header lines.
fn answered(status: u16, headers: &str, body: &str) -> UnexpectedAnswer {
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {status} Any\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
    let server = Server::answering(answer);
    let reply = get(&client(server.url())).unwrap();
    UnexpectedAnswer::new("products", &reply, problem())
}

#[test]
fn it_says_status_kind_and_length_and_never_its_body() {
    let answer = answered(
        502,
        "Content-Type: text/plain; charset=gbk\r\nRetry-After: 17\r\n",
        "canary",
    );
    assert_eq!(
        (answer.call, answer.http_status, answer.body_bytes),
        ("products", 502, 6)
    );
    assert_eq!((&*answer.kind, answer.code), ("text/plain", None));
    assert_eq!(answer.retry_in(), Some(Duration::from_secs(17)));
    assert_eq!(
        answer.to_string(),
        "products: HTTP status 502 with text/plain of 6 bytes is not the documented answer"
    );
    let source = answer.source().unwrap().to_string();
    assert_eq!(source, "missing field `id` at `data.id`");
    assert!(!format!("{answer} {answer:?} {source}").contains("canary"));
}

#[test]
fn without_a_code_the_status_says_what_it_proves() {
    for (status, delivery, class) in [
        (200, Delivery::Unknown, None),
        (400, Delivery::Refused, Some(Class::InvalidRequest)),
        (401, Delivery::Refused, Some(Class::Auth)),
        (408, Delivery::Unknown, Some(Class::Transient)),
        (429, Delivery::Refused, Some(Class::RateLimit)),
        (503, Delivery::Unknown, Some(Class::Transient)),
    ] {
        let made = UnexpectedAnswer::for_tests("products", status, problem());
        assert_eq!((&*made.kind, made.body_bytes), ("no content type", 0));
        assert_eq!((made.call, made.retry_in()), ("products", None));
        for answer in [answered(status, "", "canary"), made] {
            assert_eq!(answer.delivery(), delivery, "{status}");
            assert_eq!(answer.class(), class, "{status}");
            let passes = class.is_some_and(Class::is_transient);
            assert_eq!(answer.is_transient(), passes, "{status}");
            assert_eq!(answer.http_status, status);
        }
    }
}

/// It was done, whatever the status beside it says.
#[test]
fn after_the_code_of_a_success_nothing_is_refused() {
    for status in [200, 400, 429, 503] {
        let answer = answered(status, "", "canary").after_success(0, "");
        assert_eq!(answer.code, Some(0));
        assert_eq!(answer.delivery(), Delivery::Unknown, "{status}");
        assert_eq!((answer.class(), answer.is_transient()), (None, false));
    }
}

#[test]
fn message_and_trace_id_beside_the_code_of_a_success_are_told() {
    let told = |message: &str, trace_id: Option<&str>| {
        let answer = UnexpectedAnswer::for_tests("products", 404, problem());
        let answer = answer.after_success(0, message);
        let answer = answer.with_trace_id(trace_id.map(str::to_owned));
        assert_eq!(answer.message, message);
        assert_eq!(answer.trace_id.as_deref(), trace_id);
        let told = answer.to_string();
        let start = "products: HTTP status 404 with no content type of 0 bytes is not the \
                     documented answer, though its code says that the call succeeded";
        told.strip_prefix(start).unwrap().to_owned()
    };
    assert_eq!(told("", None), "");
    assert_eq!(told("ok", None), "");
    assert_eq!(told("余额不足", None), " (the provider says: 余额不足)");
    assert_eq!(told("ok", Some("t-1")), " (trace id t-1)");
}

#[test]
fn page_for_people_and_a_path_that_is_not_there_ask_about_the_base_url() {
    let asks = |status: u16, kind: &str| {
        let answer = answered(status, &format!("Content-Type: {kind}\r\n"), "<html>");
        answer
            .to_string()
            .ends_with(": is the base URL right, and is the service still there?")
    };
    assert!(asks(200, "text/html"));
    assert!(asks(500, "text/html; charset=utf-8"));
    assert!(asks(404, "application/json"));
    assert!(!asks(200, "application/json"));
    assert!(!asks(403, "text/plain"));
}

/// Whoever hears "refused" has nothing to find out.
#[test]
fn way_to_find_out_is_told_while_the_outcome_is_open() {
    let recovery = "list the orders";
    for (delivery, is_told) in [
        (Delivery::Unknown, true),
        (Delivery::Refused, false),
        (Delivery::NotSent, false),
    ] {
        let answer = UnexpectedAnswer::for_tests("create", 200, problem())
            .with_delivery(delivery)
            .with_recovery(Some(recovery));
        assert_eq!(answer.delivery(), delivery);
        assert_eq!(answer.recovery, Some(recovery));
        let told = answer.to_string();
        assert_eq!(told.ends_with(" (to find out: list the orders)"), is_told);
        let silent = answer.with_recovery(None).to_string();
        assert!(!silent.contains("find out"), "{silent}");
    }
}

#[test]
fn class_of_the_caller_goes_before_that_of_the_status() {
    let answer = UnexpectedAnswer::for_tests("products", 401, problem());
    let answer = answer.with_class(Class::TokenRejected);
    assert_eq!(answer.class(), Some(Class::TokenRejected));
    assert!(!answer.is_transient());
    assert!(answer.with_class(Class::Transient).is_transient());
}
