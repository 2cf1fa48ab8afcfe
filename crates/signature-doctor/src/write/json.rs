//! JSON written in another way. Numbers and strings keep every character.

use serde::de::IgnoredAny;

/// The white space of JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spacing {
    Compact,
    /// A space after each comma and colon, as Python's `json.dumps`.
    Spaced,
    /// Line ends, and so many spaces for each level.
    Pretty(usize),
}

/// Whether a text is a JSON object or array. Deeper than 128 levels it counts as none.
pub(super) fn is_container(text: &str) -> bool {
    let starts = text.trim_ascii_start().starts_with(['{', '[']);
    starts && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The same JSON with other white space. The text must be [a container](is_container).
pub(super) fn spaced(text: &str, spacing: Spacing) -> String {
    let mut written = String::with_capacity(text.len());
    let mut level = 0;
    let mut before = "";
    for token in tokens(text) {
        let is_empty_container = matches!((before, token), ("{", "}") | ("[", "]"));
        if matches!(token, "}" | "]") {
            level -= 1;
        }
        match spacing {
            Spacing::Compact => {}
            Spacing::Spaced if matches!(before, "," | ":") => written.push(' '),
            Spacing::Pretty(_) if before == ":" => written.push(' '),
            Spacing::Pretty(width)
                if !is_empty_container
                    && (matches!(before, "," | "{" | "[") || matches!(token, "}" | "]")) =>
            {
                written.push('\n');
                written.extend(std::iter::repeat_n(' ', width * level));
            }
            Spacing::Spaced | Spacing::Pretty(_) => {}
        }
        written.push_str(token);
        if matches!(token, "{" | "[") {
            level += 1;
        }
        before = token;
    }
    written
}

/// The same JSON with the keys of every object sorted. The text must be [a
/// container](is_container).
///
/// It is compact, or with spaces where that is how it was given.
pub(super) fn with_sorted_keys(text: &str) -> String {
    let mut tokens = tokens(text).into_iter().peekable();
    let compact = sorted(&mut tokens);
    match spaced(text, Spacing::Spaced) == text && spaced(text, Spacing::Compact) != text {
        true => spaced(&compact, Spacing::Spaced),
        false => compact,
    }
}

/// Strings, numbers, words and marks of a valid JSON text, without white space.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_ascii_start();
    while let Some(first) = rest.bytes().next() {
        let length = match first {
            b'"' => string_length(rest),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            _ => rest
                .find(|c: char| c.is_ascii_whitespace() || "{}[],:\"".contains(c))
                .unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_ascii_start();
    }
    tokens
}

/// Up to and with the closing quote.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (place, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !is_escaped => return place + 1,
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

type Tokens<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

/// The next value, compact, its keys sorted. The depth was checked by the parser.
fn sorted(tokens: &mut Tokens<'_>) -> String {
    match tokens.next() {
        Some("{") => {
            let mut members = Vec::new();
            while let Some(key) = tokens.next_if(|&token| token != "}") {
                // The colon.
                tokens.next();
                members.push((key, sorted(tokens)));
                tokens.next_if_eq(&",");
            }
            tokens.next();
            members.sort_by_cached_key(|(key, _)| decoded(key));
            let members: Vec<String> = members
                .into_iter()
                .map(|(key, value)| format!("{key}:{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Some("[") => {
            let mut items = Vec::new();
            while tokens.peek().is_some_and(|&token| token != "]") {
                items.push(sorted(tokens));
                tokens.next_if_eq(&",");
            }
            tokens.next();
            format!("[{}]", items.join(","))
        }
        Some(scalar) => scalar.to_owned(),
        None => String::new(),
    }
}

fn decoded(key: &str) -> String {
    serde_json::from_str(key).unwrap_or_else(|_| key.to_owned())
}
