//! The envelope, the left-out rule and the times of the provider.

use serde::Serialize;
use time::OffsetDateTime;

use crate::answer::Reply;
use crate::calendar::{self, CHINA, DATE_TIME};

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

/// Reads `YYYY-MM-DD HH:MM:SS`, in GMT+8 [doc].
pub(super) fn parse_time(text: &str) -> Option<OffsetDateTime> {
    Some(calendar::parse(text)?.assume_offset(CHINA))
}

/// Writes `YYYY-MM-DD HH:MM:SS`, in GMT+8; empty at the very ends of the calendar.
pub(super) fn format_time(instant: OffsetDateTime) -> String {
    instant
        .checked_to_offset(CHINA)
        .and_then(|local| local.format(DATE_TIME).ok())
        .unwrap_or_default()
}
