//! Which tokens are accepted, and how the others are refused.

use std::time::Duration;

use openplat_sandbox::{AccessKeyHeader, Answer, Chao8, Numbers, Rejection, TokenPrefix};
use serde_json::{Value, json};

use super::{DEMO, ask, data, get, get_with, refusal, sandbox_at_rest, token};

const EXPIRED: (i64, Value) = (20_324_012, Value::Null);
const UNKNOWN: (i64, Value) = (20_324_013, Value::Null);

#[test]
fn token_is_accepted_until_its_lifetime_is_over() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    sandbox.clock().advance(Duration::from_millis(28_799_999));
    assert_eq!(data(&get(&sandbox, DEMO, &token)), json!(null));
    assert!(sandbox.chao8().is_accepted(&token));
    sandbox.clock().advance(Duration::from_millis(1));
    assert_eq!(refusal(&get(&sandbox, DEMO, &token)), EXPIRED);
    assert!(!sandbox.chao8().is_accepted(&token));
}

#[test]
fn codes_of_rejected_tokens_are_answerable() {
    let sandbox = sandbox_at_rest();
    for (code, _) in [EXPIRED, UNKNOWN] {
        assert!(sandbox.chao8().answerable_codes().contains(&code));
    }
    let codes = sandbox.chao8().answerable_codes();
    assert!(codes.is_sorted() && codes.len() == 9);
}

#[test]
fn tokens_can_be_expired() {
    let sandbox = sandbox_at_rest();
    let ours = token(&sandbox);
    sandbox.chao8().expire_tokens();
    assert_eq!(refusal(&get(&sandbox, DEMO, &ours)), EXPIRED);
    let later = sandbox.chao8().foreign_login();
    data(&get(&sandbox, DEMO, &later));
}

#[test]
fn missing_unknown_and_repeated_tokens_are_refused() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    assert_eq!(refusal(&get_with(&sandbox, DEMO, &[])), UNKNOWN);
    for value in ["", "unknown", &token[1..], &format!("{token}x")] {
        assert_eq!(refusal(&get(&sandbox, DEMO, value)), UNKNOWN, "{value}");
    }
    let header = ("Authorization", token.as_str());
    assert_eq!(
        refusal(&get_with(&sandbox, DEMO, &[header, header])),
        UNKNOWN
    );
    data(&get_with(&sandbox, DEMO, &[("authorization", &token)]));
}

#[test]
fn bearer_prefix_is_refused_unless_it_was_asked_for() {
    let sandbox = sandbox_at_rest();
    let bare = token(&sandbox);
    let bearer = format!("Bearer {bare}");
    for (prefix, takes_bare, takes_bearer) in [
        (TokenPrefix::Nothing, true, false),
        (TokenPrefix::BearerOrNothing, true, true),
        (TokenPrefix::Bearer, false, true),
    ] {
        sandbox.chao8().set_token_prefix(prefix);
        for (value, is_taken) in [(&bare, takes_bare), (&bearer, takes_bearer)] {
            let answer = get(&sandbox, DEMO, value);
            let expected = if is_taken { 200 } else { UNKNOWN.0 };
            assert_eq!(answer.code(), expected, "{prefix:?}");
        }
    }
}

#[test]
fn access_key_header_is_required_on_request() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let authorization = ("Authorization", token.as_str());
    sandbox
        .chao8()
        .set_access_key_header(AccessKeyHeader::Required);
    assert_eq!(refusal(&get(&sandbox, DEMO, &token)), UNKNOWN);
    let other = ("accessKey", Chao8::DISABLED_ACCESS_KEY);
    assert_eq!(
        refusal(&get_with(&sandbox, DEMO, &[authorization, other])),
        UNKNOWN
    );
    let right = ("accessKey", Chao8::ACCESS_KEY);
    data(&get_with(&sandbox, DEMO, &[authorization, right]));
    sandbox
        .chao8()
        .set_access_key_header(AccessKeyHeader::Ignored);
    data(&get(&sandbox, DEMO, &token));
}

#[test]
fn next_calls_are_rejected_on_request_and_the_token_stays() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().reject_tokens_next(2);
    // Token requests are no business calls.
    let token = token(&sandbox);
    for _ in 0..2 {
        assert!(sandbox.chao8().is_accepted(&token));
        assert_eq!(refusal(&get(&sandbox, DEMO, &token)), UNKNOWN);
    }
    data(&get(&sandbox, DEMO, &token));
    sandbox.chao8().reject_tokens_next(2);
    sandbox.chao8().reject_tokens_next(0);
    data(&get(&sandbox, DEMO, &token));
}

#[test]
fn rejection_has_the_form_that_was_asked_for() {
    let sandbox = sandbox_at_rest();
    let told = |rejection| {
        sandbox.chao8().set_rejection(rejection);
        let answer = get(&sandbox, DEMO, "unknown");
        (answer.status, answer.json())
    };
    let (status, json) = told(Rejection::CodeAtHttp401);
    assert_eq!((status, &json["code"]), (401, &json!(20_324_013)));
    for (rejection, pointer, hint) in [
        (Rejection::MetaStatus, "/meta/status", json!(401)),
        (Rejection::Status, "/status", json!(401)),
        (Rejection::InvalidToken, "/message", json!("invalid token")),
        (
            Rejection::Reauthentication,
            "/message",
            json!("reauthentication"),
        ),
        (Rejection::Reason, "/data/reason", json!("invalid token")),
    ] {
        let (status, json) = told(rejection);
        assert_eq!((status, &json["code"]), (200, &json!(500)), "{rejection:?}");
        assert_eq!(json.pointer(pointer), Some(&hint), "{rejection:?}");
    }
    let (status, json) = told(Rejection::Code);
    assert_eq!((status, &json["code"]), (200, &json!(20_324_013)));
    assert_eq!((json.get("status"), &json["meta"]), (None, &json!(null)));
}

#[test]
fn page_at_401_has_no_envelope() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_rejection(Rejection::PageAtHttp401);
    let answer = get(&sandbox, DEMO, "unknown");
    assert_eq!(
        (answer.status, answer.content_type.starts_with("text/html")),
        (401, true)
    );
}

#[test]
fn status_of_a_rejection_is_a_text_on_request() {
    let sandbox = sandbox_at_rest();
    sandbox.chao8().set_numbers(Numbers::AsTexts);
    sandbox.chao8().set_rejection(Rejection::MetaStatus);
    assert_eq!(get(&sandbox, DEMO, "").json()["meta"]["status"], "401");
    sandbox.chao8().set_rejection(Rejection::Status);
    assert_eq!(get(&sandbox, DEMO, "").json()["status"], "401");
}

#[test]
fn refusals_echo_secrets_only_on_request() {
    let sandbox = sandbox_at_rest();
    let sign = "canary-sign";
    let texts = || {
        let token = get(&sandbox, DEMO, "canary-token").text;
        token + &ask(&sandbox, "canary-key", sign).text
    };
    assert!(!texts().contains("canary"));
    sandbox.chao8().echo_secrets(true);
    let text = texts();
    for secret in ["canary-token", "canary-key", sign] {
        assert!(text.contains(secret), "{text}");
    }
    let token = token(&sandbox);
    data(&get(&sandbox, DEMO, &token));
    let message = "sorry".to_owned();
    sandbox
        .chao8()
        .answer_next(Answer::Code { code: 7, message });
    assert!(get(&sandbox, DEMO, &token).text.contains(&token));
    sandbox.chao8().echo_secrets(false);
    assert!(!texts().contains("canary"));
}
