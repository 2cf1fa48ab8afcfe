//! `data`: the fields of a call as one JSON object.

use std::fmt::Write;

use provider_http::InvalidInput;
use serde::Serialize;
use serde::de::IgnoredAny;

const ORIGIN: &str = "data: one JSON object [doc]";

/// How `data` is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataText {
    /// Pure ASCII: every other character as `\uXXXX`, beyond U+FFFF as a surrogate pair.
    ///
    /// Its signature is the same in every charset that the provider may read: nobody states
    /// whether that is GBK or UTF-8 \[inferred\].
    #[default]
    Ascii,
    /// UTF-8, every character as it is. [`DigestCharset`](crate::DigestCharset) then decides
    /// what the signature is made of.
    Utf8,
}

/// The `data` of a call: a value as one JSON object, which is signed and sent as it stands here.
///
/// ```
/// use post30_api::{DataText, data};
/// use serde_json::json;
///
/// assert_eq!(data(&json!({"alisename": "奶粉😀"}), DataText::Ascii)?, r#"{"alisename":"\u5976\u7c89\ud83d\ude00"}"#);
/// assert!(data(&json!(["no", "object"]), DataText::Ascii).is_err());
/// # Ok::<(), post30_api::InvalidInput>(())
/// ```
///
/// # Errors
///
/// [`InvalidInput`] when the value is no JSON object.
pub fn data<T: Serialize + ?Sized>(value: &T, text: DataText) -> Result<String, InvalidInput> {
    let json = serde_json::to_string(value)
        .map_err(|_| InvalidInput::new("data", "must be serialisable as JSON", ORIGIN))?;
    Ok(written(object(json)?, text))
}

/// A JSON text that was checked to be one object.
pub(crate) fn object(json: String) -> Result<String, InvalidInput> {
    // serde_json speaks of the place, but quotes the input too.
    let is_json = serde_json::from_str::<IgnoredAny>(&json).is_ok();
    if is_json && json.trim_ascii_start().starts_with('{') {
        Ok(json)
    } else {
        let rule = "must be one JSON object";
        Err(InvalidInput::new("data", rule, ORIGIN))
    }
}

/// JSON as it is sent. Numbers, order and white space stay as they are.
pub(crate) fn written(json: String, text: DataText) -> String {
    match text {
        DataText::Ascii if !json.is_ascii() => escaped(&json),
        _ => json,
    }
}

/// Outside of texts and names JSON is ASCII, so that whatever is not can be escaped in place.
fn escaped(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len() * 2);
    for character in json.chars() {
        if character.is_ascii() {
            ascii.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(ascii, "\\u{unit:04x}");
        }
    }
    ascii
}
