//! Texts that people type or paste: which characters of them cannot be meant.

use crate::InvalidInput;
use crate::shown::is_hidden;

/// What a text is for, and so which characters it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// A credential that stands in a header, a query or a digest: printable ASCII without blanks.
    Token,
    /// A credential that is only hashed or sent in a body: any characters that can be seen, no
    /// blanks at its ends, no full-width forms.
    Key,
    /// A text for people, such as a name or an address: whatever can be seen, blanks between.
    Words,
    /// A telephone number: ASCII digits and the signs between them, at most one blank in a row.
    Phone,
}

/// Checks a text that a caller gives; the error names the character and its place, never the
/// text.
///
/// Refused for every purpose: an empty text, characters that are not seen (a byte order mark, a
/// zero-width space), control characters, those that turn the direction of a line, the character
/// that stands for a lost one, and white space at its ends. Refused for credentials: quotes around
/// them, which a shell or a file has left there, and a placeholder such as `<your key>` or
/// `${KEY}`.
///
/// ```
/// use provider_http::{Purpose, check_text};
///
/// assert!(check_text("mobile", "13800000000", Purpose::Phone, "an example").is_ok());
/// let error = check_text("mobile", "138\u{ff10}0000000", Purpose::Phone, "an example").unwrap_err();
/// assert_eq!(error.rule(), "must be ASCII digits and + - # * ( ) , or a blank, but character 4 is U+FF10, full-width");
/// ```
///
/// # Errors
///
/// [`InvalidInput`] with `field`, the rule and `origin`.
pub fn check_text(
    field: &'static str,
    text: &str,
    purpose: Purpose,
    origin: &'static str,
) -> Result<(), InvalidInput> {
    let refuse = |rule: String| Err(InvalidInput::new(field, rule, origin));
    let inner = text.trim();
    if inner.is_empty() {
        return refuse("must not be empty".to_owned());
    }
    let is_credential = matches!(purpose, Purpose::Token | Purpose::Key);
    if is_credential && is_placeholder(inner) {
        return refuse("must be the credential itself, not a placeholder for it".to_owned());
    }
    if is_credential && is_quoted(inner) {
        return refuse("must not stand in quotes: they would be taken for a part of it".to_owned());
    }
    if let Some(rule) = blank_at_an_end(text) {
        return refuse(rule);
    }
    if let Some(rule) = broken(text, purpose.rule(), |character| purpose.allows(character)) {
        return refuse(rule);
    }
    if purpose == Purpose::Phone {
        if !text.contains(|character: char| character.is_ascii_digit()) {
            return refuse("must have a digit".to_owned());
        }
        if text.contains("  ") {
            return refuse("must have at most one blank in a row".to_owned());
        }
    }
    Ok(())
}

/// Checks a text that stands in a header: printable ASCII, blanks included; empty it passes.
///
/// ```
/// use provider_http::check_printable;
///
/// assert!(check_printable("user_agent", "shop/1.0 (a test)", "an example").is_ok());
/// let error = check_printable("user_agent", "shop\n", "an example").unwrap_err();
/// assert_eq!(error.rule(), "must be printable ASCII, but character 5 is U+000A, the end of a line");
/// ```
///
/// # Errors
///
/// [`InvalidInput`] with `field`, the rule and `origin`; it names the character and its place,
/// never the text.
pub fn check_printable(
    field: &'static str,
    text: &str,
    origin: &'static str,
) -> Result<(), InvalidInput> {
    let broken = broken(text, "be printable ASCII", |character| {
        matches!(character, ' '..='~')
    });
    match broken {
        Some(rule) => Err(InvalidInput::new(field, rule, origin)),
        None => Ok(()),
    }
}

/// The rule with the first character that is not allowed and its place; none if all are.
fn broken(text: &str, rule: &str, allows: impl Fn(char) -> bool) -> Option<String> {
    let mut characters = text.chars().enumerate();
    let (place, character) = characters.find(|(_, character)| !allows(*character))?;
    let (place, named) = (place + 1, named(character));
    Some(format!("must {rule}, but character {place} is {named}"))
}

impl Purpose {
    fn allows(self, character: char) -> bool {
        match self {
            Self::Token => matches!(character, '!'..='~'),
            Self::Key => {
                let is_odd_blank = character.is_whitespace() && character != ' ';
                Self::Words.allows(character) && !is_full_width(character) && !is_odd_blank
            }
            Self::Words => !is_hidden(character) && character != char::REPLACEMENT_CHARACTER,
            Self::Phone => {
                character.is_ascii_digit()
                    || matches!(character, '+' | '-' | '#' | '(' | ')' | ',' | ' ' | '*')
            }
        }
    }

    /// The rest of a sentence that begins with "must".
    fn rule(self) -> &'static str {
        match self {
            Self::Token => "be printable ASCII without spaces",
            Self::Key | Self::Words => "hold only characters that can be seen and typed",
            Self::Phone => "be ASCII digits and + - # * ( ) , or a blank",
        }
    }
}

/// Quotes of any kind at both ends, be they a pair or not.
fn is_quoted(text: &str) -> bool {
    const QUOTES: &str = "\"'`“”„‟‘’‚‛«»‹›「」『』《》〈〉";
    let text = text.strip_prefix('\\').unwrap_or(text);
    text.chars().count() > 1
        && text.starts_with(|first| QUOTES.contains(first))
        && text.ends_with(|last| QUOTES.contains(last))
}

/// What a document or a script has where the credential belongs.
fn is_placeholder(text: &str) -> bool {
    const PAIRS: [(&str, &str); 6] = [
        ("<", ">"),
        ("[", "]"),
        ("{", "}"),
        ("${", "}"),
        ("$(", ")"),
        ("%(", ")s"),
    ];
    let text = text.trim_end_matches([';', ',', '.']);
    let mut pairs = PAIRS.iter();
    // Three stars are what a page shows in place of a part of it.
    text.contains("***")
        || pairs.any(|(open, close)| text.starts_with(open) && text.ends_with(close))
}

/// The rule with the first character of white space at an end, and its place.
fn blank_at_an_end(text: &str) -> Option<String> {
    let place = match text.trim_start().len() == text.len() {
        false => 0,
        true if text.trim_end().len() == text.len() => return None,
        true => text.trim_end().chars().count(),
    };
    let character = text.chars().nth(place)?;
    let (place, named) = (place + 1, named(character));
    Some(format!(
        "must not begin or end with white space, but character {place} is {named}"
    ))
}

/// The forms of ASCII that Chinese input methods write: `Ａ` for `A`, an ideographic space.
fn is_full_width(character: char) -> bool {
    matches!(character, '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{3000}')
}

/// A character by its number, and by its kind where that tells how it came there.
fn named(character: char) -> String {
    let number = u32::from(character);
    let kind = match character {
        '\u{feff}' => ", a byte order mark",
        '\u{200b}'..='\u{200f}' | '\u{2060}' => ", which is not seen",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ", which turns the direction of the line"
        }
        '\n' | '\r' => ", the end of a line",
        '\t' => ", a tab",
        ' ' => ", a blank",
        '\u{a0}' => ", a no-break space",
        char::REPLACEMENT_CHARACTER => ", which stands for a character that was lost",
        character if is_full_width(character) => ", full-width",
        character if character.is_control() => ", a control character",
        _ => "",
    };
    format!("U+{number:04X}{kind}")
}
