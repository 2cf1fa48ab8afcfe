use std::time::Duration;

use crate::moment::Moment;
use crate::{Fence, Issued, Record, RefreshWindow, Secret, Stage};

/// The token that a process has at hand, and how long it may be used here.
///
/// Where its stages end is worked out once, so that a caller compares one span with it.
pub(super) struct CachedToken {
    pub(super) token: Secret,
    /// None if the store does not hold it: it was fetched without the store, or the store failed
    /// to take it.
    pub(super) fence: Option<Fence>,
    pub(super) lifetime: Option<Duration>,
    /// How old it was when this process noted it.
    age: Duration,
    noted: Moment,
    fresh_for: Duration,
    valid_for: Duration,
    /// The monotonic time until which it is fresh: nearly every call comes to a comparison with it.
    fresh_until: Duration,
}

impl CachedToken {
    /// A token that was as old as it says at that moment.
    pub(super) fn new(
        issued: Issued,
        fence: Option<Fence>,
        window: RefreshWindow,
        noted: Moment,
    ) -> Self {
        // Without a known end it stays fresh; older than a stage is long, it never was in it.
        let left = |end: Option<Duration>| match end {
            None => Duration::MAX,
            Some(end) => end.saturating_sub(issued.age),
        };
        let fresh_for = left(issued.lifetime.map(|lifetime| window.threshold(lifetime)));
        Self {
            fresh_for,
            fresh_until: match fresh_for {
                Duration::ZERO => Duration::ZERO,
                fresh_for => noted.monotonic_after(fresh_for),
            },
            valid_for: left(issued.lifetime),
            age: issued.age,
            token: issued.token,
            fence,
            lifetime: issued.lifetime,
            noted,
        }
    }

    pub(super) fn from_record(record: Record, window: RefreshWindow, noted: Moment) -> Self {
        let issued = Issued::new(record.token, record.lifetime, record.age);
        Self::new(issued, Some(record.fence), window, noted)
    }

    /// How old it is, at most.
    pub(super) fn age(&self, now: Moment) -> Duration {
        self.age.saturating_add(now.at_most_since(self.noted))
    }

    /// Whether it is fresh, where monotonic time tells all the time that has passed.
    #[inline]
    pub(super) fn is_surely_fresh(&self, monotonic: Duration) -> bool {
        monotonic < self.fresh_until
    }

    pub(super) fn stage(&self, now: Moment) -> Stage {
        let passed = now.at_most_since(self.noted);
        if passed < self.fresh_for {
            Stage::Fresh
        } else if passed < self.valid_for {
            Stage::Due
        } else {
            Stage::Expired
        }
    }
}

#[cfg(test)]
mod tests {
    use provider_clock::ManualClock;
    use time::OffsetDateTime;

    use super::*;

    /// The stages of a token are worked out once, and must be those of the rule at every moment.
    #[test]
    fn a_token_is_in_the_stage_that_its_window_says() {
        let windows = [
            RefreshWindow::default(),
            RefreshWindow::Part(3),
            RefreshWindow::Last(Duration::from_millis(7)),
            RefreshWindow::Last(Duration::from_secs(1)),
            RefreshWindow::None,
        ];
        let millis = Duration::from_millis;
        let lives = [
            None,
            Some(millis(1)),
            Some(millis(10)),
            Some(millis(30)),
            Some(Duration::MAX),
        ];
        // Also a moment before the token was noted, as another thread may read it.
        let clock = ManualClock::new(OffsetDateTime::UNIX_EPOCH);
        let moments: Vec<_> = (0..50)
            .map(|_| {
                clock.advance(millis(1));
                Moment::now(&clock)
            })
            .collect();
        let noted = moments[2];
        for window in windows {
            for lifetime in lives {
                for age in (0..40).map(millis) {
                    let issued = Issued::new("fake-token", lifetime, age);
                    let cached = CachedToken::new(issued, None, window, noted);
                    for (place, now) in moments.iter().enumerate() {
                        let passed = millis(place.saturating_sub(2) as u64);
                        assert_eq!(cached.age(*now), age + passed);
                        assert_eq!(
                            cached.stage(*now),
                            window.stage(lifetime, age + passed),
                            "{window:?} {lifetime:?} {age:?} {place}"
                        );
                    }
                }
            }
        }
    }
}
