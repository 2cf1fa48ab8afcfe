//! Lifetimes as providers state them: 0, 1, "7200", absent.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/rig.rs"]
mod rig;

use access_token::{Error, Lifetime, Unstated, Unusable};
use rig::{Answer, Provider, Rig, minutes, seconds};
use serde::Deserialize;
use serde::de::value::Error as ValueError;
use serde::de::{Deserializer, IntoDeserializer, Visitor};

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

/// A value that is there, in a format that says so: JSON does not.
struct Present(i64);

impl<'de> Deserializer<'de> for Present {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self.0.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[test]
fn lifetime_in_a_format_with_options_is_read() {
    let lifetime = Lifetime::deserialize(Present(7200));
    assert_eq!(lifetime, Ok(Lifetime::seconds(7200)));
}

/// Nobody means it, and a time so far away has no date.
#[test]
fn lifetime_of_more_than_ten_years_is_taken_for_ten_years() {
    let ten_years = minutes(10 * 365 * 24 * 60);
    for seconds in [i64::MAX, 315_360_001, 315_360_000, 315_359_999] {
        let rig = rig(Lifetime::seconds(seconds));
        rig.token();
        let status = rig.manager.status().unwrap();
        let life = status.expires_at.unwrap() - status.fetched_at.unwrap();
        let expected = ten_years.min(std::time::Duration::from_secs(seconds.unsigned_abs()));
        assert_eq!(life, expected, "{seconds}");
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
