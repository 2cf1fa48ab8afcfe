//! JSON that is shown as it came: no number is read, so that none loses a digit.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};
use std::iter;

use crate::terminal::is_unsafe;

/// JSON set out in lines, for people. It stays JSON.
///
/// Characters that came as escapes are shown as themselves, and those that a terminal must not
/// see as escapes.
pub(crate) struct Pretty<'a>(pub(crate) &'a str);

/// JSON on one line, for programs: as it came, without the space between its parts.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

/// What is nested deeper is not moved further to the right, so that no answer grows without end.
const DEEPEST: usize = 32;

impl Display for Pretty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut depth: usize = 0;
        let mut parts = parts(self.0).peekable();
        while let Some(part) = parts.next() {
            match part {
                "{" | "[" => {
                    f.write_str(part)?;
                    if let Some(end) = parts.next_if(|part| matches!(*part, "}" | "]")) {
                        f.write_str(end)?;
                    } else {
                        depth += 1;
                        next_line(f, depth)?;
                    }
                }
                "}" | "]" => {
                    depth = depth.saturating_sub(1);
                    next_line(f, depth)?;
                    f.write_str(part)?;
                }
                "," => {
                    f.write_str(part)?;
                    next_line(f, depth)?;
                }
                ":" => f.write_str(": ")?,
                text if text.starts_with('"') => f.write_str(&readable(text))?,
                value => f.write_str(value)?,
            }
        }
        Ok(())
    }
}

impl Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        parts(self.0).try_for_each(|part| f.write_str(part))
    }
}

fn next_line(f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
    let indent = 2 * depth.min(DEEPEST);
    write!(f, "\n{:indent$}", "")
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The parts of a JSON text: brackets, commas, colons, texts with their quotes, other values.
fn parts(json: &str) -> impl Iterator<Item = &str> {
    let mut rest = json;
    iter::from_fn(move || {
        rest = rest.trim_start_matches(SPACE);
        let length = match rest.chars().next()? {
            '"' => text_bytes(rest),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            _ => rest
                .find(|after: char| SPACE.contains(&after) || matches!(after, ',' | ']' | '}'))
                .unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(part)
    })
}

/// How long the text is that begins here, both quotes included.
fn text_bytes(json: &str) -> usize {
    let mut is_escaped = false;
    let end = json.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(json.len(), |end| end + 2)
}

/// A text with its quotes: no more escapes than it needs.
fn readable(text: &str) -> Cow<'_, str> {
    // Half of a surrogate pair cannot be decoded, and stays as it came.
    let decoded: Option<String> = serde_json::from_str(text).ok();
    let encoded = decoded.and_then(|text| serde_json::to_string(&text).ok());
    let text = encoded.map_or(Cow::Borrowed(text), Cow::Owned);
    if !text.contains(is_unsafe) {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unsafe(character) {
            // Writing to a text cannot fail.
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::{OneLine, Pretty};

    #[test]
    fn json_is_set_out_in_lines() {
        let json = r#"{"a":[1,{"b":null}],"c":{},"d":[ ],"e":"x,y:{}[]"}"#;
        assert_eq!(
            Pretty(json).to_string(),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \
             \"d\": [],\n  \"e\": \"x,y:{}[]\"\n}"
        );
        assert_eq!(Pretty(" \"text\" ").to_string(), "\"text\"");
    }

    #[test]
    fn json_goes_on_one_line_as_it_came() {
        let json = "{ \"a\" :\r\n\t[ 1 , \"two \\\" \\\\\" ] }\n";
        assert_eq!(OneLine(json).to_string(), r#"{"a":[1,"two \" \\"]}"#);
        let escaped = r#"["\u4e2d\ud800\u001b"]"#;
        assert_eq!(OneLine(escaped).to_string(), escaped);
    }

    #[test]
    fn no_digit_is_lost() {
        let numbers = "[9007199254740993001,1.10,-0.0,1E+400,0.30000000000000000001]";
        assert_eq!(OneLine(numbers).to_string(), numbers);
        let pretty = Pretty(numbers).to_string();
        assert_eq!(pretty.replace(['\n', ' '], ""), numbers);
    }

    #[test]
    fn people_see_characters_in_place_of_escapes() {
        let json = r#""\u4e2d\u5546\/\ud83d\ude00""#;
        assert_eq!(Pretty(json).to_string(), "\"中商/😀\"");
        assert_eq!(Pretty(r#""\ud83d""#).to_string(), r#""\ud83d""#);
    }

    #[test]
    fn no_control_character_reaches_the_terminal() {
        // Also where the text as a whole cannot be decoded.
        let json = "\"\\ud800\u{9b}\"";
        assert_eq!(Pretty(json).to_string(), r#""\ud800\u009b""#);
        let json = "\"\\u001b[2J \u{9b} \u{202e} \u{7f}\"";
        assert_eq!(
            Pretty(json).to_string(),
            r#""\u001b[2J \u009b \u202e \u007f""#
        );
    }

    #[test]
    fn deep_nesting_does_not_grow_without_end() {
        let deep = "[".repeat(10_000) + "1" + &"]".repeat(10_000);
        assert!(Pretty(&deep).to_string().len() < 20_000 * 70);
    }
}
