//! How long the provider asks to wait.

use std::time::Duration;

use crate::replies::reply_with;

#[test]
fn retry_after_that_is_neither_seconds_nor_a_date_is_none() {
    for value in [
        "-1",
        "1.5",
        "+1",
        "soon",
        "Tue, 16 Apr 2024 04:10:11",
        "Tue, 16 Apr 2024 04:10:11 +0000",
        "Tue, 31 Feb 2024 04:10:11 GMT",
    ] {
        let reply = reply_with(&format!("503 Busy\nRetry-After: {value}"));
        assert_eq!(reply.retry_after(), None, "{value}");
    }
}

#[test]
fn retry_after_of_a_date_is_counted_from_the_clock_that_wrote_it() {
    for (date, until, wait) in [
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:50:37 GMT",
            60,
        ),
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            0,
        ),
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:00:00 GMT",
            0,
        ),
        // At most a day.
        (
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 2094 08:49:37 GMT",
            86_400,
        ),
    ] {
        let reply = reply_with(&format!("503 Busy\nDate: {date}\nRetry-After: {until}"));
        assert_eq!(
            reply.retry_after(),
            Some(Duration::from_secs(wait)),
            "{until}"
        );
    }
    let reply = reply_with("503 Busy\nRetry-After: 99999999999999999999");
    assert_eq!(reply.retry_after(), Some(Duration::from_secs(86_400)));
}

#[test]
fn retry_after_of_a_date_without_another_is_none() {
    let reply = reply_with("503 Busy\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT");
    assert_eq!(reply.retry_after(), None);
}

/// So that it can be added to any instant.
#[test]
fn retry_after_is_a_day_at_most() {
    for (value, seconds) in [("0", 0), ("86400", 86_400), ("86401", 86_400)] {
        let reply = reply_with(&format!("503 Busy\nRetry-After: {value}"));
        assert_eq!(reply.retry_after(), Some(Duration::from_secs(seconds)));
    }
    let reply = reply_with("503 Busy\nRetry-After: 18446744073709551615");
    assert_eq!(reply.retry_after(), Some(Duration::from_secs(86_400)));
}
