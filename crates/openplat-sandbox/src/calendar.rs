//! `YYYY-MM-DD HH:MM:SS`, the form of time that the providers have in common.

use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{PrimitiveDateTime, UtcOffset};

/// China Standard Time, which the providers leave out.
pub(crate) const CHINA: UtcOffset = offset!(+8);

/// How such a time is written.
pub(crate) const DATE_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// Reads such a time, which has no zone.
pub(crate) fn parse(text: &str) -> Option<PrimitiveDateTime> {
    // The parser would also take a sign in front of the year.
    if text.len() != 19 {
        return None;
    }
    PrimitiveDateTime::parse(text, DATE_TIME).ok()
}
