use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;

use crate::{Error, Fence, Record, RefreshWindow, Secret, Stage};

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
pub(super) struct Live {
    pub(super) token: Secret,
    /// None if it was fetched without the store.
    pub(super) fence: Option<Fence>,
    pub(super) lifetime: Option<Duration>,
    /// How old it was at the moment `noted_at`.
    pub(super) age: Duration,
    pub(super) noted_at: Duration,
    pub(super) fetched_at: OffsetDateTime,
}

impl Live {
    pub(super) fn from_record(record: Record, noted_at: Duration) -> Self {
        Self {
            token: record.token,
            fence: Some(record.fence),
            lifetime: record.lifetime,
            age: record.age,
            noted_at,
            fetched_at: record.fetched_at,
        }
    }

    pub(super) fn stage(&self, window: RefreshWindow, now: Duration) -> Stage {
        let age = self.age + now.saturating_sub(self.noted_at);
        window.stage(self.lifetime, age)
    }
}

impl<E: std::error::Error + 'static> State<E> {
    /// The current token unless its life is over.
    pub(super) fn valid(&self, window: RefreshWindow, now: Duration) -> Option<Secret> {
        let live = self.current.as_ref()?;
        (live.stage(window, now) != Stage::Expired).then(|| live.token.clone())
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
