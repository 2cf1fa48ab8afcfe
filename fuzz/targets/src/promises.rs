//! What holds of every error and every text, whatever the input.

use std::error::Error;

/// The longest text of an error: 1 KiB of the provider's message, its trace id and a hint, and the
/// words around them.
const LONGEST: usize = 4096;

/// Checks an error and its sources, as people and logs see them.
pub(crate) fn check_error(error: &dyn Error, secrets: &[&str]) {
    let mut next = Some(error);
    while let Some(error) = next {
        check_text(&error.to_string(), secrets);
        check_text(&format!("{error:?}"), secrets);
        next = error.source();
    }
}

/// Checks a text that people and logs see.
pub(crate) fn check_text(text: &str, secrets: &[&str]) {
    assert!(text.len() <= LONGEST, "{} bytes: {text}", text.len());
    check_seen(text);
    check_secrets(text, secrets);
}

/// No control and no bidirectional or invisible character.
pub(crate) fn check_seen(text: &str) {
    let is_hidden = |letter: char| {
        letter.is_control()
            || matches!(letter,
                '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{feff}')
    };
    assert!(!text.contains(is_hidden), "{text:?}");
}

pub(crate) fn check_secrets(text: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}
