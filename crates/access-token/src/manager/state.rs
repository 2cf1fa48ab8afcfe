use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::cached_token::CachedToken;
use super::rejections::Rejections;
use crate::moment::{Countdown, Moment};
use crate::{Error, Owner, Record, RefreshWindow, Secret, Stage, Terms};

/// What one process knows of its token.
pub(super) struct State<E: std::error::Error + 'static> {
    pub(super) cached: Option<CachedToken>,
    /// The search for a token that goes on now.
    pub(super) attempt: Option<Arc<Attempt<E>>>,
    /// Until it is over nobody tries to refresh a token that is still valid.
    pub(super) refresh_pause: Countdown,
    /// Until it is over this process sends no request, whatever the store says: it counts from
    /// its own requests, and from what the store has said, on a clock that does not step back.
    pub(super) gate: Countdown,
    /// Until it is over this process sends no request without its store: the last lease of
    /// somebody else of which the store has told, and what follows it.
    pub(super) lease_elsewhere: Countdown,
    /// Until it is over no caller who waits for another thread looks at the store himself.
    pub(super) watch_pause: Countdown,
    /// As whom this process asks for a lease again, while a question of it may have been granted
    /// and nothing was sent.
    pub(super) owner: Option<Owner>,
    pub(super) rejections: Rejections,
    last_failure: Option<Arc<E>>,
    /// Whether that is why there is no token: the last request of this process failed so, and
    /// none has come by another way since.
    is_without_token: bool,
}

impl<E: std::error::Error + 'static> State<E> {
    /// A fresh token, where monotonic time tells all the time that has passed.
    pub(super) fn surely_fresh(&self, monotonic: Duration) -> Option<Secret> {
        let cached = self.cached.as_ref()?;
        cached
            .is_surely_fresh(monotonic)
            .then(|| cached.token.clone())
    }

    /// The token for a caller who needs to do nothing for it: it is fresh, or somebody refreshes
    /// it now, or tried lately.
    pub(super) fn usable(&self, now: Moment) -> Option<Secret> {
        let cached = self.cached.as_ref()?;
        let is_usable = match cached.stage(now) {
            Stage::Fresh => true,
            Stage::Due => self.attempt.is_some() || !self.refresh_pause.is_over(now),
            Stage::Expired => false,
        };
        is_usable.then(|| cached.token.clone())
    }

    pub(super) fn fresh(&self, now: Moment) -> Option<Secret> {
        self.in_stage(now, |stage| stage == Stage::Fresh)
    }

    /// The token unless its life is over.
    pub(super) fn valid(&self, now: Moment) -> Option<Secret> {
        self.in_stage(now, |stage| stage != Stage::Expired)
    }

    fn in_stage(&self, now: Moment, is_right: impl Fn(Stage) -> bool) -> Option<Secret> {
        let cached = self.cached.as_ref()?;
        is_right(cached.stage(now)).then(|| cached.token.clone())
    }

    /// Takes over what the store holds; whether it may be used is the next question. It was read
    /// between two moments: the age counts from the first of them, the gate from the second.
    pub(super) fn take_over(
        &mut self,
        record: Record,
        window: RefreshWindow,
        terms: &Terms,
        (at, now): (Moment, Moment),
    ) {
        self.note_gate(record.gate_opens_in.unwrap_or_default(), terms, now);
        // A record that is known keeps the age that it has on the clock of this process: the
        // clock of the store may step back. An older one was loaded by a thread that is late.
        let known = self.cached.as_ref().and_then(|cached| cached.fence);
        let is_known = known == Some(record.fence);
        let is_late = known > Some(record.fence) && self.valid(at).is_some();
        if is_known || is_late || self.rejections.hold(&record) {
            return;
        }
        // An expired record takes no place of a token that was kept when the store failed.
        let token = CachedToken::from_record(record, window, at);
        if token.stage(at) != Stage::Expired {
            self.keep(token);
        }
    }

    /// A store never moves a gate nearer that it has named, unless its clock steps, it is wiped,
    /// or somebody lets it forget. So what it has named holds here, whatever it says next; but no
    /// longer than a gate can be closed.
    pub(super) fn note_gate(&mut self, opens_in: Duration, terms: &Terms, now: Moment) {
        let longest = terms.lease.saturating_add(terms.after_a_request());
        self.gate.extend(now, opens_in.min(longest));
    }

    /// A new token: what went wrong before is over.
    pub(super) fn keep(&mut self, token: CachedToken) {
        self.cached = Some(token);
        self.is_without_token = false;
        self.refresh_pause = Countdown::OVER;
    }

    /// A request is about to be sent. Gives back the failure of the one before, whose end may run
    /// code of the caller's: it is dropped when nothing is locked any more.
    #[must_use]
    pub(super) fn begin_request(&mut self) -> Option<Arc<E>> {
        // Who asks for a lease from now on is somebody else.
        self.owner = None;
        self.is_without_token = false;
        self.last_failure.take()
    }

    pub(super) fn note_failure(&mut self, failure: Arc<E>) {
        self.last_failure = Some(failure);
        self.is_without_token = true;
    }

    pub(super) fn last_failure(&self) -> Option<Arc<E>> {
        self.last_failure.clone().filter(|_| self.is_without_token)
    }

    /// Drops a rejected token; false if another one has taken its place already, and the store
    /// has that one, too.
    pub(super) fn reject(&mut self, token: &Secret) -> bool {
        match &self.cached {
            Some(cached) if cached.token.same_as(token) => {
                self.rejections.add(token, cached.fence);
                self.cached = None;
                true
            }
            Some(cached) => {
                // The store may still hold the rejected one. It is told with the next question.
                if cached.fence.is_none() {
                    self.rejections.add(token, None);
                }
                false
            }
            None => {
                self.rejections.add(token, None);
                true
            }
        }
    }

    /// Forgets the token, and everything that keeps this process from asking for another. A
    /// record of the store is treated like a rejected one, should a late reader bring it back.
    pub(super) fn forget(&mut self, record: Option<&Record>) {
        if let Some(cached) = self.cached.take() {
            self.rejections.add(&cached.token, cached.fence);
        }
        if let Some(record) = record {
            self.rejections.add(&record.token, Some(record.fence));
        }
        self.is_without_token = false;
        self.gate = Countdown::OVER;
        self.lease_elsewhere = Countdown::OVER;
        self.refresh_pause = Countdown::OVER;
    }

    /// How long this process sends nothing, with its store or without it.
    pub(super) fn closed_for(&self, now: Moment) -> Duration {
        self.gate.left(now)
    }

    pub(super) fn closed_without_store_for(&self, now: Moment) -> Duration {
        self.gate.left(now).max(self.lease_elsewhere.left(now))
    }
}

