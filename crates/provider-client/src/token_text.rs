use provider_http::{DecodeError, Purpose, check_text};
use serde::de::{Deserializer, Error};
use signing::Secret;

/// An access token out of an answer; a text that cannot stand in a header would make every call
/// fail in a way that nobody understands, so it is refused here, and the error says which
/// character is in the way.
///
/// # Errors
///
/// [`DecodeError`] at `path` for an empty text, one with a blank, a line end or anything else
/// that is not printable ASCII, and one that begins with the word of an authorisation scheme.
pub fn token_text(path: &str, text: &str) -> Result<Secret, DecodeError> {
    let problem = if text.is_empty() {
        "expected an access token, found an empty text".to_owned()
    } else if matches!(
        text,
        "null" | "undefined" | "None" | "nil" | "false" | "true"
    ) {
        format!("expected an access token, found the word `{text}`")
    } else if let Some(scheme) = scheme(text) {
        format!("expected an access token alone, found one behind the word `{scheme}`")
    } else if let Err(error) = check_text("token", text, Purpose::Token, "RFC 9110") {
        let place = text
            .chars()
            .position(|character| !matches!(character, '!'..='~'));
        match place.and_then(|place| Some((place + 1, text.chars().nth(place)?))) {
            Some((place, character)) => format!(
                "expected an access token that can be sent, but character {place} is U+{:04X}",
                u32::from(character)
            ),
            None => format!(
                "expected an access token that can be sent: it {}",
                error.rule()
            ),
        }
    } else {
        return Ok(Secret::from(text));
    };
    Err(DecodeError::new(path, problem))
}

/// Reads an access token: for `#[serde(deserialize_with)]`.
///
/// # Errors
///
/// As [`token_text`]; the path is that of the field.
pub fn token_in<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    let text = provider_http::lenient::text(deserializer)?;
    token_text(".", &text).map_err(|error| D::Error::custom(error.problem()))
}

fn scheme(text: &str) -> Option<&'static str> {
    ["Bearer", "Basic", "Token"].into_iter().find(|scheme| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text[scheme.len()..].starts_with(' ')
    })
}
