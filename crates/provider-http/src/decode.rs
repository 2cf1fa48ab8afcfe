use std::fmt::Write;

use serde::Deserialize;
use serde_json::error::Category;

/// An answer that is not the JSON that was expected.
///
/// It says where and what was expected, never what stood there: serde_json's own messages quote
/// the input, which may be anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.describe())]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    problem: String,
}

impl DecodeError {
    /// The path of the field, such as `data.data[3].id`; `.` for the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line, from 1; 0 when it is not known.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in bytes, from 1; 0 when it is not known.
    pub fn column(&self) -> usize {
        self.column
    }

    fn describe(&self) -> String {
        let mut text = format!("{} at `{}`", self.problem, self.path);
        if self.line > 0 {
            // Writing to a string cannot fail.
            let _ = write!(text, ", line {} column {}", self.line, self.column);
        }
        text
    }
}

/// Reads a value from JSON bytes, to their end.
///
/// # Errors
///
/// [`DecodeError`] with line, column and path of the first thing that does not fit.
pub fn from_json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, DecodeError> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| describe(&path(error.path()), error.inner()))?;
    deserializer.end().map_err(|error| describe(".", &error))?;
    Ok(value)
}

fn describe(path: &str, error: &serde_json::Error) -> DecodeError {
    let problem = match error.classify() {
        Category::Syntax => "malformed JSON".to_owned(),
        Category::Eof => "JSON that ends too early".to_owned(),
        Category::Io => "unreadable JSON".to_owned(),
        Category::Data => expectation(&error.to_string()),
    };
    DecodeError {
        path: path.to_owned(),
        line: error.line(),
        column: error.column(),
        problem,
    }
}

/// Keeps of serde's message the part that was written in code: what was expected, or which field
/// is missing. What was found instead is a quotation of the input.
fn expectation(message: &str) -> String {
    let message = match message.rsplit_once(" at line ") {
        Some((message, _)) => message,
        None => message,
    };
    if message.starts_with("missing field `") || message.starts_with("expected ") {
        return message.to_owned();
    }
    match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => "unexpected value".to_owned(),
    }
}

/// The path, without keys that are not plain names: a key of an unknown object is input too.
fn path(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;

    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                let _ = write!(text, "[{index}]");
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                let is_plain = key.len() <= 40
                    && key
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(if is_plain { key } else { "?" });
            }
            Segment::Unknown => text.push('?'),
        }
    }
    if text.is_empty() {
        ".".to_owned()
    } else {
        text
    }
}
