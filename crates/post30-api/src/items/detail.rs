use provider_http::DecodeError;
use serde::{Deserialize, Serialize};

use super::Item;
use crate::RawObject;

/// The detail of a product, exactly as it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemDetail(RawObject);

impl ItemDetail {
    /// The object `entity` of the answer, with every field and digit.
    pub fn raw(&self) -> &RawObject {
        &self.0
    }

    /// The detail read like a row of the product list \[inferred\]; what it lacks is 0 or empty.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] when a field of the row is of another type.
    pub fn item(&self) -> Result<Item, DecodeError> {
        self.0.read()
    }
}
