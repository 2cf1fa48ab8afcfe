//! A deserializer that reads an object from an object only.
//!
//! serde reads a struct from a list too, field by field in the order of its declaration: the
//! product `[7]` would be a product 7. Every value below a [`Strict`] deserializer is strict as
//! well, whatever type reads it.
//!
//! On its way it can note the path of what fails, see [`Track`].

use std::cell::RefCell;
use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// Where a reading failed: each level notes its place when an error passes it, so the innermost
/// comes first.
#[derive(Debug, Default)]
pub(crate) struct Track(RefCell<Vec<Segment>>);

/// One level of a path.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

impl Track {
    /// The path, the outermost level first.
    pub(crate) fn path(&self) -> Vec<Segment> {
        self.0.borrow().iter().rev().cloned().collect()
    }

    fn note(&self, segment: Segment) {
        self.0.borrow_mut().push(segment);
    }
}

/// How the parts of a whole are read.
#[derive(Clone, Copy)]
enum Mode<'t> {
    /// As most answers can be: see [`TwoWays`](crate::lenient::TwoWays).
    InHaste,
    WithCare,
    /// With care, and keys are kept: that costs more than the reading itself.
    Tracked(&'t Track),
}

/// What a type with two ways of reading asks a deserializer for, so that it is shown the way: a
/// [`Strict`] one that is in haste calls `visit_some`, any other one what it calls for a struct of
/// one field.
pub(crate) const TWO_WAYS: &str = "$twoways";

/// Anything of serde's whose parts are read strictly, and perhaps tracked.
pub(crate) struct Strict<'t, T> {
    inner: T,
    mode: Mode<'t>,
    /// The key or the place that is read, while it is tracked.
    key: Option<String>,
    index: usize,
}

impl<'t, T> Strict<'t, T> {
    pub(crate) fn in_haste(inner: T) -> Self {
        Self::of(inner, Mode::InHaste)
    }

    pub(crate) fn with_care(inner: T) -> Self {
        Self::of(inner, Mode::WithCare)
    }

    pub(crate) fn tracked(inner: T, track: &'t Track) -> Self {
        Self::of(inner, Mode::Tracked(track))
    }

    fn of(inner: T, mode: Mode<'t>) -> Self {
        Self {
            inner,
            mode,
            key: None,
            index: 0,
        }
    }
}

/// The visitor of a struct: it is never shown a list.
struct OnlyObject<V>(V);

macro_rules! forward {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            let mode = self.mode;
            self.inner.$method(Strict::of(visitor, mode))
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<'_, D> {
    type Error = D::Error;

    forward! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_i64 deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64 deserialize_char
        deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_option deserialize_unit deserialize_seq deserialize_map
        deserialize_identifier deserialize_ignored_any
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_struct(name, fields, Strict::of(OnlyObject(visitor), self.mode))
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_unit_struct(name, Strict::of(visitor, self.mode))
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if name == TWO_WAYS && matches!(self.mode, Mode::InHaste) {
            return visitor.visit_some(self);
        }
        self.inner
            .deserialize_newtype_struct(name, Strict::of(visitor, self.mode))
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_tuple(len, Strict::of(visitor, self.mode))
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_tuple_struct(name, len, Strict::of(visitor, self.mode))
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_enum(name, variants, Strict::of(visitor, self.mode))
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! forward_visits {
    ($($method:ident: $type:ty),* $(,)?) => {$(
        #[inline]
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )*};
}

macro_rules! scalar_visits {
    () => {
        forward_visits! {
            visit_bool: bool, visit_i8: i8, visit_i16: i16, visit_i32: i32, visit_i64: i64,
            visit_i128: i128, visit_u8: u8, visit_u16: u16, visit_u32: u32, visit_u64: u64,
            visit_u128: u128, visit_f32: f32, visit_f64: f64, visit_char: char, visit_str: &str,
            visit_borrowed_str: &'de str, visit_string: String, visit_bytes: &[u8],
            visit_borrowed_bytes: &'de [u8], visit_byte_buf: Vec<u8>,
        }

        #[inline]
        fn visit_none<E: Error>(self) -> Result<V::Value, E> {
            self.inner.visit_none()
        }

        #[inline]
        fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
            self.inner.visit_unit()
        }
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Strict<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    scalar_visits!();

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Strict::of(inner, self.mode))
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner
            .visit_newtype_struct(Strict::of(inner, self.mode))
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Strict::of(items, self.mode))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Strict::of(fields, self.mode))
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Strict::of(variant, self.mode))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OnlyObject<V> {
    type Value = V::Value;

    /// In JSON's words: the name of a Rust type tells nobody what is wrong.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    // No scalar is an object; serde's own refusal of each uses the words above.

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(fields)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Strict<'_, A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let item = self.inner.next_element_seed(Strict::of(seed, self.mode));
        match (&item, self.mode) {
            (Err(_), Mode::Tracked(track)) => track.note(Segment::Index(self.index)),
            _ => self.index += 1,
        }
        item
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Strict<'_, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        if !matches!(self.mode, Mode::Tracked(_)) {
            return self.inner.next_key_seed(seed);
        }
        self.key = self.inner.next_key()?;
        match &self.key {
            Some(key) => {
                let key: StringDeserializer<A::Error> = key.clone().into_deserializer();
                seed.deserialize(key).map(Some)
            }
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let value = self.inner.next_value_seed(Strict::of(seed, self.mode));
        if let (Err(_), Mode::Tracked(track), Some(key)) = (&value, self.mode, self.key.take()) {
            track.note(Segment::Key(key));
        }
        value
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, 't, A: EnumAccess<'de>> EnumAccess<'de> for Strict<'t, A> {
    type Error = A::Error;
    type Variant = Strict<'t, A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.inner.variant_seed(seed)?;
        Ok((value, Strict::of(variant, self.mode)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Strict<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.inner.newtype_variant_seed(Strict::of(seed, self.mode))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner
            .tuple_variant(len, Strict::of(visitor, self.mode))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner
            .struct_variant(fields, Strict::of(OnlyObject(visitor), self.mode))
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Strict<'_, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Strict::of(deserializer, self.mode))
    }
}
