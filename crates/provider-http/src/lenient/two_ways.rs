//! Types that read a good answer quicker than any answer.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::strict::TWO_WAYS;

/// A type that is read in two ways: in haste, as it stands in a good answer, and with care, so
/// that every digit is kept and what does not fit is told.
///
/// [`try_json`](crate::try_json) reads in haste, and every other reader with care. What is read in
/// haste has to be what care would have made of it; where that is not sure, haste fails.
pub trait TwoWays<'de>: Sized {
    /// Reads it in one pass, or fails; nobody sees the error.
    ///
    /// # Errors
    ///
    /// Whatever is not plain.
    fn in_haste<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads it whatever it costs.
    ///
    /// # Errors
    ///
    /// What is not of this type, in words for people.
    fn with_care<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads a type in the way that fits the reader.
///
/// # Errors
///
/// Those of the way that is taken.
#[inline]
pub fn two_ways<'de, T: TwoWays<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(TWO_WAYS, Ways(PhantomData))
}

struct Ways<T>(PhantomData<T>);

impl<'de, T: TwoWays<'de>> Visitor<'de> for Ways<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::in_haste(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::with_care(deserializer)
    }

    // Deserializers of a part that was begun show it at once, whatever they are asked for.

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        T::with_care(SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
        T::with_care(MapAccessDeserializer::new(fields))
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        T::with_care(serde::de::value::UnitDeserializer::new())
    }
}
