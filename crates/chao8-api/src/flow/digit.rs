use provider_http::lenient;
use serde::{Deserialize, Serialize};

/// A digital code (数码) and the goods that carry it.
///
/// Codes, numbers and ids are text: leading zeros and 19 digits are common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Digit {
    /// The digital code.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub code: String,
    /// The code of the pack that it is in.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub parent: String,
    /// The packing level; 1 in the published sample.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub level: i64,
    /// The unit of the pack.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub unit: String,
    /// The product's id.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_id: String,
    /// The product's number.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_no: String,
    /// The product's name.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_name: String,
    /// The product's specification.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_standard: String,
    /// The product's model.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_model: String,
    /// The batch.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub batch_no: String,
    /// How many single items are in it.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub code1_quantity: i64,
    /// The number of the producing organisation.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub organization_no: String,
    /// The name of the producing organisation.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub organization_name: String,
}
