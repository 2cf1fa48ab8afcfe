//! The data of a success, where its envelope has them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor,
};

use crate::{Absent, Data};

/// Reads the data from the envelope around them.
pub(crate) struct DataSeed<T> {
    pub(crate) data: Data,
    pub(crate) wanted: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for DataSeed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match self.data {
            Data::Whole => T::deserialize(deserializer),
            Data::Field(field, absent) => deserializer.deserialize_map(DataVisitor {
                field,
                absent,
                wanted: PhantomData,
            }),
        }
    }
}

struct DataVisitor<T> {
    field: &'static str,
    absent: Absent,
    wanted: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> Visitor<'de> for DataVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<T, A::Error> {
        let mut data = None;
        while let Some(name) = fields.next_key::<Cow<'_, str>>()? {
            if name == self.field {
                data = Some(fields.next_value()?);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        match data {
            Some(data) => Ok(data),
            // Whatever reads null: also a type that wants to see the JSON itself.
            None if self.absent == Absent::IsNull => {
                serde_json::from_str("null").map_err(|_| A::Error::missing_field(self.field))
            }
            None => Err(A::Error::missing_field(self.field)),
        }
    }
}
