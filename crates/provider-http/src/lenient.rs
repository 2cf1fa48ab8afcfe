//! Decoders for answers whose types are not to be relied on; for `#[serde(deserialize_with)]`.
//!
//! They name what was expected when they fail, never the value. Numbers keep every digit: they
//! are read from the text of the answer and never pass through a float: so they cannot be read
//! through a type that serde keeps in between (`untagged`, `flatten`).
//!
//! ```
//! #[derive(serde::Deserialize)]
//! struct Item {
//!     #[serde(deserialize_with = "provider_http::lenient::int")]
//!     id: u64,
//!     #[serde(default, deserialize_with = "provider_http::lenient::text_or_empty")]
//!     price: String,
//! }
//!
//! let item: Item = provider_http::from_json(br#"{"id":"20","price":165.0000}"#)?;
//! assert_eq!((item.id, item.price.as_str()), (20, "165.0000"));
//! # Ok::<(), provider_http::DecodeError>(())
//! ```

mod scalar;
mod shape;
mod two_ways;

pub use two_ways::{TwoWays, two_ways};

use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::value::RawValue;

pub use scalar::Int;
use scalar::{Count, Integer, Written};
use shape::{ListVisitor, ObjectVisitor};

/// A text, or a number as the text that it was written as.
///
/// # Errors
///
/// Anything but a string or a number.
#[inline]
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let Written(text) = two_ways(deserializer)?;
    text.ok_or_else(|| D::Error::custom("expected a text or a number"))
}

/// Like [`text`], and null is the empty text.
///
/// # Errors
///
/// Anything but a string, a number or null.
#[inline]
pub fn text_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let Written(text) = two_ways(deserializer)?;
    Ok(text.unwrap_or_default())
}

/// Like [`text_or_empty`], for what most often comes as a number with a fraction.
///
/// # Errors
///
/// Anything but a string, a number or null.
pub fn decimal_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let Written(text) = Written::with_care(deserializer)?;
    Ok(text.unwrap_or_default())
}

/// The identifier of something that was made: a text or an integer, without the blanks around it.
///
/// # Errors
///
/// Anything else, and what names nothing: a text of which nothing is seen, 0, a
/// fraction or an exponent, and the words in which a program writes that it has none.
pub fn identifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    let is_number = raw
        .get()
        .starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let text = text_or_empty(&*raw).map_err(D::Error::custom)?;
    let text = text.trim();
    let is_nothing = ["null", "undefined", "none", "nil", "nan", "false", "true"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    let is_seen = text.contains(|character| !crate::shown::is_hidden(character));
    let is_zero = text.bytes().all(|byte| byte == b'0');
    let is_odd_number = is_number && !text.bytes().all(|byte| byte.is_ascii_digit());
    if is_nothing || is_zero || is_odd_number || !is_seen {
        return Err(D::Error::custom("expected an identifier, found none"));
    }
    Ok(text.to_owned())
}

/// An integer, or its decimal digits as a text.
///
/// # Errors
///
/// Anything else: a fraction, an exponent, an integer outside of the type.
#[inline]
pub fn int<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Int,
{
    optional_int(deserializer)?.ok_or_else(not_an_integer)
}

/// Like [`int`]; null and the empty text are 0.
///
/// # Errors
///
/// Anything else than an integer, its digits, the empty text or null.
#[inline]
pub fn int_or_zero<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Int + Default,
{
    Ok(optional_int(deserializer)?.unwrap_or_default())
}

/// Like [`int`]; null and the empty text are none.
///
/// # Errors
///
/// Anything else than an integer, its digits, the empty text or null.
#[inline]
pub fn optional_int<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Int,
{
    let Integer(number) = two_ways(deserializer)?;
    Ok(number)
}

/// A count such as a total: none when it is null, an empty text, or anything that is no count.
///
/// Blanks around it and a fraction of zeros, as in `25.0`, are passed over. Nothing that is read
/// beside it is lost for its sake.
///
/// # Errors
///
/// Only what is no JSON.
pub fn optional_count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let Count(count) = two_ways(deserializer)?;
    Ok(count)
}

/// A list; null and `{}` are the empty list.
///
/// # Errors
///
/// Anything else than a list, null or an empty object, items that cannot be read, and more than
/// 20,000 of them: what is small in an answer may be large in memory.
#[inline]
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ListVisitor(PhantomData))
}

/// An object; null and `[]` are none.
///
/// # Errors
///
/// Anything else than an object, null or an empty list, and fields that cannot be read.
#[inline]
pub fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// An integer out of its decimal digits: for readers of other odd types.
///
/// # Errors
///
/// Anything else, a leading plus included.
pub fn parse_int<T: FromStr, E: Error>(text: &str) -> Result<T, E> {
    // Rust reads a leading plus, which no number of a provider has.
    let digits = Some(text).filter(|text| !text.starts_with('+'));
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(not_an_integer)
}

fn not_an_integer<E: Error>() -> E {
    E::custom("expected an integer within range, or its digits as a text")
}
