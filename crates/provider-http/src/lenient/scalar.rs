//! A text, a number or null.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::value::RawValue;

use super::{TwoWays, not_an_integer, parse_int};

/// A text, or the text that a number was written as; none for null.
pub(super) struct Written(pub(super) Option<String>);

impl<'de> TwoWays<'de> for Written {
    #[inline]
    fn in_haste<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor)
    }

    fn with_care<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not borrowed: what is read from a `Value` has nothing to borrow from.
        let raw: Box<str> = Box::<RawValue>::deserialize(deserializer)?.into();
        let text = match raw.as_bytes() {
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                let mut text = String::from(raw);
                text.pop();
                text.remove(0);
                text
            }
            [b'"', ..] => serde_json::from_str(&raw)
                .map_err(|_| D::Error::custom("expected a text without broken escapes"))?,
            [b'-' | b'0'..=b'9', ..] => String::from(raw),
            [b'n', ..] => return Ok(Self(None)),
            _ => return Err(D::Error::custom("expected a text or a number")),
        };
        Ok(Self(Some(text)))
    }
}

/// An integer, or its digits as a text; none for null and the empty text.
pub(super) struct Integer<T>(pub(super) Option<T>);

impl<'de, T: Int> TwoWays<'de> for Integer<T> {
    #[inline]
    fn in_haste<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntegerVisitor(PhantomData))
    }

    fn with_care<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::with_care(deserializer)?.0.as_deref() {
            None | Some("") => Ok(Self(None)),
            Some(text) => parse_int(text).map(|number| Self(Some(number))),
        }
    }
}

/// A count; none for anything that is no count.
pub(super) struct Count(pub(super) Option<u64>);

impl<'de> TwoWays<'de> for Count {
    fn in_haste<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Integer(count) = Integer::in_haste(deserializer)?;
        Ok(Self(count))
    }

    fn with_care<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let Ok(Written(text)) = Written::with_care(&*raw) else {
            return Ok(Self(None));
        };
        let text = text.unwrap_or_default();
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let is_whole = fraction.bytes().all(|digit| digit == b'0');
        let count: Result<u64, D::Error> = parse_int(whole);
        Ok(Self(count.ok().filter(|_| is_whole)))
    }
}

/// The integers of Rust; no other type is one.
pub trait Int: FromStr + TryFrom<u64> + TryFrom<i64> + sealed::Sealed {}

mod sealed {
    #[expect(unnameable_types, reason = "nobody else is to name it")]
    pub trait Sealed {}
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Int for $integer {}
        impl sealed::Sealed for $integer {}
    )*};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

/// Takes what is written in one way only: a number with a fraction would lose its zeros.
struct WrittenVisitor;

impl Visitor<'_> for WrittenVisitor {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, an integer or null")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<Written, E> {
        Ok(Written(Some(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Written, E> {
        Ok(Written(Some(number.to_string())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Written, E> {
        Ok(Written(Some(number.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Written, E> {
        Ok(Written(None))
    }
}

struct IntegerVisitor<T>(PhantomData<T>);

impl<T: Int> Visitor<'_> for IntegerVisitor<T> {
    type Value = Integer<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, its digits or null")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Integer<T>, E> {
        match text {
            "" => Ok(Integer(None)),
            text => parse_int(text).map(|number| Integer(Some(number))),
        }
    }

    #[inline]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Integer<T>, E> {
        let number = number.try_into().map_err(|_| not_an_integer())?;
        Ok(Integer(Some(number)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Integer<T>, E> {
        let number = number.try_into().map_err(|_| not_an_integer())?;
        Ok(Integer(Some(number)))
    }

    fn visit_unit<E: Error>(self) -> Result<Integer<T>, E> {
        Ok(Integer(None))
    }
}
