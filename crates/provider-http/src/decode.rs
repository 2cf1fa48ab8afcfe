use std::fmt::Write;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::DeserializeSeed;
use serde_json::error::Category;

use crate::strict::{Segment, Strict, Track};

/// The path of the whole.
const WHOLE: &str = ".";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

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
    ///
    /// A key that cannot be the name of a field stands there as `?`.
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

    /// An error of a field that was read, and is not what it has to be: "expected a token", say.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
            problem: problem.into(),
        }
    }

    /// What was expected, or is missing, without the place.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The same with its texts as `shown` writes them: an answer chooses the keys of its path.
    #[must_use]
    pub fn shown(self, shown: impl Fn(&str) -> String) -> Self {
        Self {
            path: shown(&self.path),
            problem: shown(&self.problem),
            ..self
        }
    }

    fn describe(&self) -> String {
        let mut text = self.problem.clone();
        // Writing to a string cannot fail.
        if self.path != WHOLE {
            let _ = write!(text, " at `{}`", self.path);
        }
        if self.line > 0 {
            let _ = write!(text, ", line {} column {}", self.line, self.column);
        }
        text
    }
}

/// A body without the byte order marks and blanks in front of it.
///
/// ```
/// assert_eq!(provider_http::without_marks("\u{feff}\n\u{feff} {}".as_bytes()), b"{}");
/// ```
pub fn without_marks(body: &[u8]) -> &[u8] {
    let mut rest = body.trim_ascii_start();
    while let Some(behind) = rest.strip_prefix(BYTE_ORDER_MARK) {
        rest = behind.trim_ascii_start();
    }
    rest
}

/// Reads a value from JSON bytes, to their end.
///
/// An object is read from an object only, never from a list by the places of its items. A byte
/// order mark in front is passed over.
///
/// # Errors
///
/// [`DecodeError`] with line, column and path of the first thing that does not fit.
pub fn from_json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, DecodeError> {
    read_json(bytes, || PhantomData)
}

/// Reads with a seed of serde's: for what to read is known only when the program runs.
///
/// # Errors
///
/// As [`from_json`].
pub fn read_json<'de, S: DeserializeSeed<'de>>(
    bytes: &'de [u8],
    seed: impl Fn() -> S,
) -> Result<S::Value, DecodeError> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    // A whole that is UTF-8 need not be asked about text by text.
    let value = match std::str::from_utf8(bytes) {
        Ok(text) => read(
            serde_json::Deserializer::from_str(text),
            Strict::with_care(seed()),
        ),
        Err(_) => read(
            serde_json::Deserializer::from_slice(bytes),
            Strict::with_care(seed()),
        ),
    };
    value.map_err(|error| locate(bytes, seed(), &error))
}

/// Reads with a seed as [`read_json`] does, in haste and without a word of what does not fit: for
/// a first try of an answer that is most likely good. What it reads, [`read_json`] reads alike.
pub fn try_json<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Option<S::Value> {
    let json = serde_json::Deserializer::from_str(text);
    read(json, Strict::in_haste(seed)).ok()
}

fn read<'de, R: serde_json::de::Read<'de>, S: DeserializeSeed<'de>>(
    mut json: serde_json::Deserializer<R>,
    seed: S,
) -> Result<S::Value, serde_json::Error> {
    let value = seed.deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// Reads once more, for the path: to keep track of it costs more than the reading itself.
fn locate<'de, S: DeserializeSeed<'de>>(
    bytes: &'de [u8],
    seed: S,
    error: &serde_json::Error,
) -> DecodeError {
    let mut plain = serde_json::Deserializer::from_slice(bytes);
    let track = Track::default();
    match seed.deserialize(Strict::tracked(&mut plain, &track)) {
        Err(error) => DecodeError {
            problem: match at_once(bytes, &error) {
                Some(problem) => problem.to_owned(),
                None => problem(&error),
            },
            ..place(&path(&track.path()), &error)
        },
        // What was read is whole.
        Ok(_) => DecodeError {
            problem: "something stands behind the JSON".to_owned(),
            ..place(WHOLE, error)
        },
    }
}

/// What is no JSON from its first byte on: a page for people, say, or nothing at all.
fn at_once(bytes: &[u8], error: &serde_json::Error) -> Option<&'static str> {
    let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace());
    let blank = blank.count();
    if blank == bytes.len() {
        return Some("expected JSON, found nothing");
    }
    let lines = bytes[..blank].split(|byte| *byte == b'\n');
    let column = lines.clone().next_back().map_or(0, <[u8]>::len) + 1;
    let first = (error.line(), error.column()) == (lines.count(), column);
    let is_syntax = error.classify() == Category::Syntax;
    (is_syntax && first).then_some("expected JSON, found something else")
}

fn problem(error: &serde_json::Error) -> String {
    match error.classify() {
        Category::Syntax => "malformed JSON".to_owned(),
        Category::Eof => "JSON that ends too early".to_owned(),
        Category::Io => "unreadable JSON".to_owned(),
        Category::Data => expectation(error),
    }
}

fn place(path: &str, error: &serde_json::Error) -> DecodeError {
    DecodeError {
        line: error.line(),
        column: error.column(),
        ..DecodeError::new(path, "")
    }
}

/// Keeps of serde's message the part that was written in code: what was expected, or which field
/// is missing. What was found instead is a quotation of the input.
fn expectation(error: &serde_json::Error) -> String {
    // The ways in which serde says what it expected. Any other message is of unknown making.
    const SAY_EXPECTED: [&str; 5] = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant `",
        "unknown field `",
    ];
    let message = error.to_string();
    // Cut off by its own numbers: the input may hold the words as well.
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    if message.starts_with("missing field `") || message.starts_with("expected ") {
        // A type of somebody else's may say anything here.
        return crate::shown(message, &[]);
    }
    // The name is that of a field in code.
    if let Some(field) = message.strip_prefix("duplicate field ") {
        return format!("the field {field} stands twice");
    }
    let expected = match message.rsplit_once(", expected ") {
        Some((found, expected)) if SAY_EXPECTED.iter().any(|start| found.starts_with(start)) => {
            expected
        }
        _ => return "unexpected value".to_owned(),
    };
    // Of an empty struct or enum serde quotes the input and says nothing of what it expected.
    if expected.ends_with(", there are no fields") || expected.ends_with(", there are no variants")
    {
        return "unexpected value".to_owned();
    }
    // serde names the Rust type that was to be read, which is nothing to the person who reads.
    let expected = match expected {
        text if text.starts_with("struct ") => "an object",
        text => text,
    };
    format!("expected {expected}")
}

/// The path, without keys that are not plain names: a key of an unknown object is input too.
fn path(segments: &[Segment]) -> String {
    let mut text = String::new();
    for segment in segments {
        match segment {
            // Writing to a string cannot fail.
            Segment::Index(index) => drop(write!(text, "[{index}]")),
            Segment::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(if is_plain(key) { key } else { "?" });
            }
        }
    }
    if text.is_empty() {
        ".".to_owned()
    } else {
        text
    }
}

/// Whether a key can be taken for the name of a field: neither an order number nor a telephone
/// number, nor a digest of 32 digits.
fn is_plain(key: &str) -> bool {
    let is_name_byte = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    key.len() <= 30
        && key.bytes().all(is_name_byte)
        && !key.starts_with(|first: char| first.is_ascii_digit())
}
