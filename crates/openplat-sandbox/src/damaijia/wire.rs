//! The envelope, the two ways to write a number, and the times of the provider.

use serde::Serialize;
use serde_json::Value;
use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::refusal::Refusal;
use crate::answer::Reply;

/// How numbers are written in answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberStyle {
    /// As JSON numbers.
    #[default]
    Numbers,
    /// As texts, `status` included: a client must read both \[observed\].
    Texts,
}

#[derive(Serialize)]
struct Success<S, T> {
    data: T,
    status: S,
}

#[derive(Serialize)]
struct Failure<'a> {
    status: i64,
    err: &'a str,
    data: [(); 0],
}

/// A success: `status` is 0, and there is no message.
pub(super) fn ok(data: &impl Serialize) -> Reply {
    Reply::json(200, &Success { data, status: 0 })
}

/// Quirk: the success of a cancellation has a text for its `status` [observed].
pub(super) fn cancelled() -> Reply {
    let answer = Success {
        data: [(); 0],
        status: "取消成功",
    };
    Reply::json(200, &answer)
}

/// Quirk: a failure has HTTP status 200, too [observed].
pub(super) fn refused(refusal: &Refusal) -> Reply {
    let answer = Failure {
        status: refusal.status,
        err: &refusal.err,
        data: [],
    };
    Reply::json(200, &answer)
}

/// Quirk: any number may come as text [observed].
pub(super) fn write_numbers(reply: Reply, style: NumberStyle) -> Reply {
    if style == NumberStyle::Numbers {
        return reply;
    }
    match serde_json::from_slice(&reply.body) {
        Ok(answer) => Reply::json(reply.status, &numbers_to_texts(answer)),
        Err(_) => reply,
    }
}

fn numbers_to_texts(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(numbers_to_texts).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, numbers_to_texts(value)))
            .collect(),
        other => other,
    }
}

/// Times without a zone are in GMT+8 [inferred].
const ZONE: UtcOffset = offset!(+8);

const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

const DIGITS: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day][hour][minute][second]");

/// An instant on the provider's calendar; the very ends of the calendar stay in UTC.
pub(super) fn local(instant: OffsetDateTime) -> OffsetDateTime {
    instant.checked_to_offset(ZONE).unwrap_or(instant)
}

/// Reads `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DD`, which is its midnight.
pub(super) fn parse_time(text: &str) -> Option<OffsetDateTime> {
    let time = match text.len() {
        10 => PrimitiveDateTime::parse(&format!("{text} 00:00:00"), TIME),
        19 => PrimitiveDateTime::parse(text, TIME),
        _ => return None,
    };
    Some(time.ok()?.assume_offset(ZONE))
}

/// Writes `YYYY-MM-DD HH:MM:SS`.
pub(super) fn format_time(instant: OffsetDateTime) -> String {
    local(instant).format(TIME).unwrap_or_default()
}

/// Writes the 14 digits that an order number begins with.
pub(super) fn format_digits(instant: OffsetDateTime) -> String {
    local(instant).format(DIGITS).unwrap_or_default()
}
