//! Times in the zone of a provider.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use provider_http::{InvalidInput, lenient};
use serde::{Deserialize, Serialize};
use time::format_description::{self, OwnedFormatItem};
use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// The zone of the providers: UTC+8.
pub const GMT8: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(zone) => zone,
    Err(_) => panic!("8 hours are within a day"),
};

/// A time of a provider's: the text as it came, `YYYY-MM-DD HH:MM:SS`, read in GMT+8.
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
        Some(SECONDS.read(&self.0)?.assume_offset(GMT8))
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
                Err(InvalidInput::new("time", rule, "a local time"))
            }
        }
    }
}

impl fmt::Display for Gmt8Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The form of local times, for a `static`: its description is parsed once, at the first reading.
///
/// ```
/// use provider_client::LocalForm;
///
/// static DAY_FIRST: LocalForm = LocalForm::new("[day].[month].[year] [hour]:[minute]");
///
/// assert_eq!(DAY_FIRST.read("15.01.2026 10:00").unwrap().to_string(), "2026-01-15 10:00:00.0");
/// assert_eq!(DAY_FIRST.read("2026-01-15 10:00"), None);
/// ```
#[derive(Debug)]
pub struct LocalForm {
    description: &'static str,
    items: OnceLock<OwnedFormatItem>,
}

impl LocalForm {
    /// A form by its description, as the `time` crate writes them (version 2).
    pub const fn new(description: &'static str) -> Self {
        Self {
            description,
            items: OnceLock::new(),
        }
    }

    /// Reads a local time; none when the text is not of this form.
    ///
    /// # Panics
    ///
    /// When the description is none, whatever the text: it is a part of the program.
    pub fn read(&self, text: &str) -> Option<PrimitiveDateTime> {
        let items = self.items.get_or_init(|| {
            format_description::parse_owned::<2>(self.description).expect("a form of local times")
        });
        PrimitiveDateTime::parse(text, items).ok()
    }
}

static SECONDS: LocalForm = LocalForm::new("[year]-[month]-[day] [hour]:[minute]:[second]");

/// An instant as `YYYY-MM-DD HH:MM:SS` in a zone; none outside of the years 0 to 9999.
pub fn text_in_zone(instant: OffsetDateTime, zone: UtcOffset) -> Option<String> {
    let local = instant.checked_to_offset(zone)?;
    let (hour, minute, second) = local.to_hms();
    let day = written(local.date())?;
    Some(format!("{day} {hour:02}:{minute:02}:{second:02}"))
}

/// An instant as `YYYY-MM-DD HH:MM:SS` in GMT+8.
///
/// # Errors
///
/// [`InvalidInput`] for `field` outside of the years 0 to 9999.
pub fn gmt8(
    field: &'static str,
    instant: OffsetDateTime,
    origin: &'static str,
) -> Result<String, InvalidInput> {
    text_in_zone(instant, GMT8).ok_or_else(|| out_of_years(field, origin))
}

/// A day as `YYYY-MM-DD`.
///
/// # Errors
///
/// [`InvalidInput`] for `field` outside of the years 0 to 9999.
pub fn gmt8_day(
    field: &'static str,
    day: Date,
    origin: &'static str,
) -> Result<String, InvalidInput> {
    written(day).ok_or_else(|| out_of_years(field, origin))
}

/// How long it takes from an instant to the next midnight in GMT+8.
pub fn until_next_gmt8_day(now: OffsetDateTime) -> Option<Duration> {
    let now = now.checked_to_offset(GMT8)?;
    let midnight = now.date().next_day()?.midnight().assume_offset(GMT8);
    (midnight - now).try_into().ok()
}

fn written(day: Date) -> Option<String> {
    let has_four_digits = (0..=9999).contains(&day.year());
    has_four_digits.then(|| day.to_string())
}

fn out_of_years(field: &'static str, origin: &'static str) -> InvalidInput {
    let rule = "must be within the years 0 to 9999 in GMT+8";
    InvalidInput::new(field, rule, origin)
}
