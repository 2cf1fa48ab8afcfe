use std::time::Duration;

use time::OffsetDateTime;

use crate::{Clock, wall};

/// A moment in this process. Moments are only compared with each other: how much time lies
/// between two of them is known exactly where the clock counts suspension, and otherwise between
/// two bounds, of which each rule takes the safe one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    monotonic: Duration,
    /// None where monotonic time goes on while the machine is suspended.
    wall: Option<OffsetDateTime>,
}

impl Moment {
    pub(crate) fn now(clock: &dyn Clock) -> Self {
        Self {
            monotonic: clock.monotonic(),
            wall: (!clock.counts_suspension()).then(|| clock.now()),
        }
    }

    /// The monotonic time that is so much later.
    pub(crate) fn monotonic_after(self, span: Duration) -> Duration {
        self.monotonic.saturating_add(span)
    }

    /// The least time that has passed since: for what must not begin too early, a gate.
    pub(crate) fn at_least_since(self, earlier: Self) -> Duration {
        self.monotonic.saturating_sub(earlier.monotonic)
    }

    /// The most time that can have passed since: for what must not be used too long, the life of
    /// a token or a lease. A wall clock that has gone further than monotonic time was put right,
    /// or the machine was suspended; which of them cannot be known.
    pub(crate) fn at_most_since(self, earlier: Self) -> Duration {
        let by_wall = match (self.wall, earlier.wall) {
            (Some(now), Some(then)) => wall::between(then, now),
            _ => Duration::ZERO,
        };
        self.at_least_since(earlier).max(by_wall)
    }
}

/// A quarter of a span: so much longer is the wait of one who asks ever less often.
pub(crate) fn a_quarter(span: Duration) -> Duration {
    span.checked_div(4).unwrap_or_default()
}

/// What lasts a span from a moment on, and never ends before at least that much has passed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Countdown(Option<(Moment, Duration)>);

impl Countdown {
    /// One that has ended.
    pub(crate) const OVER: Self = Self(None);

    pub(crate) const fn new(from: Moment, span: Duration) -> Self {
        Self(Some((from, span)))
    }

    pub(crate) fn left(&self, now: Moment) -> Duration {
        match self.0 {
            Some((from, span)) => span.saturating_sub(now.at_least_since(from)),
            None => Duration::ZERO,
        }
    }

    pub(crate) fn is_over(&self, now: Moment) -> bool {
        self.left(now).is_zero()
    }

    /// Lets it last so much longer from now on, unless it does so already.
    pub(crate) fn extend(&mut self, now: Moment, span: Duration) {
        if self.left(now) < span {
            *self = Self::new(now, span);
        }
    }
}
