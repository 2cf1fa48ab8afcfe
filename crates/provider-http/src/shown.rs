//! Texts from outside, as they may be shown to people and written into a log.

use std::fmt::Write;

use signing::{Secret, redact_start};

/// The longest text that is shown, in bytes.
pub(crate) const LONGEST: usize = 1024;

/// How much of a text is looked at for secrets: in place of many long ones stand a few stars.
const LOOKED_AT: usize = 4 * LONGEST;

const CUT: char = '…';

/// A text of the provider's as it may be shown: `secrets` are replaced by
/// [`MASK`](signing::MASK), characters that cannot be seen or that change how a line is read are
/// written as escapes such as `\u{202e}`, and it is cut at 1 KiB.
///
/// ```
/// use provider_http::{Secret, shown};
///
/// let secret = Secret::from("fake-secret");
/// assert_eq!(shown("bad fake-secret\n\u{202e}", &[&secret]), r"bad ***\n\u{202e}");
/// assert!(shown(&"长".repeat(5000), &[]).len() <= 1024);
/// ```
pub fn shown(text: &str, secrets: &[&Secret]) -> String {
    let mut redacted = redact_start(text, secrets, LOOKED_AT);
    if text.len() > LOOKED_AT {
        redacted.push(CUT);
    }
    let mut shown = String::with_capacity(redacted.len().min(LONGEST));
    // How much stands when the mark of the cut still fits behind it.
    let mut fits = 0;
    for character in redacted.chars() {
        escape(character, &mut shown);
        if shown.len() > LONGEST {
            shown.truncate(fits);
            shown.push(CUT);
            break;
        }
        if shown.len() <= LONGEST - CUT.len_utf8() {
            fits = shown.len();
        }
    }
    shown
}

fn escape(character: char, into: &mut String) {
    match character {
        '\n' => into.push_str("\\n"),
        '\r' => into.push_str("\\r"),
        '\t' => into.push_str("\\t"),
        character if is_hidden(character) => {
            // Writing to a string cannot fail.
            let _ = write!(into, "\\u{{{:x}}}", u32::from(character));
        }
        character => into.push(character),
    }
}

/// Whether a character is a control, sets the direction of the text around it, or is not seen.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        // Characters that Unicode never assigns.
        || u32::from(character) & 0xfffe == 0xfffe
        || matches!(character, '\u{fdd0}'..='\u{fdef}')
}
