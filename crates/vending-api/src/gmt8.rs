//! The provider's local time.

use std::fmt;
use std::str::FromStr;

use provider_http::{InvalidInput, lenient};
use serde::{Deserialize, Serialize};
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime};

const ORIGIN: &str = "expired_at: YYYY-MM-DD HH:MM:SS [doc]";

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

impl FromStr for Gmt8Time {
    type Err = InvalidInput;

    /// Reads `YYYY-MM-DD HH:MM:SS`, a local time in GMT+8.
    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        let time = Self(text.to_owned());
        match time.instant() {
            Some(_) => Ok(time),
            None => {
                let rule = "must be a time of the form YYYY-MM-DD HH:MM:SS, in GMT+8";
                Err(InvalidInput::new("time", rule, ORIGIN))
            }
        }
    }
}

impl fmt::Display for Gmt8Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

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
            InvalidInput::new(field, rule, ORIGIN)
        })
}

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
