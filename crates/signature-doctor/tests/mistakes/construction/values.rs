//! What a value is taken for, and how it is written.

use signature_doctor::Value;

use super::times::timed;
use super::{Doing, text};

pub(super) fn read(name: &str, value: &Value, doing: &Doing) -> String {
    let read = match value {
        Value::Null => {
            return match doing.way("null_as_text") {
                Some(0) => "null",
                Some(1) => "None",
                Some(_) => "<nil>",
                None => "",
            }
            .to_owned();
        }
        value if name == "timestamp" && doing.does("timestamp_unit") => {
            let text = value.as_text();
            match (text.len(), text.parse::<u64>()) {
                (10, Ok(_)) => format!("{text}000"),
                (13, Ok(_)) => text.chars().take(10).collect(),
                _ => text.to_owned(),
            }
        }
        value => timed(value.as_text(), doing),
    };
    match value {
        Value::Text(_) if doing.does("values_json_quoted") => Json(&read).quoted(),
        _ => read,
    }
}

pub(super) fn written_value(value: &[u8], doing: &Doing) -> Vec<u8> {
    let mut value = text(value).to_owned();
    if doing.does("values_trimmed") {
        value = value.trim_matches(|c| " \t\r\n".contains(c)).to_owned();
    }
    if doing.does("values_lower_cased") {
        value = value.chars().map(|c| c.to_ascii_lowercase()).collect();
    }
    if let Some(way) = doing.way("values_escaped") {
        let escape = |c: char| match c.is_ascii() {
            true => c.to_string(),
            false => match way {
                0 => c
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|u| format!("\\u{u:04x}"))
                    .collect(),
                _ => c
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|u| format!("\\u{u:04X}"))
                    .collect(),
            },
        };
        value = value.chars().map(escape).collect();
    }
    // In quotes the escape is one of a backslash.
    if doing.does("values_unescaped") && !doing.does("values_json_quoted") {
        // The escapes of the inputs.
        value = value
            .replace("\\u53ef", "可")
            .replace("\\ud83d\\ude00", "😀");
    }
    if doing.does("slashes_escaped") {
        value = value.replace('/', "\\/");
    }
    if doing.does("html_escaped") {
        value = value
            .replace('&', "\\u0026")
            .replace('<', "\\u003c")
            .replace('>', "\\u003e");
    }
    if value.starts_with('{') {
        value = json(&value, doing);
    }
    value.into_bytes()
}

/// A text as JSON, without a JSON library.
struct Json<'a>(&'a str);

impl Json<'_> {
    fn quoted(&self) -> String {
        let mut quoted = String::from("\"");
        for character in self.0.chars() {
            match character {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                _ => quoted.push(character),
            }
        }
        quoted + "\""
    }
}

/// Objects of the inputs as a person's library writes them: see `inputs::json`.
fn json(value: &str, doing: &Doing) -> String {
    let Some(object) = Object::of(value) else {
        return value.to_owned();
    };
    let mut members = object.members;
    let is_spaced = object.is_spaced;
    if doing.does("json_keys_sorted") {
        members.sort();
    }
    let write = |open: &str, comma: &str, colon: &str, close: &str| {
        let members: Vec<String> = members
            .iter()
            .map(|(k, v)| format!("{k}{colon}{v}"))
            .collect();
        format!("{{{open}{}{close}}}", members.join(comma))
    };
    match (
        doing.way("json_pretty"),
        doing.does("json_spaced"),
        doing.does("json_compact"),
    ) {
        (Some(0), ..) => write("\n  ", ",\n  ", ": ", "\n"),
        (Some(_), ..) => write("\n    ", ",\n    ", ": ", "\n"),
        (_, true, _) => write("", ", ", ": ", ""),
        (.., true) => write("", ",", ":", ""),
        _ if doing.does("json_keys_sorted") && is_spaced => write("", ", ", ": ", ""),
        _ if doing.does("json_keys_sorted") => write("", ",", ":", ""),
        _ => value.to_owned(),
    }
}

struct Object {
    members: Vec<(String, String)>,
    is_spaced: bool,
}

impl Object {
    /// The members of a flat object whose strings hold neither `","` nor `":`.
    fn of(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('{')?.strip_suffix('}')?;
        let mut members = Vec::new();
        let mut rest = inner.trim();
        while let Some((key, after)) = rest.split_once("\":") {
            let after = after.trim_start();
            let end = match after.strip_prefix('"') {
                Some(string) => string.find('"')? + 2,
                None => after.find([',', ' ', '\n']).unwrap_or(after.len()),
            };
            members.push((format!("{key}\""), after[..end].to_owned()));
            rest = after[end..]
                .trim_start()
                .trim_start_matches(',')
                .trim_start();
        }
        let is_spaced = inner.contains("\": ") && !inner.contains('\n') && !inner.starts_with(' ');
        Some(Self { members, is_spaced })
    }
}
