//! `data`: the JSON object with the fields of a call.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::error::Category;

use super::refusal::Refusal;

/// Reads the fields of a call from one strict JSON object.
// Quirk: the provider's own example {batch_name:'AAAAAA'} is no JSON [doc]; only JSON is taken [inferred].
pub(super) fn parse<T: DeserializeOwned>(data: &[u8]) -> Result<T, Refusal> {
    let text = std::str::from_utf8(data).map_err(|_| Refusal::DATA_INVALID)?;
    // serde would take an array for an object, value by value.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(Refusal::DATA_INVALID);
    }
    serde_json::from_str(text).map_err(|error| match error.classify() {
        Category::Data => Refusal::FIELD_INVALID,
        _ => Refusal::DATA_INVALID,
    })
}

/// A field that may be left out, but is no `null` when it is there.
pub(super) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
