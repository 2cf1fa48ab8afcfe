use std::time::Duration;

use time::OffsetDateTime;
use time::macros::datetime;
use vending_api::Clock;

/// Every request of one call is the same in every run, so that it can be looked for.
#[derive(Debug)]
pub(crate) struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-01-02 03:04:05 UTC)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}
