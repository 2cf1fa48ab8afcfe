use std::sync::Arc;
use std::time::Duration;

use access_token::ManualClock;
use chao8_api::{Call, Class, Code, Delivery, Error, IgnoredAny, MemoryStore, Transport};
use mockito::Matcher;
use openplat_sandbox::{Answer, LiveTokens, Rejection};
use time::macros::datetime;

use provider_testing::refusal;

use crate::provider::{DEMO, GET_TOKEN, Provider, TOKEN, TOKEN_ANSWER};
use crate::sandbox::{MINUTE, MovedClock, Rig};

/// Documented, or HTTP status 401: repeated also for writes.
const CLEAR: [Rejection; 3] = [
    Rejection::Code,
    Rejection::CodeAtHttp401,
    Rejection::PageAtHttp401,
];

/// Seen by clients, documented by nobody: repeated for reads only.
const HINTED: [Rejection; 5] = [
    Rejection::MetaStatus,
    Rejection::Status,
    Rejection::InvalidToken,
    Rejection::Reauthentication,
    Rejection::Reason,
];

/// A rig with a token that was fetched long enough ago for the next request.
fn rig(rejection: Rejection) -> Rig {
    let rig = Rig::new();
    rig.chao8().set_rejection(rejection);
    rig.read().unwrap();
    rig.advance(2 * MINUTE);
    rig
}

#[test]
fn clear_rejection_replaces_the_token_and_repeats_the_call_once() {
    for rejection in CLEAR {
        for call in [Rig::read, Rig::write] {
            let rig = rig(rejection);
            rig.chao8().expire_tokens();
            call(&rig).unwrap_or_else(|error| panic!("{rejection:?}: {error}"));
            assert_eq!(rig.chao8().token_requests(), 2, "{rejection:?}");
            assert_eq!(rig.business_calls(), 3, "{rejection:?}");
        }
    }
}

#[test]
fn hinted_rejection_replaces_the_token_and_repeats_a_read_once() {
    for rejection in HINTED {
        let rig = rig(rejection);
        rig.chao8().expire_tokens();
        rig.read()
            .unwrap_or_else(|error| panic!("{rejection:?}: {error}"));
        assert_eq!(rig.chao8().token_requests(), 2, "{rejection:?}");
        assert_eq!(rig.business_calls(), 3, "{rejection:?}");
    }
}

#[test]
fn hinted_rejection_of_a_write_is_returned_and_the_next_call_gets_a_new_token() {
    for rejection in HINTED {
        let rig = rig(rejection);
        rig.chao8().expire_tokens();
        let error = rig.write().unwrap_err();
        assert_eq!(rig.business_calls(), 2, "{rejection:?}: not repeated");
        assert_eq!(error.delivery(), Delivery::Unknown, "{rejection:?}");
        assert_eq!(error.class(), Some(Class::TokenRejected), "{rejection:?}");
        assert_eq!(error.code(), Some(Code::UNKNOWN_ERROR));
        assert_eq!(rig.chao8().token_requests(), 1, "{rejection:?}: not yet");
        rig.write().unwrap();
        assert_eq!(rig.chao8().token_requests(), 2, "{rejection:?}");
    }
}

#[test]
fn call_says_whether_it_reads() {
    let rig = rig(Rejection::InvalidToken);
    rig.chao8().expire_tokens();
    let product = serde_json::json!({"productNo": "000042", "productName": "沙盒牙膏"});
    let call = Call::post("/ps/v1/open/product/add-upd-product")
        .json(&product)
        .reads();
    rig.client.call::<IgnoredAny>(&call).unwrap();
    assert_eq!(rig.business_calls(), 3);

    let rig = self::rig(Rejection::InvalidToken);
    rig.chao8().expire_tokens();
    let call = Call::get(DEMO).writes();
    let error = rig.client.call::<IgnoredAny>(&call).unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(rig.business_calls(), 2);
}

#[test]
fn second_rejection_is_returned() {
    for rejection in CLEAR.into_iter().chain(HINTED) {
        let rig = rig(rejection);
        rig.chao8().reject_tokens_next(5);
        let error = rig.read().unwrap_err();
        assert_eq!(rig.business_calls(), 3, "{rejection:?}: repeated once");
        assert_eq!(rig.chao8().token_requests(), 2, "{rejection:?}");
        assert_eq!(error.class(), Some(Class::TokenRejected), "{rejection:?}");
        assert_eq!(error.delivery(), Delivery::Refused, "{rejection:?}");
        match rejection {
            Rejection::PageAtHttp401 => assert!(matches!(error, Error::Answer(_))),
            Rejection::Code | Rejection::CodeAtHttp401 => {
                assert_eq!(error.code(), Some(Code::TOKEN_REJECTED_TOO));
                assert_eq!(
                    error.to_string(),
                    "get refused with code 20324013 (trace id 00000000-0000-4000-8000-000000000005)"
                );
            }
            _ => assert_eq!(error.code(), Some(Code::UNKNOWN_ERROR)),
        }
    }
}

