use access_token::Secret;
use signing::redact;

/// So many characters of a text from outside are shown.
const LONGEST: usize = 200;

/// A text from outside as it may be shown: without our secrets, and nothing in it but printable
/// ASCII, which is what Redis writes; the rest as escapes.
pub(crate) fn shown(text: &str, secrets: &[&Secret]) -> String {
    // What follows is what Redis was sent, cut anywhere: a part of a token would not be found.
    let (own, _) = text
        .split_once(", with args beginning with")
        .unwrap_or((text, ""));
    let redacted = redact(own, secrets);
    let mut shown = String::new();
    for (place, character) in redacted.chars().enumerate() {
        if place == LONGEST {
            shown.push('…');
            break;
        }
        match character {
            ' '..='~' => shown.push(character),
            hidden => shown.extend(hidden.escape_unicode()),
        }
    }
    shown
}
