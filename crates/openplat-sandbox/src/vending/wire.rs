//! The envelope, the left-out rule and the times of the provider.

use serde::Serialize;
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use crate::answer::Reply;

#[derive(Serialize)]
struct Envelope<'a, T> {
    code: i64,
    message: &'a str,
    data: T,
}

/// A success: always code 0 and message `ok`.
pub(super) fn ok(data: &impl Serialize) -> Reply {
    Reply::json(
        200,
        &Envelope {
            code: 0,
            message: "ok",
            data,
        },
    )
}

/// A refusal: its data is an empty object.
pub(super) fn refused(status: u16, code: i64, message: &str) -> Reply {
    Reply::json(
        status,
        &Envelope {
            code,
            message,
            data: Nothing {},
        },
    )
}

/// `{}` on the wire.
#[derive(Serialize)]
pub(super) struct Nothing {}

/// Quirk: answers come from protobuf, so zero, empty and false values are left out [doc] [docs+].
pub(super) fn is_left_out<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Times without a zone are in GMT+8 [doc].
const ZONE: UtcOffset = offset!(+8);

const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// Reads `YYYY-MM-DD HH:MM:SS`, in GMT+8.
pub(super) fn parse_time(text: &str) -> Option<OffsetDateTime> {
    // The parser would also take a sign in front of the year.
    if text.len() != 19 || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let time = PrimitiveDateTime::parse(text, TIME).ok()?;
    Some(time.assume_offset(ZONE))
}

/// Writes `YYYY-MM-DD HH:MM:SS`, in GMT+8; empty at the very ends of the calendar.
pub(super) fn format_time(instant: OffsetDateTime) -> String {
    instant
        .checked_to_offset(ZONE)
        .and_then(|local| local.format(TIME).ok())
        .unwrap_or_default()
}
