//! Times and spans for people.

use std::time::Duration;

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

const FORMAT: &[BorrowedFormatItem<'_>] = format_description!(
    "[year]-[month]-[day] [hour]:[minute]:[second] [offset_hour sign:mandatory]:[offset_minute]"
);

/// A zone to show times in.
#[derive(Clone, Copy)]
pub(crate) struct Zone(UtcOffset);

impl From<UtcOffset> for Zone {
    fn from(offset: UtcOffset) -> Self {
        Self(offset)
    }
}

impl Zone {
    /// That of the machine, now. Asks the system, which tells it only while the process has one thread: ask before anything
    /// is sent. What it does not tell is UTC.
    pub(crate) fn of_this_machine() -> Self {
        Self(UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC))
    }

    /// An instant such as `2026-01-15 10:00:00 +08:00`, without its fraction of a second.
    pub(crate) fn show(self, instant: OffsetDateTime) -> String {
        // The end of the calendar may have no name in another zone.
        let local = instant.checked_to_offset(self.0).unwrap_or(instant);
        local.format(FORMAT).unwrap_or_else(|_| local.to_string())
    }
}

/// A span such as `61 s`, `5 min` or `7 h 59 min`.
pub(crate) fn in_words(span: Duration) -> String {
    let seconds = whole_seconds(span);
    match seconds / 60 {
        0 | 1 => format!("{seconds} s"),
        minutes @ 2..60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// Whole seconds, rounded up: who waits as long does not come too early.
pub(crate) fn whole_seconds(span: Duration) -> u64 {
    span.as_secs()
        .saturating_add(u64::from(span.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, offset};

    use super::*;

    #[test]
    fn a_time_is_told_with_its_zone() {
        let instant = datetime!(2026-01-15 02:00:59.9 UTC);
        assert_eq!(
            Zone(offset!(+8)).show(instant),
            "2026-01-15 10:00:59 +08:00"
        );
        assert_eq!(
            Zone(offset!(-3:30)).show(instant),
            "2026-01-14 22:30:59 -03:30"
        );
        assert_eq!(
            Zone(offset!(+8)).show(datetime!(9999-12-31 23:59:59 UTC)),
            "9999-12-31 23:59:59 +00:00"
        );
    }

    #[test]
    fn a_span_is_told_in_the_unit_that_matters_and_never_too_short() {
        for (span, words) in [
            (Duration::from_millis(60_001), "61 s"),
            (Duration::from_secs(119), "119 s"),
            (Duration::from_secs(120), "2 min"),
            (Duration::from_secs(3_599), "59 min"),
            (Duration::from_secs(28_799), "7 h 59 min"),
            (Duration::from_secs(28_800), "8 h 0 min"),
        ] {
            assert_eq!(in_words(span), words);
        }
        assert_eq!(whole_seconds(Duration::MAX), u64::MAX);
    }
}
