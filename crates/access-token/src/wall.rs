//! Wall times, for people: they stop at the ends of the calendar.

use std::time::Duration;

use time::OffsetDateTime;

/// So long after a wall time.
pub(crate) fn after(wall: OffsetDateTime, span: Duration) -> OffsetDateTime {
    wall.saturating_add(signed(span))
}

/// So long before a wall time.
pub(crate) fn before(wall: OffsetDateTime, span: Duration) -> OffsetDateTime {
    wall.saturating_sub(signed(span))
}

/// How long it is from one wall time to a later one; zero if that is no later.
pub(crate) fn between(earlier: OffsetDateTime, later: OffsetDateTime) -> Duration {
    #[allow(
        clippy::arithmetic_side_effects,
        reason = "no two wall times are that far apart"
    )]
    let passed = later - earlier;
    Duration::try_from(passed).unwrap_or_default()
}

fn signed(span: Duration) -> time::Duration {
    time::Duration::try_from(span).unwrap_or(time::Duration::MAX)
}
