use std::time::Duration;

use chao8_api::{Class, Client, Code, Delivery, Secret, Settings, TokenError, Verdict};
use openplat_sandbox::{Answer, Chao8};

use provider_testing::refusal;

use crate::provider::{Provider, no_token, request_error};
use crate::sandbox::{MINUTE, Rig, credentials};

/// Every documented code of get-token, with the verdict on it.
const REFUSALS: [(i64, Verdict, Class); 7] = [
    (21184031, Verdict::Lasting, Class::Auth),
    (21184032, Verdict::Lasting, Class::Auth),
    (21184033, Verdict::Lasting, Class::Auth),
    (21180031, Verdict::Lasting, Class::InvalidRequest),
    (21180041, Verdict::Lasting, Class::InvalidRequest),
    (21185002, Verdict::RateLimited, Class::RateLimit),
    (500, Verdict::Transient, Class::Unknown),
];

#[test]
fn refused_token_request_says_why_and_when_to_try_again() {
    for (code, expected, class) in REFUSALS {
        let message = Code(code).message().unwrap();
        let provider = Provider::with_token_answer(&format!(
            r#"{{"code":{code},"message":"{message}","data":null,"traceId":"trace-7"}}"#
        ));
        let error = provider.client().token().unwrap_err();
        assert_eq!(error.code(), Some(Code(code)));
        assert_eq!(error.class(), Some(class), "{code}");
        assert_eq!(error.trace_id(), Some("trace-7"));
        assert_eq!(error.http_status(), Some(200));
        assert_eq!(error.delivery(), Delivery::NotSent, "{code}");
        let wait = error.retry_in().unwrap();
        assert_eq!(wait, Duration::from_secs(61), "{code}");
        let TokenError::Fetch { verdict, .. } = &no_token(&error).reason else {
            panic!("{error:?}");
        };
        assert_eq!(*verdict, expected, "{code}");
        assert_eq!(
            error.is_transient(),
            !matches!(expected, Verdict::Lasting),
            "{code}"
        );
        assert_eq!(error.is_rate_limited(), code == 21185002);
        let refusal = refusal(request_error(&error));
        assert_eq!(refusal.message, message);
        assert_eq!(refusal.call, "get_token");
    }
}

#[test]
fn undocumented_code_is_unknown_and_keeps_its_number() {
    let provider = Provider::with_token_answer(r#"{"code":"21189999","message":null}"#);
    let error = provider.client().token().unwrap_err();
    assert_eq!(error.code(), Some(Code(21189999)));
    assert_eq!(error.class(), Some(Class::Unknown));
    assert!(!error.is_transient());
}

#[test]
fn wrong_credentials_are_refused_by_the_sandbox_with_the_documented_codes() {
    for (access_key, secret, code) in [
        (
            Chao8::ACCESS_KEY,
            "another-secret",
            Code::ACCESS_KEY_OR_SECRET_WRONG,
        ),
        (
            Chao8::DISABLED_ACCESS_KEY,
            Chao8::SECRET,
            Code::ACCOUNT_DISABLED,
        ),
        ("fake-key-of-nobody", Chao8::SECRET, Code::ACCOUNT_NOT_FOUND),
    ] {
        let rig = Rig::new();
        let mut credentials = credentials();
        credentials.access_key = access_key.to_owned();
        credentials.secret = Secret::from(secret);
        let client = Client::new(credentials, Settings::new(rig.sandbox.base_url())).unwrap();
        let error = client.token().unwrap_err();
        assert_eq!(error.code(), Some(code), "{access_key}");
    }
}

#[test]
fn after_21185002_the_minute_is_waited_for_without_a_request() {
    let rig = Rig::new();
    rig.chao8().answer_next(Answer::Code {
        code: 21185002,
        message: "获取Token超出频率限制".to_owned(),
    });
    let first = rig.read().unwrap_err();
    assert!(first.is_rate_limited());
    assert_eq!(first.code(), Some(Code::TOKEN_REQUESTED_TOO_OFTEN));
    assert_eq!(first.retry_in(), Some(Duration::from_secs(61)));
    assert_eq!(rig.chao8().token_requests(), 1);

    rig.advance(Duration::from_secs(20));
    let second = rig.read().unwrap_err();
    assert!(second.is_rate_limited() && second.is_transient());
    assert_eq!(second.retry_in(), Some(Duration::from_secs(41)));
    assert_eq!(second.delivery(), Delivery::NotSent);
    assert_eq!(second.class(), Some(Class::RateLimit));
    assert!(
        matches!(
            &no_token(&second).reason,
            TokenError::TooSoon { last: Some(_), .. }
        ),
        "it says why there is no token: {second:?}"
    );
    assert_eq!(rig.chao8().token_requests(), 1, "no loop");

    rig.advance(Duration::from_secs(41));
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn another_client_within_the_minute_hears_21185002_once() {
    let rig = Rig::new();
    rig.read().unwrap();
    // A restart with a store of its own.
    let again = crate::sandbox::client(rig.sandbox.base_url(), &rig.clock, |settings| settings);
    for _ in 0..3 {
        let error = again.token().unwrap_err();
        assert!(error.is_rate_limited(), "{error:?}");
        assert!(error.retry_in() > Some(MINUTE));
    }
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn failed_token_request_reaches_everybody_who_waited() {
    let rig = Rig::new();
    rig.chao8().answer_next(Answer::Code {
        code: 21184031,
        message: "应用账号或密钥不正确".to_owned(),
    });
    let barrier = std::sync::Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                barrier.wait();
                let error = rig.read().unwrap_err();
                assert_eq!(error.delivery(), Delivery::NotSent);
                assert!(error.retry_in().is_some(), "{error:?}");
            });
        }
    });
    assert_eq!(rig.chao8().token_requests(), 1);
    assert_eq!(rig.business_calls(), 0);
}
