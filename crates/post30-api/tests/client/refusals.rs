use std::time::Duration;

use openplat_sandbox::{Answer, Sandbox};
use post30_api::{
    AliasQuery, Class, ClassQuery, Client, Code, Delivery, Error, ItemId, ItemQuery, RawObject,
};

use provider_testing::refusal;

use crate::provider::{Expects, Provider, close_batch, sandbox_client};

fn read(client: &Client) -> Error {
    client.items(&ItemQuery::new()).unwrap_err()
}

fn write(provider: &Provider) -> Error {
    let call = provider.closing();
    let refused: Result<RawObject, Error> = provider.client().signed_call(&call);
    refused.unwrap_err()
}

#[test]
fn refusal_keeps_the_message_of_the_provider() {
    let provider = Provider::that_answers(r#"{"success":0,"message":"签名错误 <b>"}"#);
    let error = read(&provider.client());
    assert_eq!(error.to_string(), "items refused with code 0: 签名错误 <b>");
    assert_eq!(error.code(), Some(Code::REFUSED));
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(error.http_status(), Some(200));
    assert!(!error.is_transient());
    let refusal = refusal(error);
    assert_eq!(refusal.call, "items");
    assert_eq!(refusal.message, "签名错误 <b>");
    assert_eq!(refusal.http_status, 200);
}

#[test]
fn refusal_without_a_message_has_none() {
    for body in [
        r#"{"success":0}"#,
        r#"{"success":0,"message":null}"#,
        r#"{"success":0,"message":""}"#,
    ] {
        let provider = Provider::that_answers(body);
        let error = read(&provider.client());
        assert_eq!(error.to_string(), "items refused with code 0", "{body}");
        assert_eq!(refusal(error).message, "");
    }
}

/// Fields of a success may stand beside a failure [inferred]: `success` alone decides.
#[test]
fn refusal_with_a_total_rows_or_an_entity_is_a_refusal() {
    for beside in [
        r#""total":0"#,
        r#""total":48"#,
        r#""total":"48""#,
        r#""total":null,"rows":null,"entity":null"#,
        r#""total":1,"rows":[{"P_id":"1"}],"entity":{"P_id":"1"}"#,
    ] {
        for success in ["0", r#""0""#, "false"] {
            let body = format!(r#"{{"success":{success},"message":"无权限",{beside}}}"#);
            let provider = Provider::that_answers(&body);
            let client = provider.client();
            let errors = [
                client.items(&ItemQuery::new()).map(drop),
                client.items_by_class(&ClassQuery::new("奶粉")).map(drop),
                client.items_by_alias(&AliasQuery::new()).map(drop),
                client.item(ItemId(1)).map(drop),
                client
                    .signed_call::<RawObject>(&provider.closing())
                    .map(drop),
            ];
            for error in errors.map(Result::unwrap_err) {
                assert_eq!(error.code(), Some(Code::REFUSED), "{body}");
                assert_eq!(error.delivery(), Delivery::Refused, "{body}");
                assert_eq!(refusal(error).message, "无权限", "{body}");
            }
        }
    }
}

#[test]
fn message_that_is_an_object_is_shown_as_json() {
    let provider = Provider::that_answers(r#"{"success":0,"message":{"text":"no"}}"#);
    let error = read(&provider.client());
    assert_eq!(refusal(error).message, r#"{"text":"no"}"#);
}

#[test]
fn message_that_is_a_number_is_a_text() {
    let provider = Provider::that_answers(r#"{"success":0,"message":10013}"#);
    assert_eq!(refusal(read(&provider.client())).message, "10013");
}

#[test]
fn class_follows_the_http_status() {
    for (status, class, is_transient) in [
        (200, Class::Unknown, false),
        (400, Class::InvalidRequest, false),
        (401, Class::Auth, false),
        (403, Class::Auth, false),
        (404, Class::InvalidRequest, false),
        (408, Class::Transient, true),
        (429, Class::RateLimit, true),
        (500, Class::Transient, true),
        (503, Class::Transient, true),
    ] {
        let body = r#"{"success":0,"message":"no"}"#;
        let provider = Provider::that_answers_with(status, "application/json", body);
        let error = read(&provider.client());
        assert_eq!(error.class(), Some(class), "{status}");
        assert_eq!(error.is_transient(), is_transient, "{status}");
        assert_eq!(error.is_rate_limited(), status == 429, "{status}");
        assert_eq!(error.delivery(), Delivery::Refused, "{status}");
        // Without an envelope the status is all there is.
        let provider = Provider::that_answers_with(status, "text/html", "<html>");
        let expected = (status != 200).then_some(class);
        assert_eq!(read(&provider.client()).class(), expected, "{status}");
    }
}

#[test]
fn refusal_keeps_how_long_to_wait() {
    let mut provider = Provider::start();
    provider
        .mock_any("POST")
        .with_status(429)
        .with_header("retry-after", "60")
        .with_body(r#"{"success":0,"message":"太频繁"}"#)
        .create();
    let error = read(&provider.client());
    assert_eq!(error.retry_in(), Some(Duration::from_secs(60)));
}

#[test]
fn refused_write_with_a_message_was_not_done() {
    for status in [200, 400, 403] {
        let body = r#"{"success":"0","message":"批次不存在"}"#;
        let provider = Provider::that_answers_with(status, "application/json", body);
        assert_eq!(write(&provider).delivery(), Delivery::Refused, "{status}");
    }
}

#[test]
fn refused_write_in_doubt_may_have_been_done() {
    let message = r#"{"success":0,"message":"系统错误"}"#;
    for (status, body) in [
        (200, r#"{"success":0}"#),
        (200, r#"{"success":0,"message":"ok"}"#),
        (200, r#"{"success":0,"message":"Success."}"#),
        (200, r#"{"success":0,"message":"操作成功"}"#),
        (200, r#"{"success":2,"message":"部分成功"}"#),
        (200, r#"{"success":-1,"message":"no"}"#),
        (408, message),
        (500, message),
        (502, message),
    ] {
        let provider = Provider::that_answers_with(status, "application/json", body);
        let error = write(&provider);
        assert_eq!(error.delivery(), Delivery::Unknown, "{status} {body}");
        refusal(error);
    }
}

#[test]
fn success_with_an_odd_http_status_is_a_success() {
    let provider = Provider::that_answers_with(500, "text/plain", r#"{"success":1,"rows":[]}"#);
    provider.client().items(&ItemQuery::new()).unwrap();
}

#[test]
fn echoed_keys_and_signature_are_replaced() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().echo_secrets(true);
    sandbox.post30().answer_next(Answer::Code {
        code: 0,
        message: "不允许".to_owned(),
    });
    let error = sandbox_client(&sandbox)
        .signed_call::<RawObject>(&close_batch(&sandbox.base_url()))
        .unwrap_err();
    assert_eq!(
        refusal(error).message,
        "不允许 (external_company ***, sign ***, sk ***)"
    );
}

#[test]
fn every_refusal_of_the_sandbox_is_unknown_in_class() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    for message in sandbox.post30().refusal_messages() {
        sandbox.post30().answer_next(Answer::Code {
            code: 0,
            message: (*message).to_owned(),
        });
        let error = read(&client);
        assert_eq!(error.class(), Some(Class::Unknown));
        assert_eq!(refusal(error).message, *message);
    }
}

/// Has the closing of a batch answered like this: nothing is closed.
fn not_closed(answer: Answer) -> Error {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().answer_next(answer);
    let closing = close_batch(&sandbox.base_url());
    let error = sandbox_client(&sandbox).signed_call::<RawObject>(&closing);
    assert!(sandbox.post30().closed_batches().is_empty());
    error.unwrap_err()
}

#[test]
fn refusal_with_a_message_is_refused_and_one_that_explains_nothing_is_unknown() {
    for (code, message, delivery) in [
        (0, "签名错误", Delivery::Refused),
        (0, "", Delivery::Unknown),
        (7, "某错误", Delivery::Unknown),
    ] {
        let error = not_closed(Answer::Code {
            code,
            message: message.to_owned(),
        });
        assert!(matches!(error, Error::Refused(_)), "{error:?}");
        assert_eq!(error.delivery(), delivery, "{code} {message}");
    }
}
