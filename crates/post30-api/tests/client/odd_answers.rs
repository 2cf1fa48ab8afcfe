use std::error::Error as _;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use post30_api::{Code, Delivery, Error, ItemId, ItemQuery, RawObject};

use provider_testing::unexpected;

use crate::provider::{Expects, Provider};

fn write(provider: &Provider) -> Error {
    let call = provider.closing();
    provider
        .client()
        .signed_call::<RawObject>(&call)
        .unwrap_err()
}

/// What is wrong with an answer of HTTP status 200 whose code cannot be read.
fn problem(body: &str) -> String {
    problem_with(body, None)
}

/// What is wrong with an answer of HTTP status 200 and this code.
fn problem_with(body: &str, code: Option<Code>) -> String {
    let provider = Provider::that_answers(body);
    provider_testing::problem_with(write(&provider), body, code)
}

#[test]
fn page_in_html_is_told_with_status_kind_and_length() {
    let html = "<html>gone</html>";
    let provider = Provider::that_answers_with(404, "text/html; charset=gb2312", html);
    let error = provider.client().items(&ItemQuery::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "items: HTTP status 404 with text/html of 17 bytes is not the documented answer: \
         is the base URL right, and is the service still there?"
    );
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(error.http_status(), Some(404));
    assert!(!error.is_transient());
}

#[test]
fn failure_of_the_server_is_transient_and_leaves_open_what_happened() {
    for status in [408, 500, 503] {
        let provider = Provider::that_answers_with(status, "text/html", "<html>oops</html>");
        let error = write(&provider);
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert!(error.is_transient());
    }
}

/// The samples of the document are not JSON; an answer like them is not read.
#[test]
fn answer_with_single_quotes_is_malformed_and_not_shown() {
    let body = "{'success':1,'canary':'canary'}";
    let provider = Provider::that_answers(body);
    let error = provider.client().items(&ItemQuery::new()).unwrap_err();
    let shown = format!("{error} {error:?} {:?}", error.source());
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(unexpected(error).body_bytes, body.len());
}

#[test]
fn answer_without_success_is_malformed() {
    for body in ["{}", r#"{"Success":1}"#, r#"{"rows":[]}"#] {
        assert!(
            problem(body).starts_with("missing field `success`"),
            "{body}"
        );
    }
}

#[test]
fn success_of_another_kind_is_malformed() {
    for success in [
        "null", "\"\"", "\"yes\"", "\"true\"", "1.0", "[]", "{}", "\" 1\"", "\"+1\"",
    ] {
        let problem = problem(&format!(r#"{{"success":{success},"message":"ok"}}"#));
        assert!(
            problem.starts_with("expected 1, 0, true or false at `success`"),
            "{success}: {problem}"
        );
    }
}

#[test]
fn other_json_is_malformed() {
    for body in ["", "[]", "null", "1", "true", r#""1""#, r#"{"success":1"#] {
        problem(body);
    }
    let problem = problem_with(r#"{"success":1} <br>"#, Some(Code::OK));
    let said = "something stands behind the JSON";
    assert!(problem.starts_with(said), "{problem}");
}

#[test]
fn success_that_is_no_such_type_leaves_open_what_happened() {
    let provider = Provider::that_answers(r#"{"success":1}"#);
    let call = provider.closing();
    let read: Result<Vec<u8>, Error> = provider.client().signed_call(&call);
    let error = read.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(unexpected(error).call, "signed_call");
}

/// Nothing is decided by the message of a success, so that it may be anything.
#[test]
fn odd_message_spoils_no_success() {
    for message in ["{}", "[1]", "null", "\"\\ud800\"", "0"] {
        let body = format!(r#"{{"success":1,"message":{message},"rows":[]}}"#);
        let provider = Provider::that_answers(&body);
        provider.client().items(&ItemQuery::new()).unwrap();
    }
}

/// Where a code is looked for in what is no JSON, each byte costs once.
#[test]
fn blanks_without_an_end_do_not_keep_a_call_beyond_its_deadline() {
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || {
        let body = format!("<{}", " ".repeat(4_000_000));
        let provider = Provider::that_answers(&body);
        let error = provider.client().item(ItemId(1)).unwrap_err();
        let _ = sender.send(unexpected(error).body_bytes);
    });
    let read = ended.recv_timeout(Duration::from_secs(60));
    assert_eq!(read, Ok(4_000_001));
}
