use std::error::Error as _;
use std::time::Duration;

use vending_api::{Class, Client, Code, Delivery, Error, ProductQuery};

use provider_testing::unexpected;

use crate::provider::{Provider, machine_no, one_code};

fn write(client: &Client) -> Error {
    client.create_pickup_codes(&one_code()).unwrap_err()
}

/// What is wrong with an answer of HTTP status 200 whose code cannot be read.
fn problem(body: &str) -> String {
    problem_with(body, None)
}

/// What is wrong with an answer of HTTP status 200 and this code.
fn problem_with(body: &str, code: Option<Code>) -> String {
    let provider = Provider::that_answers(body);
    provider_testing::problem_with(write(&provider.client()), body, code)
}

#[test]
fn page_not_found_is_told_with_status_kind_and_length() {
    let provider =
        Provider::that_answers_with(404, "text/html; charset=utf-8", "<html>gone</html>");
    let error = provider.client().ping().unwrap_err();
    assert_eq!(
        error.to_string(),
        "ping: HTTP status 404 with text/html of 17 bytes is not the documented answer: \
         is the base URL right, and is the service still there?"
    );
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(error.http_status(), Some(404));
    assert_eq!(error.class(), Some(Class::InvalidRequest));
    assert!(!error.is_transient());
    let answer = unexpected(error);
    assert_eq!(answer.call, "ping");
    assert_eq!(answer.http_status, 404);
    assert_eq!(answer.kind, "text/html");
    assert_eq!(answer.body_bytes, 17);
}

#[test]
fn page_in_html_with_status_200_leaves_open_what_happened() {
    let provider = Provider::that_answers_with(200, "text/html", "<html>welcome</html>");
    let error = write(&provider.client());
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.to_string().contains("is the service still there?"));
    assert!(!error.to_string().contains("welcome"));
}

#[test]
fn failure_of_the_server_is_transient_and_leaves_open_what_happened() {
    let provider = Provider::that_answers_with(500, "text/html", "<html>oops</html>");
    let error = write(&provider.client());
    assert_eq!(error.http_status(), Some(500));
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_transient());
}

#[test]
fn request_time_out_of_the_server_is_transient_and_leaves_open_what_happened() {
    let provider = Provider::that_answers_with(408, "text/plain", "time-out");
    let error = write(&provider.client());
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_transient());
}

#[test]
fn http_status_429_without_an_envelope_is_a_rate_limit() {
    let mut provider = Provider::start();
    provider
        .mock_any("POST")
        .with_status(429)
        .with_header("content-type", "text/plain")
        .with_header("retry-after", "60")
        .with_body("slow down")
        .create();
    let error = write(&provider.client());
    assert!(error.is_rate_limited());
    assert!(error.is_transient());
    assert_eq!(error.class(), Some(Class::RateLimit));
    assert_eq!(error.retry_in(), Some(Duration::from_secs(60)));
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(unexpected(error).kind, "text/plain");
}

#[test]
fn envelope_without_a_code_is_malformed() {
    assert!(problem(r#"{"message":"ok","data":{}}"#).starts_with("missing field `code`"));
}

#[test]
fn code_that_is_no_integer_is_malformed() {
    for code in [
        r#""ok""#,
        r#""""#,
        "null",
        "0.0",
        "{}",
        "true",
        "99999999999999999999",
    ] {
        let problem = problem(&format!(r#"{{"code":{code},"message":"ok"}}"#));
        assert!(problem.contains("at `code`"), "{code}: {problem}");
    }
}

#[test]
fn message_that_is_no_text_is_shown_and_is_not_that_of_success() {
    let provider = Provider::that_answers(r#"{"code":0,"message":{"text":"ok"}}"#);
    let error = write(&provider.client());
    assert_eq!(error.code(), Some(Code::OK));
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.to_string().contains(r#"{"text":"ok"}"#), "{error}");
}

#[test]
fn empty_body_is_no_json() {
    assert!(problem("").starts_with("expected JSON, found nothing"));
}

#[test]
fn truncated_json_is_malformed() {
    let problem = problem_with(r#"{"code":0,"message":"ok","da"#, Some(Code::OK));
    assert!(problem.starts_with("JSON that ends too early"), "{problem}");
}

#[test]
fn text_after_the_envelope_is_malformed() {
    let problem = problem_with(r#"{"code":0,"message":"ok"}<br>"#, Some(Code::OK));
    let said = "something stands behind the JSON";
    assert!(problem.starts_with(said), "{problem}");
}

#[test]
fn other_json_is_malformed() {
    for body in ["[]", "null", "0", r#""ok""#, "{}", r#"{"error":"x"}"#] {
        problem(body);
    }
}

#[test]
fn data_of_another_type_is_malformed_for_a_list() {
    for data in [r#""pong""#, "5", "[1]", r#"{"data":"x"}"#] {
        let body = format!(r#"{{"code":0,"message":"ok","data":{data}}}"#);
        let query = ProductQuery::new(machine_no());
        let error = Provider::that_answers(&body).client().products(&query);
        assert_eq!(unexpected(error.unwrap_err()).call, "products", "{data}");
    }
}

#[test]
fn answer_without_a_content_type_says_so() {
    let mut provider = Provider::start();
    provider.mock_any("POST").with_body("hello").create();
    let answer = unexpected(write(&provider.client()));
    assert_eq!(answer.kind, "no content type");
}

#[test]
fn body_of_an_unreadable_answer_is_not_shown() {
    let provider = Provider::that_answers(r#"{"code":"canary","message":"canary"}"#);
    let error = write(&provider.client());
    let shown = format!("{error} {error:?} {:?}", error.source());
    assert!(!shown.contains("canary"), "{shown}");
}
