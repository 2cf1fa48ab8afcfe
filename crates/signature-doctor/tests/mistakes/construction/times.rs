//! Times written in another way.

use signature_doctor::Mistake;

use super::Doing;

/// Times of the inputs: `2024-03-05 17:06:09` and the like, always in this form.
pub(super) fn timed(text: &str, doing: &Doing) -> String {
    let is_time = text.len() == 19 && text.as_bytes()[10] == b' ' && text.is_ascii();
    let (format, zone) = (doing.mistake("time_format"), doing.mistake("time_zone"));
    if !is_time || (format.is_none() && zone.is_none()) {
        return text.to_owned();
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let days = days_from_civil(number(0..4), number(5..7), number(8..10));
    let mut seconds = days * 86_400 + number(11..13) * 3600 + number(14..16) * 60 + number(17..19);
    if let Some(Mistake::TimeZone { ahead_minutes, .. }) = zone {
        seconds += i64::from(*ahead_minutes) * 60;
    }
    let Some(Mistake::TimeFormat { format, .. }) = format else {
        let as_sent = "yyyy-MM-dd HH:mm:ss".replace('-', &text[4..5]);
        return Civil::of(seconds).java(&as_sent);
    };
    let utc = seconds - 8 * 3600;
    match *format {
        "Unix seconds" => utc.to_string(),
        "Unix milliseconds" => (utc * 1000).to_string(),
        "yyyy-MM-ddTHH:mm:ssZ" => Civil::of(utc).java("yyyy-MM-ddTHH:mm:ssZ"),
        format => Civil::of(seconds).java(format),
    }
}

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year - year.div_euclid(400) * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

struct Civil([i64; 6]);

impl Civil {
    fn of(seconds: i64) -> Self {
        let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // The inputs are of this century.
        let mut year = 1970 + day / 366;
        while days_from_civil(year + 1, 1, 1) <= day {
            year += 1;
        }
        let mut month = 1;
        while month < 12 && days_from_civil(year, month + 1, 1) <= day {
            month += 1;
        }
        let day = day - days_from_civil(year, month, 1) + 1;
        Self([year, month, day, rest / 3600, rest / 60 % 60, rest % 60])
    }

    /// Fills in a pattern in the letters of Java.
    fn java(&self, pattern: &str) -> String {
        let [year, month, day, hour, minute, second] = self.0;
        let hour_12 = (hour + 11) % 12 + 1;
        let half = if hour < 12 { "AM" } else { "PM" };
        let mut text = pattern.replace("tt", half);
        for (letters, number) in [
            ("yyyy", year),
            ("MM", month),
            ("dd", day),
            ("HH", hour),
            ("hh", hour_12),
            ("mm", minute),
            ("ss", second),
        ] {
            text = text.replace(letters, &format!("{number:02}"));
        }
        // Single letters: `M` may not meet the one of AM and PM.
        let singles = [
            ("M/", month),
            ("M-", month),
            ("d/", day),
            ("d ", day),
            ("H:", hour),
        ];
        for (letter, number) in singles.into_iter().chain([("h:", hour_12), ("m:", minute)]) {
            let (letter, mark) = letter.split_at(1);
            text = text.replace(&format!("{letter}{mark}"), &format!("{number}{mark}"));
        }
        match text.strip_suffix(":s") {
            Some(front) => format!("{front}:{second}"),
            None => text,
        }
    }
}
