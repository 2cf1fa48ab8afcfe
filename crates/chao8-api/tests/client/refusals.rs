use std::time::Duration;

use chao8_api::{Class, Client, Code, Credentials, Delivery, Error, IgnoredAny, Secret, Settings};

use provider_testing::refusal;

use crate::provider::{
    ACCESS_KEY, DEMO, DIGEST, GET_TOKEN, Provider, SECRET, TOKEN, TOKEN_ANSWER, TRACE_ID,
};

fn read(client: &Client) -> Error {
    client.get::<IgnoredAny>(DEMO, &[]).unwrap_err()
}

fn write(client: &Client) -> Error {
    client.post::<IgnoredAny>(DEMO, &()).unwrap_err()
}

#[test]
fn refusal_keeps_code_message_trace_id_call_and_http_status() {
    let provider = Provider::that_answers(&format!(
        r#"{{"code":4711,"message":"订单不存在","data":null,"traceId":"{TRACE_ID}"}}"#
    ));
    let error = read(&provider.client());
    assert_eq!(error.code(), Some(Code(4711)));
    assert_eq!(error.class(), Some(Class::Unknown));
    assert_eq!(error.trace_id(), Some(TRACE_ID));
    assert_eq!(error.http_status(), Some(200));
    assert!(!error.is_transient());
    assert_eq!(
        error.to_string(),
        format!("get refused with code 4711: 订单不存在 (trace id {TRACE_ID})")
    );
    let refusal = refusal(&error);
    assert_eq!(
        (refusal.call, refusal.message.as_str()),
        ("get", "订单不存在")
    );
}

