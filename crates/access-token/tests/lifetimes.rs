//! Lifetimes as providers state them: 0, 1, "7200", absent.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/rig.rs"]
mod rig;

use access_token::{Error, Lifetime, Unstated, Unusable};
use rig::{Answer, Provider, Rig, minutes, seconds};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    ttl: Lifetime,
}

fn read(json: &str) -> Result<Lifetime, String> {
    let answer = serde_json::from_str::<Reply>(json);
    answer
        .map(|answer| answer.ttl)
        .map_err(|error| error.to_string())
}

fn rig(lifetime: Lifetime) -> Rig {
    Rig::new(Provider::default().then(Answer::Token("token-1", lifetime)))
}

#[test]
fn numbers_and_texts_are_read() {
    for json in [
        r#"{"ttl":7200}"#,
        r#"{"ttl":"7200"}"#,
        r#"{"ttl":" 7200 "}"#,
        r#"{"ttl":7200.9}"#,
    ] {
        assert_eq!(read(json), Ok(Lifetime::seconds(7200)), "{json}");
    }
    for json in ["{}", r#"{"ttl":null}"#] {
        assert_eq!(read(json), Ok(Lifetime::unstated()), "{json}");
    }
    for json in [
        r#"{"ttl":0}"#,
        r#"{"ttl":"0"}"#,
        r#"{"ttl":-5}"#,
        r#"{"ttl":0.5}"#,
    ] {
        assert_eq!(read(json), Ok(Lifetime::seconds(0)), "{json}");
    }
    for json in [
        r#"{"ttl":18446744073709551615}"#,
        r#"{"ttl":1e300}"#,
        r#"{"ttl":"9223372036854775807"}"#,
    ] {
        assert!(read(json).is_ok(), "{json}");
    }
}

#[test]
fn an_unreadable_lifetime_is_an_error_that_does_not_show_it() {
    for json in [
        r#"{"ttl":"CANARY"}"#,
        r#"{"ttl":""}"#,
        r#"{"ttl":["CANARY"]}"#,
        r#"{"ttl":{"CANARY":1}}"#,
        r#"{"ttl":true}"#,
    ] {
        let error = read(json).unwrap_err();
        assert!(error.contains("a lifetime in seconds"), "{error}");
        assert!(!error.contains("CANARY"), "{error}");
    }
}

#[test]
fn a_lifetime_of_0_is_an_error_with_the_time_of_the_next_try() {
    let rig = rig(Lifetime::seconds(0));
    let error = rig.manager.token().unwrap_err();
    let Error::Unusable { reason, .. } = &error else {
        panic!("{error:?}");
    };
    assert_eq!(*reason, Unusable::Lifetime);
    assert_eq!(error.retry_in(), Some(seconds(61)));
    assert!(rig.store.load(&rig::key()).unwrap().is_none());
}

#[test]
fn a_lifetime_of_1_is_used_for_a_second() {
    let rig = rig(Lifetime::seconds(1));
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(1));
    assert!(rig.manager.token().unwrap_err().is_rate_limited());
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_lifetime_of_text_7200_lasts_two_hours() {
    let rig = rig(read(r#"{"ttl":"7200"}"#).unwrap());
    rig.token();
    rig.clock.advance(seconds(6479));
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn without_a_lifetime_a_token_is_used_until_it_is_rejected() {
    let rig = rig(Lifetime::unstated());
    rig.token();
    rig.clock.advance(minutes(60 * 24 * 365));
    assert_eq!(rig.token(), "token-1");
    assert_eq!(rig.neighbour().token().unwrap().expose(), "token-1");
    let next = rig.manager.replacement(&"token-1".into()).unwrap();
    assert_eq!(next.expose(), "token-2");
}

#[test]
fn an_absent_lifetime_can_be_assumed() {
    let provider = Provider::default().then(Answer::Token("token-1", Lifetime::unstated()));
    let rig = Rig::with(provider, |settings| {
        settings.unstated(Unstated::Assume(seconds(600)))
    });
    rig.token();
    rig.clock.advance(seconds(539));
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(seconds(1));
    assert_eq!(rig.token(), "token-2");
}

#[test]
fn an_empty_token_is_an_error() {
    let rig = Rig::new(Provider::default().then(Answer::Token("", Lifetime::seconds(60))));
    let error = rig.manager.token().unwrap_err();
    assert_eq!(
        error.to_string(),
        "access token not usable: it is empty, next try in 61.0 s"
    );
}
