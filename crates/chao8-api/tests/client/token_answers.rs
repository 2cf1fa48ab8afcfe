use chao8_api::{Class, Code, Delivery, Error, TokenError, Verdict};
use openplat_sandbox::{Numbers, TokenFields};

use crate::provider::{GET_TOKEN, Provider, TOKEN, TRACE_ID, request_error};
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
fn success_without_a_token_says_what_is_in_the_way_and_what_the_provider_says() {
    for (data, problem) in [
        ("null", "missing field `accessToken`"),
        ("{}", "missing field `accessToken`"),
        (r#"{"accessToken":""}"#, "found an empty text"),
        (r#"{"accessToken":null}"#, "missing field `accessToken`"),
        (r#"{"accessToken":7}"#, "expected an access token, a text"),
        (r#"{"accessToken":"two words"}"#, "character 4 is U+0020"),
        (r#"{"accessToken":"line\nend"}"#, "character 5 is U+000A"),
        (r#"{"accessToken":"token\n"}"#, "character 6 is U+000A"),
        (
            r#"{"accessToken":"Bearer token"}"#,
            "behind the word `Bearer`",
        ),
        (r#"{"accessToken":"令牌"}"#, "character 1 is U+4EE4"),
    ] {
        let answer = format!(
            r#"{{"code":200,"message":"appkey错误!","data":{data},"traceId":"{TRACE_ID}"}}"#
        );
        let provider = Provider::with_token_answer(&answer);
        let error = provider.client().token().unwrap_err();
        let request = request_error(&error);
        let Error::Answer(answer) = request else {
            panic!("{request:?}");
        };
        assert_eq!((answer.call, error.code()), ("get_token", Some(Code::OK)));
        assert_eq!(answer.message, "appkey错误!");
        assert_eq!(error.trace_id(), Some(TRACE_ID));
        let source = std::error::Error::source(&**answer).unwrap().to_string();
        assert!(source.contains(problem), "{data}: {source}");
        assert!(source.contains("data.accessToken"), "{data}: {source}");
        assert!(answer.to_string().contains("appkey错误!"), "{answer}");
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
        (200, (Verdict::Unknown, None)),
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
        (Verdict::Unknown, None),
        "without a code"
    );
}
