//! JSON of what does not change.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// The JSON of a value that does not change, written when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct CachedJson(OnceLock<Box<RawValue>>);

impl CachedJson {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The JSON; the value is made for the first call alone.
    pub(crate) fn of<T: Serialize>(&self, value: impl FnOnce() -> T) -> &RawValue {
        self.0.get_or_init(|| raw_json(&value()))
    }
}

/// The JSON of a value.
pub(crate) fn raw_json(value: &impl Serialize) -> Box<RawValue> {
    // Only a map with keys that are no text can fail here, and no answer has one.
    to_raw_value(value).unwrap_or_default()
}
