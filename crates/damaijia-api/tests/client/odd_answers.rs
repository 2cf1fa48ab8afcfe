//! Answers that are not what is known of the provider.

use std::time::Duration;

use damaijia_api::{Class, Client, Code, Delivery, Error, ParcelQuery};

use crate::provider::{Provider, order, parcel_id};

fn write(client: &Client) -> Error {
    client.create_order(&order(1)).unwrap_err()
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
fn answer_without_a_status_is_no_success() {
    let body = r#"{"data":{"order_id":5,"order_sn":"1"}}"#;
    assert!(problem(body).starts_with("missing field `status`"));
}

#[test]
fn status_that_is_no_integer_is_malformed() {
    for status in [
        r#""ok""#,
        r#""""#,
        "null",
        "0.0",
        "{}",
        "true",
        r#""取消成功""#,
        "99999999999999999999",
    ] {
        let problem = problem(&format!(r#"{{"status":{status},"data":{{}}}}"#));
        assert!(problem.contains("at `status`"), "{status}: {problem}");
    }
}

#[test]
fn status_of_cancelling_that_is_another_text_is_malformed() {
    for status in [r#""取消失败""#, r#""""#, "null", r#""+0""#] {
        let provider = Provider::that_answers(&format!(r#"{{"data":[],"status":{status}}}"#));
        let error = provider.client().cancel_parcel(&parcel_id(1)).unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "{status}");
        assert!(matches!(error, Error::Answer(_)), "{status}");
    }
}

#[test]
fn other_bodies_are_malformed() {
    for body in ["", "[]", "null", "0", "{}", "<html>"] {
        problem(body);
    }
    problem_with(r#"{"status":0}x"#, Some(Code::OK));
}

#[test]
fn success_without_readable_data_leaves_open_nothing_but_says_unknown() {
    // The order may be there: `find_order` tells.
    for data in ["5", r#""text""#, "[1]", r#"{"consignees":5}"#] {
        problem_with(&format!(r#"{{"data":{data},"status":0}}"#), Some(Code::OK));
    }
}

#[test]
fn success_without_the_number_of_the_order_is_unknown_and_says_how_to_find_out() {
    for data in [
        r#""data":[],"#,
        r#""data":{},"#,
        r#""data":null,"#,
        r#""data":["1000"],"#,
        r#""data":{"order_sn":""},"#,
        r#""data":{"order_sn":" "},"#,
        r#""data":{"order_sn":null},"#,
        "",
    ] {
        let provider = Provider::that_answers(&format!(r#"{{{data}"status":0}}"#));
        let error = write(&provider.client());
        assert_eq!(error.code(), Some(Code::OK), "{data}");
        assert_eq!(error.delivery(), Delivery::Unknown, "{data}");
        assert!(error.to_string().contains("find_order"), "{error}");
    }
}

#[test]
fn page_in_html_names_the_base_url_and_shows_nothing_of_itself() {
    let provider = Provider::that_answers_with(404, "text/html", "<html>canary</html>");
    let error = provider.client().couriers().unwrap_err();
    assert_eq!(error.delivery(), Delivery::Refused);
    let text = format!("{error} {error:?}");
    assert!(text.contains("is the base URL right"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn http_status_429_without_an_envelope_is_a_rate_limit() {
    let mut provider = Provider::start();
    provider
        .mock_any("POST")
        .with_status(429)
        .with_header("retry-after", "60")
        .with_body("slow down")
        .create();
    let error = write(&provider.client());
    assert!(error.is_rate_limited() && error.is_transient());
    assert_eq!(error.class(), Some(Class::RateLimit));
    assert_eq!(error.retry_in(), Some(Duration::from_secs(60)));
    assert_eq!(error.delivery(), Delivery::Refused);
}

#[test]
fn http_status_401_of_a_fixed_key_is_final_and_tells_its_class() {
    let provider = Provider::that_answers_with(401, "text/plain", "no");
    let error = write(&provider.client());
    // Nothing replaces a fixed key: a person must act.
    assert_eq!(error.class(), Some(Class::Auth));
    assert_eq!(error.delivery(), Delivery::Refused);
}

#[test]
fn failure_of_the_server_is_transient_and_leaves_open_what_happened() {
    let provider = Provider::that_answers_with(502, "text/html", "<html>oops</html>");
    let error = write(&provider.client());
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_transient());
}

/// What is wrong with the data of a success.
fn problem_of(error: Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text += &format!(": {cause}");
        source = cause.source();
    }
    text
}

/// Rows under another name would be no rows, and an order that is there absent.
#[test]
fn list_without_its_rows_is_no_answer_unless_nothing_but_paging_stands_there() {
    let list = |list: &str| {
        let body = format!(r#"{{"data":{{"total":1,"list":{list}}},"status":0}}"#);
        let provider = Provider::that_answers(&body);
        provider.client().parcels(&ParcelQuery::new())
    };
    for paging in [
        "null",
        "[]",
        "{}",
        r#"{"current_page":1}"#,
        r#"{"index":1,"total":0,"from":0,"to":0,"path":"x","per_page":10,"last_page":1}"#,
    ] {
        let page = list(paging).unwrap();
        assert!(page.parcels.is_empty(), "{paging}");
    }
    for other in [
        r#"{"rows":[]}"#,
        r#"{"rows":[],"current_page":1}"#,
        r#"{"current_page":1,"rows":[],"total":1}"#,
        "7",
        r#""rows""#,
    ] {
        let error = list(other).unwrap_err();
        let text = problem_of(error);
        let expected = "a list, or an object with a list `data`";
        assert!(text.contains(expected), "{other}: {text}");
    }
}

#[test]
fn refused_credentials_ask_which_ones_were_sent() {
    for code in [200, 1003] {
        let body = format!(r#"{{"status":{code},"err":"x","data":[]}}"#);
        let error = write(&Provider::that_answers(&body).client());
        let hint = provider_testing::refusal(error).hint();
        let expected = "are `app_id` and `app_secret`, or the `api_key`, those of this account?";
        assert_eq!(hint.as_deref(), Some(expected), "{code}");
    }
}
