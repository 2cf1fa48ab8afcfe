//! The provider's envelope, names and formats.

use std::fmt;

use provider_http::{InvalidInput, Method, lenient};
use serde::{Deserialize, Serialize};
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime};

/// The envelope of every answer, without its `data`.
#[derive(Deserialize)]
pub(crate) struct Envelope {
    /// Quirk: zero values are left out of answers, but every sample prints `code`, also when 0
    /// [inferred]: without it the answer is malformed.
    #[serde(deserialize_with = "lenient::int")]
    pub(crate) code: i64,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub(crate) message: String,
}

impl Envelope {
    /// Quirk: refusals with code 0 and another message than `ok` are published [docs+].
    pub(crate) fn is_success(&self) -> bool {
        self.code == 0 && self.message == "ok"
    }
}

/// `data` of a call that answers with nothing to read.
#[derive(Deserialize)]
pub(crate) struct NoData {}

/// What one call is on the wire.
pub(crate) struct Endpoint {
    /// The name of the client's method.
    pub(crate) call: &'static str,
    pub(crate) method: Method,
    /// The path below `/api/openapi/v1`.
    pub(crate) path: String,
    pub(crate) effect: Effect,
}

/// What a call does on the provider's side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Reads,
    Writes,
}

impl Endpoint {
    pub(crate) fn reads(call: &'static str, path: impl Into<String>) -> Self {
        Self {
            call,
            method: Method::Post,
            path: path.into(),
            effect: Effect::Reads,
        }
    }

    pub(crate) fn writes(call: &'static str, method: Method, path: impl Into<String>) -> Self {
        Self {
            call,
            method,
            path: path.into(),
            effect: Effect::Writes,
        }
    }
}

/// Parameters of a payload, before time and signature. Optional ones that are not set are left
/// out, so that no empty value is ever sent.
pub(crate) type Params = Vec<(&'static str, String)>;

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// An instant in the provider's format and zone, `YYYY-MM-DD HH:MM:SS` in GMT+8.
///
/// Quirk: the time sent is the time kept, in GMT+8, since 2024-04-28 [doc].
pub(crate) fn gmt8(field: &'static str, instant: OffsetDateTime) -> Result<String, InvalidInput> {
    let local = instant.checked_to_offset(offset!(+8));
    let local = local.filter(|local| (0..=9999).contains(&local.year()));
    local
        .and_then(|local| local.format(FORMAT).ok())
        .ok_or_else(|| {
            let rule = "must be within the years 0 to 9999 in GMT+8";
            InvalidInput::new(field, rule, "expired_at: YYYY-MM-DD HH:MM:SS [doc]")
        })
}

/// A time of the provider's: the text as it came, `YYYY-MM-DD HH:MM:SS` in GMT+8.
///
/// The zone of what is sent is documented; that answers have the same zone is \[inferred\].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Gmt8Time(#[serde(deserialize_with = "lenient::text_or_empty")] String);

impl Gmt8Time {
    /// The text as it came; empty when the field was absent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, read in GMT+8; none when the text is empty or not of the documented form.
    pub fn instant(&self) -> Option<OffsetDateTime> {
        let local = PrimitiveDateTime::parse(&self.0, FORMAT).ok()?;
        Some(local.assume_offset(offset!(+8)))
    }
}

impl fmt::Display for Gmt8Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
