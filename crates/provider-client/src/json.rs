use std::fmt;

use provider_http::{DecodeError, from_json};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A piece of an answer whose shape nobody documents, exactly as it came: every digit, every
/// field. `Debug` shows its length only: it may hold personal data.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The JSON text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    /// Reads it into a type of yours.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] with the field that does not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        from_json(self.as_str().as_bytes())
    }
}

impl PartialEq for Json {
    /// Whether both are the same text.
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.as_str().len())
    }
}
