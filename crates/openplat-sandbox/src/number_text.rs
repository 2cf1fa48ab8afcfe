//! Numbers as text: read strictly, and written in place of JSON numbers.

use serde_json::Value;

/// Digits and nothing else: no sign, no space, no point.
pub(crate) fn parse_digits(text: &str) -> Option<u64> {
    if is_digits(text) {
        text.parse().ok()
    } else {
        None
    }
}

pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Turns every number inside a value into its text.
pub(crate) fn write_as_texts(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(items) => items.iter_mut().for_each(write_as_texts),
        Value::Object(fields) => fields.values_mut().for_each(write_as_texts),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
