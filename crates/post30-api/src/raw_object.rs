use std::fmt;

use provider_http::{DecodeError, from_json};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// A JSON object of an answer, exactly as it came: every digit, every field.
///
/// Ask for it as the answer of [`Client::signed_call`](crate::Client::signed_call) when its
/// fields are not known. `Debug` shows its length only: an answer may hold personal data.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct RawObject(Box<RawValue>);

impl RawObject {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads the object into a type of yours.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] with the field that does not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        from_json(self.as_str().as_bytes())
    }
}

impl<'de> Deserialize<'de> for RawObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('{') {
            Ok(Self(raw))
        } else {
            Err(D::Error::custom("expected an object"))
        }
    }
}

impl fmt::Debug for RawObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawObject({} bytes)", self.as_str().len())
    }
}
