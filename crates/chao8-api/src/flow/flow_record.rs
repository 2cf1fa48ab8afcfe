use provider_http::lenient;
use serde::{Deserialize, Serialize};

/// A flow record (流向信息): who sent the goods to whom, on which receipt.
///
/// Every field is documented as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FlowRecord {
    /// The receipt's id.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_id: String,
    /// The receipt's number.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_no: String,
    /// The type of the receipt.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_type: String,
    /// The name of that type.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_type_name: String,
    /// Where the receipt comes from.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_source: String,
    /// The name of that source.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_source_name: String,
    /// The sender's id.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub sender_id: String,
    /// The sender's code.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub sender_code: String,
    /// The sender's name.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub sender_name: String,
    /// The id of the sender's type.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub sender_type_id: String,
    /// The name of the sender's type.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub sender_type_name: String,
    /// The receiver's id.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receiver_id: String,
    /// The receiver's code.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receiver_code: String,
    /// The receiver's name.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receiver_name: String,
    /// The id of the receiver's type.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receiver_type_id: String,
    /// The name of the receiver's type.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receiver_type_name: String,
    /// When it was completed: the text as it came, its format and time zone are not
    /// documented.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub complete_time: String,
    // Quirk: a text here, an integer as `code1Quantity` of a digital code [docs+].
    /// How many single items: text here, a number in [`Digit`](crate::Digit).
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub receipt_code1_quantity: String,
}
