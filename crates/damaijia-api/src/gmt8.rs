//! The provider's local time.

use std::fmt;

use provider_http::{InvalidInput, lenient};
use serde::{Deserialize, Serialize};
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{Date, OffsetDateTime, PrimitiveDateTime};

/// A time of the provider's: the text as it came, `YYYY-MM-DD HH:MM:SS`.
///
/// No page names its zone; it is read as Asia/Shanghai, GMT+8 \[inferred\].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Gmt8Time(#[serde(deserialize_with = "lenient::text_or_empty")] String);

impl Gmt8Time {
    /// The text as it came; empty when the field was absent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant, read in GMT+8; none when the text is empty or not of that form.
    pub fn instant(&self) -> Option<OffsetDateTime> {
        let local = PrimitiveDateTime::parse(&self.0, TIME).ok()?;
        Some(local.assume_offset(offset!(+8)))
    }
}

impl fmt::Display for Gmt8Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// An instant in the provider's format and zone, `YYYY-MM-DD HH:MM:SS` in GMT+8.
pub(crate) fn gmt8(field: &'static str, instant: OffsetDateTime) -> Result<String, InvalidInput> {
    let local = instant.checked_to_offset(offset!(+8));
    let local = local.filter(|local| (0..=9999).contains(&local.year()));
    local
        .and_then(|local| local.format(TIME).ok())
        .ok_or_else(|| out_of_years(field))
}

/// A day as the provider writes it, `YYYY-MM-DD`.
pub(crate) fn day(field: &'static str, day: Date) -> Result<String, InvalidInput> {
    Some(day)
        .filter(|day| (0..=9999).contains(&day.year()))
        .and_then(|day| day.format(DAY).ok())
        .ok_or_else(|| out_of_years(field))
}

/// How long it takes from an instant to the next midnight in GMT+8.
pub(crate) fn until_tomorrow(now: OffsetDateTime) -> Option<std::time::Duration> {
    let now = now.checked_to_offset(offset!(+8))?;
    let midnight = now.date().next_day()?.midnight().assume_offset(offset!(+8));
    (midnight - now).try_into().ok()
}

fn out_of_years(field: &'static str) -> InvalidInput {
    let rule = "must be within the years 0 to 9999 in GMT+8";
    InvalidInput::new(field, rule, "create_time: YYYY-MM-DD HH:MM:SS [docs+]")
}

const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
