use chao8_api::{Class, Code, Delivery, TokenError, Verdict};
use openplat_sandbox::{Numbers, TokenFields};

use crate::provider::{GET_TOKEN, Provider, TOKEN, TRACE_ID, refusal, request_error};
use crate::sandbox::Rig;

fn token_of(answer: &str) -> String {
    let provider = Provider::with_token_answer(answer);
    let client = provider.client();
    client.token().unwrap().expose().to_owned()
}

#[test]
fn token_is_read_beside_data_too() {
    for data in ["null", "{}", r#""""#, r#"{"accessToken":null}"#] {
        let answer = format!(
            r#"{{"code":200,"data":{data},"accessToken":"{TOKEN}","tokenTtlSeconds":28800}}"#
        );
        assert_eq!(token_of(&answer), TOKEN, "{data}");
    }
    let rig = Rig::new();
    rig.chao8().set_token_fields(TokenFields::Flat);
    rig.read().unwrap();
}

#[test]
fn token_in_data_goes_before_one_beside_it() {
    let answer = r#"{"code":200,"data":{"accessToken":"inner"},"accessToken":"outer"}"#;
    assert_eq!(token_of(answer), "inner");
}

#[test]
fn unknown_fields_do_not_matter() {
    let answer = r#"{"code":200,"data":{"accessToken":"t-1","scope":["a"]},"exception":{"a":1},"meta":[],"ext":"x","timestamp":"soon","traceId":{},"message":[]}"#;
    assert_eq!(token_of(answer), "t-1");
}

#[test]
fn codes_and_numbers_may_be_texts() {
    let rig = Rig::new();
    rig.chao8().set_codes(Numbers::AsTexts);
    rig.chao8().set_numbers(Numbers::AsTexts);
    rig.read().unwrap();
    let status = rig.client.token_status().unwrap();
    let life = status.expires_at.unwrap() - status.fetched_at.unwrap();
    assert_eq!(life.whole_seconds(), 28_800);
}

#[test]
fn success_without_a_token_is_a_refusal_with_code_200() {
    for data in [
        "null",
        "{}",
        r#"{"accessToken":""}"#,
        r#"{"accessToken":null}"#,
        r#"{"accessToken":7}"#,
        r#"{"accessToken":"two words"}"#,
        r#"{"accessToken":"line\nend"}"#,
        r#"{"accessToken":"令牌"}"#,
    ] {
        let answer = format!(
            r#"{{"code":200,"message":"appkey错误!","data":{data},"traceId":"{TRACE_ID}"}}"#
        );
        let provider = Provider::with_token_answer(&answer);
        let error = provider.client().token().unwrap_err();
        let refusal = refusal(request_error(&error));
        assert_eq!(
            (refusal.call, refusal.code),
            ("get_token", Code::OK),
            "{data}"
        );
        assert_eq!(refusal.message, "appkey错误!");
        assert_eq!(refusal.trace_id.as_deref(), Some(TRACE_ID));
        assert_eq!(refusal.class(), Class::Unknown);
        assert!(refusal.to_string().contains("no access token"), "{refusal}");
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(!error.is_transient());
    }
}

#[test]
fn answer_that_is_no_envelope_is_no_token() {
    let verdict_of = |status: usize, body: &str| {
        let mut provider = Provider::start();
        let mock = provider.mock("POST", GET_TOKEN);
        mock.with_status(status).with_body(body).create();
        let error = provider.client().token().unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        match &crate::provider::no_token(&error).reason {
            TokenError::Fetch { verdict, .. } => (*verdict, error.class()),
            reason => panic!("{reason:?}"),
        }
    };
    let page = "<html>";
    for (status, expected) in [
        (200, (Verdict::Unknown, Some(Class::Unknown))),
        (401, (Verdict::Lasting, Some(Class::Auth))),
        (403, (Verdict::Lasting, Some(Class::Auth))),
        (404, (Verdict::Lasting, Some(Class::InvalidRequest))),
        (429, (Verdict::RateLimited, Some(Class::RateLimit))),
        (500, (Verdict::Transient, Some(Class::Transient))),
        (503, (Verdict::Transient, Some(Class::Transient))),
        (302, (Verdict::Unknown, None)),
    ] {
        assert_eq!(verdict_of(status, page), expected, "{status}");
    }
    assert_eq!(
        verdict_of(200, r#"{"data":{"accessToken":"t"}}"#),
        (Verdict::Unknown, Some(Class::Unknown)),
        "without a code"
    );
}
