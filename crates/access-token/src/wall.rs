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

fn signed(span: Duration) -> time::Duration {
    time::Duration::try_from(span).unwrap_or(time::Duration::MAX)
}
