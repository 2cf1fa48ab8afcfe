use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

use crate::{Error, Fence, Issued, Record, RefreshWindow, Secret, Stage};

/// What one process knows; all times are monotonic.
pub(super) struct State<E: std::error::Error + 'static> {
    pub(super) current: Option<Live>,
    /// The fetch or the look at the store that goes on now.
    pub(super) flight: Option<Arc<Flight<E>>>,
    /// No look at the store before this while the current token is valid.
    pub(super) look_at: Duration,
    /// No request of this process before this, whatever the store says.
    pub(super) gate_until: Duration,
    /// The token that was refused last and the fence of its record.
    refused: Option<(Secret, Option<Fence>)>,
    pub(super) last_failure: Option<Arc<E>>,
}

/// A token on the monotonic clock of this process.
///
/// Where its stages end is worked out once, so that a caller compares one time with it.
pub(super) struct Live {
    pub(super) token: Secret,
    /// None if it was fetched without the store.
    pub(super) fence: Option<Fence>,
    pub(super) lifetime: Option<Duration>,
    fresh_until: Duration,
    valid_until: Duration,
    pub(super) fetched_at: OffsetDateTime,
}

impl Live {
    /// A token that was as old as it says at the moment `noted_at`.
    pub(super) fn new(
        issued: Issued,
        fence: Option<Fence>,
        fetched_at: OffsetDateTime,
        window: RefreshWindow,
        noted_at: Duration,
    ) -> Self {
        // Without a known end it stays fresh; older than a stage is long, it never was in it.
        let until = |end: Option<Duration>| match end {
            None => Duration::MAX,
            Some(end) if end <= issued.age => Duration::ZERO,
            Some(end) => noted_at.saturating_add(end - issued.age),
        };
        let fresh_for = issued.lifetime.map(|lifetime| window.threshold(lifetime));
        Self {
            fresh_until: until(fresh_for),
            valid_until: until(issued.lifetime),
            token: issued.token,
            fence,
            lifetime: issued.lifetime,
            fetched_at,
        }
    }

    pub(super) fn from_record(record: Record, window: RefreshWindow, noted_at: Duration) -> Self {
        let issued = Issued::new(record.token, record.lifetime, record.age);
        let fence = Some(record.fence);
        Self::new(issued, fence, record.fetched_at, window, noted_at)
    }

    pub(super) fn stage(&self, now: Duration) -> Stage {
        if now < self.fresh_until {
            Stage::Fresh
        } else if now < self.valid_until {
            Stage::Due
        } else {
            Stage::Expired
        }
    }
}

impl<E: std::error::Error + 'static> State<E> {
    /// The current token if no caller needs to do anything for it: it is fresh, or somebody sees
    /// to the next one, or has done so lately.
    pub(super) fn at_hand(&self, now: Duration) -> Option<Secret> {
        let live = self.current.as_ref()?;
        let seen_to = match live.stage(now) {
            Stage::Fresh => true,
            Stage::Due => self.flight.is_some() || now < self.look_at,
            Stage::Expired => false,
        };
        seen_to.then(|| live.token.clone())
    }

    /// The current token unless its life is over.
    pub(super) fn valid(&self, now: Duration) -> Option<Secret> {
        let live = self.current.as_ref()?;
        (live.stage(now) != Stage::Expired).then(|| live.token.clone())
    }

    /// How long the gate of this process stays closed.
    pub(super) fn closed_for(&self, now: Duration) -> Duration {
        self.gate_until.saturating_sub(now)
    }

    /// Drops a refused token; false if another one has taken its place already.
    pub(super) fn reject(&mut self, token: &Secret) -> bool {
        match &self.current {
            Some(live) if live.token.same_as(token) => {
                self.refused = Some((token.clone(), live.fence));
                self.current = None;
                true
            }
            Some(_) => false,
            None => true,
        }
    }

    /// Whether a record holds the token that was refused; a provider may issue the same text
    /// anew, and that comes with a higher fence.
    pub(super) fn is_refused(&self, record: &Record) -> bool {
        self.refused.as_ref().is_some_and(|(token, fence)| {
            token.same_as(&record.token) && fence.is_none_or(|fence| record.fence <= fence)
        })
    }
}

impl<E: std::error::Error + 'static> Default for State<E> {
    fn default() -> Self {
        Self {
            current: None,
            flight: None,
            look_at: Duration::ZERO,
            gate_until: Duration::ZERO,
            refused: None,
            last_failure: None,
        }
    }
}

/// One search for a token, led by one thread while others wait for its end.
pub(super) struct Flight<E: std::error::Error + 'static>(Mutex<Option<Outcome<E>>>);

pub(super) enum Outcome<E: std::error::Error + 'static> {
    Landed(Secret),
    Failed(Error<E>),
    /// The leader panicked, or his own time was up: somebody else leads.
    Gone,
}

impl<E: std::error::Error + 'static> Flight<E> {
    pub(super) fn outcome(&self) -> Option<Outcome<E>> {
        let outcome = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.as_ref().map(|outcome| match outcome {
            Outcome::Landed(token) => Outcome::Landed(token.clone()),
            Outcome::Failed(error) => Outcome::Failed(error.clone()),
            Outcome::Gone => Outcome::Gone,
        })
    }

    pub(super) fn land(&self, outcome: Outcome<E>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

impl<E: std::error::Error + 'static> Default for Flight<E> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

#[cfg(test)]
mod tests {
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
        for window in windows {
            for lifetime in lives {
                for age in (0..40).map(millis) {
                    let issued = Issued::new("fake-token", lifetime, age);
                    let wall = OffsetDateTime::UNIX_EPOCH;
                    let live = Live::new(issued, None, wall, window, millis(5));
                    // Also a moment before the token was noted, as another thread may read it.
                    for now in (3..50).map(millis) {
                        let said = window.stage(lifetime, age + now.saturating_sub(millis(5)));
                        assert_eq!(
                            live.stage(now),
                            said,
                            "{window:?} {lifetime:?} {age:?} {now:?}"
                        );
                    }
                }
            }
        }
    }
}
