use std::time::Duration;

use chao8_api::{Error, TokenError, Unstated, Unusable};
use openplat_sandbox::TokenTtl;

use crate::provider::{Provider, no_token};
use crate::sandbox::{MINUTE, Rig};

/// The lifetime that the fields of an answer are taken for, in seconds; none without a token.
fn life(fields: &str) -> Option<f64> {
    let answer = format!(r#"{{"code":200,"data":{{"accessToken":"t"{fields}}}}}"#);
    let provider = Provider::with_token_answer(&answer);
    let client = provider.client();
    match client.token() {
        Ok(_) => {
            let status = client.token_status().unwrap();
            let life = status.expires_at.unwrap() - status.fetched_at.unwrap();
            Some(life.as_seconds_f64())
        }
        Err(error) => {
            assert!(is_lifeless(&error), "{error:?}");
            None
        }
    }
}

fn is_lifeless(error: &Error) -> bool {
    let reason = &no_token(error).reason;
    matches!(
        reason,
        TokenError::Unusable {
            reason: Unusable::Lifetime,
            ..
        }
    )
}

#[test]
fn lifetime_is_read_as_number_or_text_from_either_field() {
    for (fields, expected) in [
        (
            r#","tokenTtl":"PT8H","tokenTtlSeconds":28800"#,
            Some(28_800.0),
        ),
        (r#","tokenTtlSeconds":7200"#, Some(7200.0)),
        (r#","tokenTtlSeconds":"7200""#, Some(7200.0)),
        (r#","tokenTtlSeconds":7200.9"#, Some(7200.0)),
        (r#","tokenTtlSeconds":1"#, Some(1.0)),
        (r#","tokenTtl":"PT1H30M""#, Some(5400.0)),
        (
            r#","tokenTtl":"P1D","tokenTtlSeconds":null"#,
            Some(86_400.0),
        ),
        (r#","tokenTtl":"PT1.5S""#, Some(1.5)),
        // Both and different: the smaller one.
        (
            r#","tokenTtl":"PT1H","tokenTtlSeconds":28800"#,
            Some(3600.0),
        ),
        (r#","tokenTtl":"PT8H","tokenTtlSeconds":60"#, Some(60.0)),
        // One of them cannot be read.
        (r#","tokenTtl":"8 hours","tokenTtlSeconds":60"#, Some(60.0)),
        (
            r#","tokenTtl":"PT2H","tokenTtlSeconds":"soon""#,
            Some(7200.0),
        ),
        // Neither can be: 600 s are assumed.
        ("", Some(600.0)),
        (r#","tokenTtl":null,"tokenTtlSeconds":null"#, Some(600.0)),
        (r#","tokenTtl":28800,"tokenTtlSeconds":"1e3""#, Some(600.0)),
        (r#","tokenTtl":{},"tokenTtlSeconds":[]"#, Some(600.0)),
        // No life.
        (r#","tokenTtlSeconds":0"#, None),
        (r#","tokenTtlSeconds":"0""#, None),
        (r#","tokenTtlSeconds":-5"#, None),
        (r#","tokenTtl":"PT0S""#, None),
        (r#","tokenTtl":"PT-1S","tokenTtlSeconds":28800"#, None),
        // The end of the range.
        (
            r#","tokenTtlSeconds":9223372036854775807"#,
            Some(315_360_000.0),
        ),
    ] {
        assert_eq!(life(fields), expected, "{fields}");
    }
}

#[test]
fn assumed_lifetime_is_a_setting() {
    let rig = Rig::with(|settings| {
        settings.token(|token| token.unstated(Unstated::Assume(Duration::from_secs(120))))
    });
    rig.chao8().set_token_ttl(TokenTtl::Absent);
    rig.read().unwrap();
    let status = rig.client.token_status().unwrap();
    assert_eq!(
        status.expires_at.unwrap() - status.fetched_at.unwrap(),
        2 * MINUTE
    );
}

#[test]
fn lifetime_of_0_is_an_error_and_costs_one_request_a_minute() {
    let rig = Rig::new();
    rig.chao8().set_token_lifetime_seconds(0);
    let error = rig.read().unwrap_err();
    assert!(is_lifeless(&error), "{error:?}");
    assert_eq!(error.retry_in(), Some(Duration::from_secs(61)));
    rig.advance(MINUTE);
    let error = rig.read().unwrap_err();
    assert!(error.is_rate_limited(), "{error:?}");
    assert_eq!(error.retry_in(), Some(Duration::from_secs(1)));
    assert_eq!(rig.chao8().token_requests(), 1);
    assert_eq!(rig.business_calls(), 0);
}

#[test]
fn lifetime_of_1_serves_for_a_second_and_is_too_soon_then() {
    let rig = Rig::new();
    rig.chao8().set_token_lifetime_seconds(1);
    rig.read().unwrap();
    // In the refresh window, but no request is allowed: the token is still good.
    rig.advance(Duration::from_millis(950));
    rig.read().unwrap();
    rig.advance(Duration::from_millis(50));
    let error = rig.read().unwrap_err();
    assert!(error.is_rate_limited(), "{error:?}");
    assert_eq!(error.retry_in(), Some(Duration::from_secs(60)));
    assert_eq!(rig.chao8().token_requests(), 1);
    rig.advance(MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}

#[test]
fn lifetime_that_is_told_as_a_duration_only_is_obeyed() {
    let rig = Rig::new();
    rig.chao8().set_token_ttl(TokenTtl::IsoOnly);
    rig.chao8().set_token_lifetime_seconds(3600);
    rig.read().unwrap();
    rig.advance(53 * MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 1);
    rig.advance(MINUTE);
    rig.read().unwrap();
    assert_eq!(rig.chao8().token_requests(), 2);
}
