//! Until when an access token is good, for people and for programs.

use std::time::Duration;

use access_token::Status;
use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::format::Format;
use crate::local_time::{Zone, in_words};
use crate::output::{Output, Stop};
use crate::table::Table;

/// Shows the times of a token; the token itself only if it is given.
pub(crate) fn show_times(
    status: &Status,
    token: Option<&str>,
    zone: Zone,
    output: &mut Output,
) -> Result<(), Stop> {
    let fetched_at = status.fetched_at.map(OffsetDateTime::truncate_to_second);
    let expires_at = status.expires_at.map(OffsetDateTime::truncate_to_second);
    let next_request_at = status.next_request_at;
    if output.format() == Format::Json {
        return output.json(&Report {
            fetched_at,
            expires_at,
            next_request_at: Some(round_up(next_request_at)),
            token,
        });
    }
    let now = OffsetDateTime::now_utc();
    // There is none when it was forgotten, or another process has found it rejected meanwhile.
    let not_known = || match status.stage {
        Some(_) => "not known".to_owned(),
        None => "no token".to_owned(),
    };
    let fetched = fetched_at.map_or_else(not_known, |instant| zone.show(instant));
    let expires = expires_at.map_or_else(not_known, |instant| coming(instant, now, zone));
    let next_request = allowed(next_request_at, now, zone);
    let mut rows = vec![
        ["fetched", &fetched],
        ["expires", &expires],
        ["next request", &next_request],
    ];
    rows.extend(token.map(|token| ["token", token]));
    output.text(Table::pairs(rows))
}

/// Shows to programs that there is no token to have times.
pub(crate) fn show_no_times(output: &mut Output) -> Result<(), Stop> {
    output.json(&Report {
        fetched_at: None,
        expires_at: None,
        next_request_at: None,
        token: None,
    })
}

/// The answer for programs. The token is there only if it was asked for.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(serialize_with = "rfc3339")]
    fetched_at: Option<OffsetDateTime>,
    #[serde(serialize_with = "rfc3339")]
    expires_at: Option<OffsetDateTime>,
    #[serde(serialize_with = "rfc3339")]
    next_request_at: Option<OffsetDateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
}

/// When another token request is allowed.
fn allowed(instant: OffsetDateTime, now: OffsetDateTime, zone: Zone) -> String {
    if instant <= now {
        return "allowed now".to_owned();
    }
    coming(round_up(instant), now, zone)
}

/// The next whole second: a request at the time that is told must not come too early.
fn round_up(instant: OffsetDateTime) -> OffsetDateTime {
    const ALMOST_A_SECOND: time::Duration = time::Duration::nanoseconds(999_999_999);
    instant.saturating_add(ALMOST_A_SECOND).truncate_to_second()
}

/// An instant, and how far away it is.
fn coming(instant: OffsetDateTime, now: OffsetDateTime, zone: Zone) -> String {
    let left = Duration::try_from(instant - now).unwrap_or_default();
    format!("{}, in {}", zone.show(instant), in_words(left))
}

/// In UTC.
fn rfc3339<S: Serializer>(
    instant: &Option<OffsetDateTime>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let text = instant.and_then(|instant| instant.to_utc().format(&Rfc3339).ok());
    text.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use time::UtcOffset;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_request_is_allowed_now_or_at_a_second_that_is_not_too_early() {
        let instant = datetime!(2026-01-15 10:00:00.5 UTC);
        let told = |now| allowed(instant, now, Zone::from(UtcOffset::UTC));
        assert_eq!(
            told(datetime!(2026-01-15 09:59:00 UTC)),
            "2026-01-15 10:00:01 +00:00, in 61 s"
        );
        assert_eq!(told(instant), "allowed now");
        assert_eq!(told(datetime!(2026-01-15 10:00:00.6 UTC)), "allowed now");
        assert_eq!(
            round_up(datetime!(2026-01-15 10:00:00 UTC)),
            datetime!(2026-01-15 10:00:00 UTC)
        );
    }
}
