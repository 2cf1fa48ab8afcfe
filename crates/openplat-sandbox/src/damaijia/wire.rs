//! The envelope, the two ways to write a number, and the times of the provider.

use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::refusal::Refusal;
use super::settings::NumberStyle;
use crate::answer::{JSON, Reply, json_bytes};
use crate::calendar::{self, CHINA, DATE_TIME};
use crate::number_text::write_as_texts;

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
pub(super) fn ok(data: &impl Serialize) -> Json {
    Json::of(&Success { data, status: 0 })
}

/// Quirk: the success of a cancellation has a text for its `status` [observed].
pub(super) fn cancelled() -> Json {
    let answer = Success {
        data: [(); 0],
        status: "取消成功",
    };
    Json::of(&answer)
}

/// Quirk: a failure has HTTP status 200, too [observed].
pub(super) fn refused(refusal: &Refusal) -> Json {
    let answer = Failure {
        status: refusal.status,
        err: &refusal.err,
        data: [],
    };
    Json::of(&answer)
}

/// The JSON of an answer.
pub(super) struct Json(Vec<u8>);

impl Json {
    fn of(answer: &impl Serialize) -> Self {
        Self(json_bytes(answer))
    }

    /// Quirk: any number may come as text [observed].
    pub(super) fn into_reply(self, style: NumberStyle) -> Reply {
        let json = match style {
            NumberStyle::Numbers => self,
            NumberStyle::Texts => self.with_texts(),
        };
        Reply {
            status: 200,
            content_type: Some(JSON),
            body: json.0.into(),
        }
    }

    fn with_texts(self) -> Self {
        match serde_json::from_slice(&self.0) {
            Ok(mut answer) => {
                write_as_texts(&mut answer);
                Self::of(&answer)
            }
            Err(_) => self,
        }
    }
}

const DIGITS: &[BorrowedFormatItem<'_>] =
    format_description!("[year][month][day][hour][minute][second]");

/// An instant on the provider's calendar, GMT+8 [inferred]; the very ends of the calendar stay in UTC.
pub(super) fn local(instant: OffsetDateTime) -> OffsetDateTime {
    instant.checked_to_offset(CHINA).unwrap_or(instant)
}

/// Reads `YYYY-MM-DD HH:MM:SS` or `YYYY-MM-DD`, which is its midnight.
pub(super) fn parse_time(text: &str) -> Option<OffsetDateTime> {
    let time = if text.len() == 10 {
        calendar::parse(&format!("{text} 00:00:00"))
    } else {
        calendar::parse(text)
    };
    Some(time?.assume_offset(CHINA))
}

/// Writes `YYYY-MM-DD HH:MM:SS`.
pub(super) fn format_time(instant: OffsetDateTime) -> String {
    local(instant).format(DATE_TIME).unwrap_or_default()
}

/// Writes the 14 digits that an order number begins with.
pub(super) fn format_digits(instant: OffsetDateTime) -> String {
    local(instant).format(DIGITS).unwrap_or_default()
}