impl<E: std::error::Error + 'static> Default for State<E> {
    fn default() -> Self {
        Self {
            cached: None,
            attempt: None,
            refresh_pause: Countdown::OVER,
            gate: Countdown::OVER,
            lease_elsewhere: Countdown::OVER,
            watch_pause: Countdown::OVER,
            owner: None,
            rejections: Rejections::default(),
            last_failure: None,
            is_without_token: false,
        }
    }
}

/// One search for a token: one caller leads it, the others of this process wait for its end.
pub(super) struct Attempt<E: std::error::Error + 'static>(Mutex<Option<Outcome<E>>>);

/// How a search ended.
pub(super) enum Outcome<E: std::error::Error + 'static> {
    /// The token is at hand, unless it was rejected since.
    Found,
    Failed(Error<E>),
    /// He who led it panicked, his own time was up, or somebody else refreshes a token that is
    /// still valid: who needs one leads the next search.
    GivenUp,
}

impl<E: std::error::Error + 'static> Attempt<E> {
    /// None while it goes on.
    pub(super) fn outcome(&self) -> Option<Outcome<E>> {
        let outcome = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.as_ref().map(|outcome| match outcome {
            Outcome::Found => Outcome::Found,
            Outcome::Failed(error) => Outcome::Failed(error.clone()),
            Outcome::GivenUp => Outcome::GivenUp,
        })
    }

    pub(super) fn end(&self, outcome: Outcome<E>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

impl<E: std::error::Error + 'static> Default for Attempt<E> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}
