//! Times of the form `yyyy-MM-dd HH:mm:ss`, written in another way or for another zone.

use std::borrow::Cow;

use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{Duration, PrimitiveDateTime, UtcOffset};

/// A way to write a time.
#[derive(Clone, Copy)]
pub(crate) struct Pattern {
    /// In the letters of Java and .NET.
    pub(crate) name: &'static str,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Text(&'static [BorrowedFormatItem<'static>]),
    /// The same instant in UTC.
    Utc(&'static [BorrowedFormatItem<'static>]),
    UnixSeconds,
    UnixMilliseconds,
}

/// Where a zone is needed and none is written: vending says GMT+8 \[doc\], for post30 it is the
/// default of the client \[inferred\].
const ZONE: UtcOffset = offset!(+8);

macro_rules! text {
    ($name:tt, $format:tt) => {
        Pattern {
            name: $name,
            form: Form::Text(format_description!($format)),
        }
    };
}

/// The ways that are tried.
pub(crate) const PATTERNS: &[Pattern] = &[
    text!(
        "yyyy-MM-dd HH:mm:ss",
        "[year]-[month]-[day] [hour]:[minute]:[second]"
    ),
    // The 12-hour clock by accident: `hh` in place of `HH`.
    text!(
        "yyyy-MM-dd hh:mm:ss",
        "[year]-[month]-[day] [hour repr:12]:[minute]:[second]"
    ),
    text!("yyyy-MM-dd HH:mm", "[year]-[month]-[day] [hour]:[minute]"),
    text!("yyyy-MM-dd", "[year]-[month]-[day]"),
    text!(
        "yyyy-MM-dd HH:mm:ss.000",
        "[year]-[month]-[day] [hour]:[minute]:[second].000"
    ),
    text!(
        "yyyy-M-d HH:mm:ss",
        "[year]-[month padding:none]-[day padding:none] [hour]:[minute]:[second]"
    ),
    text!(
        "yyyy-M-d H:m:s",
        "[year]-[month padding:none]-[day padding:none] \
         [hour padding:none]:[minute padding:none]:[second padding:none]"
    ),
    text!(
        "yyyy/MM/dd HH:mm:ss",
        "[year]/[month]/[day] [hour]:[minute]:[second]"
    ),
    // The default of .NET in zh-CN.
    text!(
        "yyyy/M/d H:mm:ss",
        "[year]/[month padding:none]/[day padding:none] [hour padding:none]:[minute]:[second]"
    ),
    // The default of .NET in en-US.
    text!(
        "M/d/yyyy h:mm:ss tt",
        "[month padding:none]/[day padding:none]/[year] \
         [hour repr:12 padding:none]:[minute]:[second] [period]"
    ),
    // The invariant culture of .NET.
    text!(
        "MM/dd/yyyy HH:mm:ss",
        "[month]/[day]/[year] [hour]:[minute]:[second]"
    ),
    text!(
        "dd/MM/yyyy HH:mm:ss",
        "[day]/[month]/[year] [hour]:[minute]:[second]"
    ),
    text!("yyyyMMddHHmmss", "[year][month][day][hour][minute][second]"),
    text!(
        "yyyy-MM-ddTHH:mm:ss",
        "[year]-[month]-[day]T[hour]:[minute]:[second]"
    ),
    text!(
        "yyyy-MM-ddTHH:mm:ss+08:00",
        "[year]-[month]-[day]T[hour]:[minute]:[second]+08:00"
    ),
    Pattern {
        name: "yyyy-MM-ddTHH:mm:ssZ",
        form: Form::Utc(format_description!(
            "[year]-[month]-[day]T[hour]:[minute]:[second]Z"
        )),
    },
    Pattern {
        name: "Unix seconds",
        form: Form::UnixSeconds,
    },
    Pattern {
        name: "Unix milliseconds",
        form: Form::UnixMilliseconds,
    },
];

/// By how many minutes two zones can be apart that are in use and of which one is UTC+08:00:
/// all half hours up to 20 hours, and the zones with three quarters of an hour.
pub(crate) fn zone_differences() -> impl Iterator<Item = i32> {
    let half_hours = (-40..=40).filter(|&step| step != 0).map(|step| step * 30);
    // UTC+05:45, +08:45, +12:45 and +13:45 against UTC+08:00.
    let quarters = [135, 45, 285, 345];
    half_hours.chain(quarters.into_iter().flat_map(|minutes| [-minutes, minutes]))
}

/// The time written so and moved by so much; a text that is no time, or a time beyond the
/// calendar, stays.
pub(super) fn written(text: &str, pattern: Option<Pattern>, ahead_minutes: i32) -> Cow<'_, str> {
    if pattern.is_none() && ahead_minutes == 0 {
        return text.into();
    }
    other(text, pattern, ahead_minutes).map_or_else(|| text.into(), Cow::from)
}

/// Whether a text is a time that [`written`] would change.
pub(crate) fn is_time(text: &str) -> bool {
    parsed(text).is_some()
}

/// Seconds of Unix time in milliseconds, and milliseconds in seconds; other texts stay.
pub(super) fn other_unit(text: &str) -> Cow<'_, str> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        10 if is_number => format!("{text}000").into(),
        13 if is_number => text[..10].into(),
        _ => text.into(),
    }
}

fn other(text: &str, pattern: Option<Pattern>, ahead_minutes: i32) -> Option<String> {
    let time = parsed(text)?.checked_add(Duration::minutes(ahead_minutes.into()))?;
    let form = match pattern {
        Some(pattern) => pattern.form,
        None => form_of(text)?,
    };
    let instant = time.assume_offset(ZONE);
    match form {
        Form::Text(format) => time.format(format).ok(),
        Form::Utc(format) => instant
            .checked_to_offset(UtcOffset::UTC)?
            .format(format)
            .ok(),
        Form::UnixSeconds => Some(instant.unix_timestamp().to_string()),
        Form::UnixMilliseconds => Some(format!("{}000", instant.unix_timestamp())),
    }
}

/// The way in which a time is written.
fn form_of(text: &str) -> Option<Form> {
    let time = parsed(text)?;
    let mut forms = PATTERNS.iter().map(|pattern| pattern.form);
    forms.find(|form| match form {
        Form::Text(format) => time.format(format).is_ok_and(|written| written == text),
        _ => false,
    })
}

/// Reads padded and unpadded times with `-` or `/` and with a space or `T`.
fn parsed(text: &str) -> Option<PrimitiveDateTime> {
    let is_plausible = (14..=19).contains(&text.len()) && text.is_ascii();
    let plain = is_plausible.then(|| text.replace('/', "-").replace('T', " "))?;
    let format = format_description!(
        "[year]-[month padding:none]-[day padding:none] \
         [hour padding:none]:[minute padding:none]:[second padding:none]"
    );
    PrimitiveDateTime::parse(&plain, format).ok()
}
