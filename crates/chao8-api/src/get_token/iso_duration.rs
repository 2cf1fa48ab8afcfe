//! ISO-8601 durations as Java's `java.time.Duration` reads them, which the document refers to.

use time::Duration;

/// Reads days, hours, minutes and seconds, such as `PT8H`, `P1DT2H`, `PT28800S`, `-PT1.5S`.
///
/// Letters of either case, each number with a sign of its own, up to nine decimals of a second
/// behind a point or a comma. None for anything else, and for what is too large.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let text = text.to_ascii_uppercase();
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (days, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text.strip_prefix('P')?, ""),
    };
    let (days, rest) = component(days, 'D', 86_400)?;
    let (hours, time) = component(time, 'H', 3600)?;
    let (minutes, time) = component(time, 'M', 60)?;
    let seconds = seconds(time)?;
    if !rest.is_empty() || [days, hours, minutes, seconds] == [None; 4] {
        return None;
    }
    let sum = [days, hours, minutes, seconds]
        .into_iter()
        .flatten()
        .try_fold(Duration::ZERO, Duration::checked_add)?;
    match negative {
        true => Duration::ZERO.checked_sub(sum),
        false => Some(sum),
    }
}

/// The number before `unit`, if the text has the unit, and what follows it.
fn component(text: &str, unit: char, seconds: i64) -> Option<(Option<Duration>, &str)> {
    let Some((number, rest)) = text.split_once(unit) else {
        return Some((None, text));
    };
    let seconds = number.parse::<i64>().ok()?.checked_mul(seconds)?;
    Some((Some(Duration::seconds(seconds)), rest))
}

/// The seconds, which end the text and may have decimals.
fn seconds(text: &str) -> Option<Option<Duration>> {
    if text.is_empty() {
        return Some(None);
    }
    let number = text.strip_suffix('S')?;
    let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, ""));
    if decimals.len() > 9 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanoseconds: i32 = format!("{decimals:0<9}").parse().ok()?;
    let signed = if whole.starts_with('-') {
        -nanoseconds
    } else {
        nanoseconds
    };
    let whole = whole.parse().ok()?;
    Some(Some(Duration::new(whole, signed)))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use time::Duration;

    #[test]
    fn durations_are_read_as_java_does() {
        // The examples of the documentation of `Duration.parse`, and the one of the page.
        for (text, milliseconds) in [
            ("PT20.345S", 20_345),
            ("PT15M", 900_000),
            ("PT10H", 36_000_000),
            ("P2D", 172_800_000),
            ("P2DT3H4M", 183_840_000),
            ("PT-6H3M", -21_420_000),
            ("-PT6H3M", -21_780_000),
            ("-PT-6H+3M", 21_420_000),
            ("PT8H", 28_800_000),
            ("P1D", 86_400_000),
            ("PT1H30M", 5_400_000),
            ("PT28800S", 28_800_000),
            ("pt8h", 28_800_000),
            ("PT0S", 0),
            ("PT-0.5S", -500),
            ("PT1,5S", 1_500),
            ("PT1.S", 1_000),
        ] {
            assert_eq!(
                parse(text),
                Some(Duration::milliseconds(milliseconds)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "8H",
            "PT8",
            "P8H",
            "PT1D",
            "P1W",
            "P1Y",
            "P1M",
            "PTH",
            "PT1M1H",
            "PT1H1H",
            "PT1.5H",
            "PT1S1M",
            "PT1.0000000001S",
            "PT.5S",
            "PT--1S",
            "PT99999999999999999999S",
            "PT9223372036854775807H",
            "P9223372036854775807D",
            "PT8Hx",
            " PT8H",
            "PT8h时",
            "P1DPT1S",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn ends_of_the_range_do_not_panic() {
        assert!(parse("PT9223372036854775807S").is_some());
        assert!(parse("PT-9223372036854775808S").is_some());
        assert_eq!(parse("-PT-9223372036854775808S"), None);
        assert_eq!(parse("PT1M9223372036854775807S"), None);
        assert!(parse("PT9223372036854775807.999999999S").is_some());
    }
}