#[test]
fn code_500_and_undocumented_codes_leave_open_what_a_writing_call_did() {
    for code in [500, 4711, 0, -1, 401] {
        let provider = Provider::that_answers(&format!(r#"{{"code":{code},"message":"x"}}"#));
        let client = provider.client();
        assert_eq!(write(&client).delivery(), Delivery::Unknown, "{code}");
        assert_eq!(read(&client).delivery(), Delivery::Refused, "{code}");
        assert_eq!(write(&client).class(), Some(Class::Unknown), "{code}");
    }
}

/// 200 is success and anything else a failure, whatever the number means elsewhere [doc].
#[test]
fn code_that_looks_like_a_success_of_http_is_none() {
    for code in [201, 202, 204, 206, 299, 20, 2000, 100, 302] {
        let body = format!(r#"{{"code":{code},"message":"success","data":{{}}}}"#);
        let provider = Provider::that_answers(&body);
        let client = provider.client();
        for error in [read(&client), write(&client)] {
            assert!(matches!(error, Error::Refused(_)), "{code}: {error:?}");
            assert_eq!(error.code(), Some(Code(code)));
            assert_eq!(error.class(), Some(Class::Unknown), "{code}");
        }
        assert_eq!(write(&client).delivery(), Delivery::Unknown, "{code}");

        let body = format!(r#"{{"code":{code},"data":{{"accessToken":"fake-token"}}}}"#);
        let provider = Provider::with_token_answer(&body);
        let error = provider.client().token().unwrap_err();
        assert_eq!(error.code(), Some(Code(code)), "no token: {error:?}");
    }
}

#[test]
fn documented_refusal_of_a_writing_call_is_refused() {
    for code in [21184032, 21185002, 21180031] {
        let provider = Provider::that_answers(&format!(r#"{{"code":{code}}}"#));
        let error = write(&provider.client());
        assert_eq!(error.delivery(), Delivery::Refused, "{code}");
        assert_eq!(error.class(), Some(Code(code).class()));
    }
}

#[test]
fn codes_may_be_texts_at_any_http_status() {
    for status in [200, 400, 404, 500, 503] {
        let body = r#"{"code":"4711","message":"x","data":[]}"#;
        let provider = Provider::that_answers_with(status, "text/html", body);
        let error = write(&provider.client());
        assert_eq!(error.code(), Some(Code(4711)), "{status}");
        assert_eq!(error.delivery(), Delivery::Unknown, "{status}");
    }
}

#[test]
fn http_status_403_is_auth_unless_the_code_is_known() {
    let provider = Provider::that_answers_with(403, "application/json", r#"{"code":7}"#);
    assert_eq!(read(&provider.client()).class(), Some(Class::Auth));
    let body = r#"{"code":21180031}"#;
    let provider = Provider::that_answers_with(403, "application/json", body);
    assert_eq!(
        read(&provider.client()).class(),
        Some(Class::InvalidRequest)
    );
}

#[test]
fn http_status_429_is_a_rate_limit_whatever_the_code() {
    for body in [r#"{"code":4711}"#, r#"{"code":21180031}"#, "<html>"] {
        let mut provider = Provider::with_token();
        provider
            .mock("GET", DEMO)
            .with_status(429)
            .with_header("retry-after", "17")
            .with_body(body)
            .create();
        let error = read(&provider.client());
        assert!(error.is_rate_limited() && error.is_transient(), "{body}");
        assert_eq!(error.class(), Some(Class::RateLimit));
        assert_eq!(error.retry_in(), Some(Duration::from_secs(17)));
    }
}

#[test]
fn secrets_in_message_and_trace_id_are_replaced() {
    let echo = format!("{SECRET} {DIGEST} {TOKEN} {ACCESS_KEY}!");
    let body = format!(r#"{{"code":500,"message":"{echo}","traceId":"{echo}"}}"#);
    let shown = "*** *** *** ***!";
    let provider = Provider::that_answers(&body);
    let error = write(&provider.client());
    assert_eq!(refusal(&error).message, shown);
    assert_eq!(error.trace_id(), Some(shown));
}

#[test]
fn short_secret_is_replaced_too() {
    let provider = Provider::that_answers(r#"{"code":500,"message":"abc?"}"#);
    let credentials = Credentials {
        access_key: ACCESS_KEY.into(),
        secret: Secret::from("abc"),
    };
    let client = Client::new(credentials, Settings::new(provider.url())).unwrap();
    assert_eq!(refusal(read(&client)).message, "***?");
}

#[test]
fn header_values_in_the_message_are_replaced_unless_they_are_short() {
    let body = r#"{"code":500,"message":"12 canary-of-the-settings canary-of-the-call"}"#;
    let provider = Provider::that_answers(body);
    let client = provider.client_with(|set| {
        let set = set.header("X-Settings", "canary-of-the-settings");
        set.header("X-Version", "1")
    });
    let call = chao8_api::Call::get(DEMO).header("X-Call", "canary-of-the-call");
    let error = client.call::<IgnoredAny>(&call).unwrap_err();
    assert_eq!(refusal(&error).message, "12 *** ***");
}

#[test]
fn secrets_in_the_message_of_a_token_request_are_replaced() {
    let body = format!(r#"{{"code":21184031,"message":"{SECRET}, {DIGEST}, {ACCESS_KEY}"}}"#);
    let provider = Provider::with_token_answer(&body);
    let error = provider.client().token().unwrap_err();
    let refusal = refusal(crate::provider::request_error(&error));
    assert_eq!(refusal.message, "***, ***, ***");
    assert!(
        refusal.to_string().contains("environment of the base URL"),
        "{refusal}"
    );
}

#[test]
fn refusal_without_a_message_shows_the_documented_one() {
    let provider = Provider::that_answers(r#"{"code":500,"message":null}"#);
    let error = read(&provider.client());
    assert_eq!(error.to_string(), "get refused with code 500: 未知错误");
    assert_eq!(refusal(&error).message, "");
}

#[test]
fn token_is_not_fetched_anew_for_a_refused_call() {
    let mut provider = Provider::start();
    let token = provider.mock("POST", GET_TOKEN).with_body(TOKEN_ANSWER);
    let token = token.expect(1).create();
    for method in ["GET", "POST"] {
        let mock = provider.mock(method, DEMO).with_body(r#"{"code":500}"#);
        mock.expect(3).create();
    }
    let client = provider.client();
    for _ in 0..3 {
        read(&client);
        write(&client);
    }
    token.assert();
}
