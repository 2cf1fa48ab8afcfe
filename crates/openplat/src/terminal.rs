//! What may reach a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Text from elsewhere, safe to show on a terminal: control characters, which could move the
/// cursor or hide what stands before them, are written as escapes such as `\u{1b}`.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) {
            // Writing to a text cannot fail.
            let _ = write!(cleaned, "{}", character.escape_default());
        } else {
            cleaned.push(character);
        }
    }
    Cow::Owned(cleaned)
}

/// Whether a character could hide or disguise what stands beside it; none is beyond U+FFFF.
pub(crate) fn is_unsafe(character: char) -> bool {
    // Besides the control characters: the line ends of Unicode, and the marks that turn the
    // direction of what follows.
    character.is_control()
        || matches!(
            character,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn control_characters_are_written_as_escapes() {
        assert_eq!(
            clean("\u{1b}[2J可乐\r\n\u{7}"),
            "\\u{1b}[2J可乐\\r\\n\\u{7}"
        );
        assert_eq!(clean("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(clean("a\u{202e}b"), "a\\u{202e}b");
    }

    #[test]
    fn chinese_text_is_left_as_it_is() {
        assert_eq!(clean("取货码功能尚未开启"), "取货码功能尚未开启");
    }
}