#[test]
fn token_that_was_rejected_twice_is_not_used_again() {
    let rig = rig(Rejection::Code);
    rig.chao8().reject_tokens_next(2);
    rig.write().unwrap_err();
    let error = rig.read().unwrap_err();
    assert!(error.is_rate_limited(), "{error:?}");
    assert_eq!(rig.business_calls(), 3);
    rig.advance(Duration::from_secs(61));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 3);
}

#[test]
fn fresh_token_is_not_given_up_for_a_second_hint() {
    let rig = rig(Rejection::InvalidToken);
    rig.chao8().reject_tokens_next(2);
    rig.read().unwrap_err();
    // Nobody documents the sign, and the token is new.
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn rejection_within_the_minute_is_an_error_with_the_time_left() {
    let rig = Rig::new();
    rig.read().unwrap();
    rig.advance(Duration::from_secs(15));
    rig.chao8().expire_tokens();
    for call in [Rig::write, Rig::read] {
        let error = call(&rig).unwrap_err();
        assert!(error.is_rate_limited(), "{error:?}");
        assert_eq!(error.retry_in(), Some(Duration::from_secs(46)));
    }
    assert_eq!(rig.chao8().token_requests(), 1);
    assert_eq!(rig.business_calls(), 2, "the second call was not sent");
}

#[test]
fn delivery_without_another_token_says_that_the_first_one_was_rejected() {
    let rig = Rig::new();
    rig.read().unwrap();
    rig.chao8().expire_tokens();
    assert_eq!(rig.write().unwrap_err().delivery(), Delivery::Refused);
    assert_eq!(rig.write().unwrap_err().delivery(), Delivery::NotSent);
}

#[test]
fn failed_replacement_is_returned_with_the_reason() {
    let rig = rig(Rejection::Code);
    rig.chao8().expire_tokens();
    // The first answer is the rejection itself.
    rig.chao8().answer_next(Answer::Code {
        code: 20324012,
        message: String::new(),
    });
    rig.chao8().answer_next(Answer::Code {
        code: 21184032,
        message: "应用账号被禁用".to_owned(),
    });
    let error = rig.write().unwrap_err();
    assert_eq!(error.code(), Some(Code::ACCOUNT_DISABLED));
    assert_eq!(error.delivery(), Delivery::Refused);
}

#[test]
fn both_documented_codes_are_treated_alike() {
    for code in [20324012, 20324013] {
        let rig = rig(Rejection::Code);
        rig.chao8().answer_next(Answer::Code {
            code,
            message: String::new(),
        });
        rig.write().unwrap();
        assert_eq!(rig.chao8().token_requests(), 2, "{code}");
    }
}

#[test]
fn foreign_login_that_ends_our_token_costs_one_request() {
    let rig = rig(Rejection::Code);
    rig.chao8().set_live_tokens(LiveTokens::One);
    rig.chao8().foreign_login();
    rig.write().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
    assert_eq!(rig.chao8().products().len(), 1);
}

#[test]
fn token_that_another_client_has_replaced_is_taken_from_the_store() {
    let rig = Rig::new();
    let clock = ManualClock::new(datetime!(2023-01-01 10:00:00 UTC));
    let store = Arc::new(MemoryStore::with_clock(Arc::new(clock.clone())));
    let client = || {
        let url = rig.sandbox.base_url();
        crate::sandbox::client(url, &rig.clock, |set| set.store(store.clone()))
    };
    let (one, two) = (client(), client());
    one.token().unwrap();
    two.token().unwrap();
    rig.advance(2 * MINUTE);
    clock.advance(2 * MINUTE);
    rig.chao8().expire_tokens();
    one.get::<IgnoredAny>(DEMO, &[]).unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
    two.get::<IgnoredAny>(DEMO, &[]).unwrap();
    assert_eq!(rig.chao8().token_requests(), 2, "no third one");
    assert_eq!(rig.business_calls(), 4, "both had to find out");
}

#[test]
fn raw_call_and_download_replace_a_rejected_token_too() {
    for rejection in CLEAR.into_iter().chain(HINTED) {
        let rig = rig(rejection);
        rig.chao8().expire_tokens();
        let answer = rig.client.raw(&Call::get(DEMO)).unwrap();
        assert_eq!(answer.code, Some(Code::OK), "{rejection:?}");
        assert_eq!(rig.chao8().token_requests(), 2);

        rig.advance(2 * MINUTE);
        rig.chao8().expire_tokens();
        let mut file = Vec::new();
        let call = Call::get("/sandbox/chao8/download").query(&[("bytes", "300")]);
        rig.client.download(&call, &mut file, 1000).unwrap();
        assert_eq!(file.len(), 300, "{rejection:?}");
        assert_eq!(rig.chao8().token_requests(), 3);
    }
}

#[test]
fn raw_call_returns_the_second_rejection_as_an_answer() {
    let rig = rig(Rejection::CodeAtHttp401);
    rig.chao8().reject_tokens_next(2);
    let answer = rig.client.raw(&Call::post(DEMO)).unwrap();
    assert_eq!(answer.http_status, 401);
    assert_eq!(answer.code, Some(Code::TOKEN_REJECTED_TOO));
    assert_eq!(rig.chao8().token_requests(), 2);
}

/// A writing call that HTTP status 401 answers with this body: it is made so many times, and the
/// token is replaced once, for it or for the next call.
fn write_under_401(body: &str, times: usize) -> Error {
    let mut provider = Provider::start();
    let token = provider.mock("POST", GET_TOKEN).with_body(TOKEN_ANSWER);
    let token = token.expect(2).create();
    let call = provider.mock("POST", DEMO).with_status(401).with_body(body);
    let call = call.expect(times).create();
    let clock = MovedClock::default();
    let transport = |set: Transport| set.clock(Arc::new(clock.clone()));
    let client = provider.client_with(|set| set.transport(transport));
    client.token().unwrap();
    clock.advance(2 * MINUTE);
    let error = client.post::<IgnoredAny>(DEMO, &1).unwrap_err();
    call.assert();
    if times == 1 {
        client.token().unwrap();
    }
    token.assert();
    error
}

/// Such a code may come in the middle: the next call has another token, this one is not made again.
#[test]
fn write_that_http_status_401_ends_with_a_code_that_proves_nothing_is_open_and_made_once() {
    for (body, code) in [
        (r#"{"code":500}"#, Some(Code::UNKNOWN_ERROR)),
        (r#"{"code":4711,"message":"x"}"#, Some(Code(4711))),
        // A code that nobody can read may be that of a success.
        (r#"{"code":200.0,"data":1}"#, None),
        (r#"{"code":500,"code":200,"data":1}"#, None),
    ] {
        let error = write_under_401(body, 1);
        assert_eq!(error.delivery(), Delivery::Unknown, "{body}");
        assert_eq!(error.code(), code, "{body}");
        assert_eq!(error.class(), Some(Class::TokenRejected), "{body}");
    }
}

#[test]
fn write_that_http_status_401_ends_twice_with_a_code_that_proves_it_is_refused() {
    let error = write_under_401(r#"{"code":21184032,"message":"x"}"#, 2);
    assert_eq!(error.delivery(), Delivery::Refused);
}

/// Whether a reading call that is answered like this takes its token for rejected.
fn takes_away_the_token(status: usize, body: &str) -> bool {
    let mut provider = Provider::with_token();
    let mock = provider
        .mock("GET", DEMO)
        .match_header("authorization", Matcher::Exact(TOKEN.to_owned()))
        .with_status(status)
        .with_body(body)
        .create();
    let client = provider.client();
    let _ = client.get::<IgnoredAny>(DEMO, &[]);
    mock.assert();
    // Another token request would come too soon, so there is none.
    client.token_status().unwrap().fetched_at.is_none()
}

#[test]
fn signs_of_a_rejection_are_found_in_whatever_shape() {
    for (status, body) in [
        (200, r#"{"code":"20324012"}"#),
        (500, r#"{"code":20324013,"message":null}"#),
        (401, ""),
        (401, r#"{"code":500,"message":"x"}"#),
        (200, r#"{"status":401}"#),
        (200, r#"{"status":"401","code":1}"#),
        (200, r#"{"code":500,"meta":{"status":"401"}}"#),
        (200, r#"{"code":403,"message":"Invalid Token, log in"}"#),
        (200, r#"{"message":"need REAUTHENTICATION"}"#),
        (
            200,
            r#"{"code":1,"data":{"reason":"reauthentication required"}}"#,
        ),
    ] {
        assert!(takes_away_the_token(status, body), "{status} {body}");
    }
}

#[test]
fn other_answers_leave_the_token_alone() {
    for (status, body) in [
        // The code of success stands above all signs.
        (
            200,
            r#"{"code":200,"data":{"reason":"invalid token"},"status":401}"#,
        ),
        (401, r#"{"code":200}"#),
        (200, r#"{"code":500,"message":"token"}"#),
        (200, r#"{"code":401,"meta":{"status":40}}"#),
        (200, r#"{"code":20324014}"#),
        (200, r#"["invalid token"]"#),
        (200, "invalid token"),
        (403, "invalid token"),
        (500, r#"{"code":500,"data":"invalid token","meta":"401"}"#),
        // Whoever redirects is somebody in between.
        (302, r#"{"status":401}"#),
        (302, r#"{"code":403,"message":"Invalid Token, log in"}"#),
    ] {
        assert!(!takes_away_the_token(status, body), "{status} {body}");
    }
}

#[test]
fn rejection_keeps_the_message_of_the_provider() {
    let rig = rig(Rejection::InvalidToken);
    rig.chao8().reject_tokens_next(2);
    let error = rig.read().unwrap_err();
    assert_eq!(refusal(&error).message, "invalid token");
}

#[test]
fn doubtful_sign_without_another_token_is_handed_back_as_it_came() {
    let provider = Provider::that_answers(r#"{"code":403,"message":"Invalid Token, log in"}"#);
    let error = provider.client().get::<IgnoredAny>(DEMO, &[]).unwrap_err();
    assert_eq!(refusal(&error).code, Code(403));
    assert_eq!(error.class(), Some(Class::TokenRejected));
}
