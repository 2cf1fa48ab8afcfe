//! The caller who looks for a token on behalf of his process.
//!
//! ```text
//!              the store                         the provider
//!   ┌────────▶ permission ──────── Fetch ──────▶ request ────── token, error ──▶ the end
//!   │           │  │  └── Token ───────────────────────────────────────────────▶ the end
//!   │           │  │                               │
//!   │           │  └─ Leased, TooSoon, Changed     └─ HeldUp, Superseded
//!   │           │              │                                  │
//!   │           │       pause, at most to the deadline            │ at once
//!   └───────────│──────────────┴──────────────────────────────────┘
//!               └─ the store fails: an error, or the gate of this process alone
//! ```

use std::sync::Arc;
use std::time::Duration;

use super::TokenManager;
use super::state::{Attempt, Outcome};
use crate::moment::{Countdown, Moment, a_quarter};
use crate::{
    Begin, Error, Fence, Fetch, Record, Secret, StoreDown, StoreError, Stored, TokenEvent, TooSoon,
};

/// So many pauses lie between two tries to refresh while the store fails and the token is valid;
/// they are also the longest pause of one who waits.
pub(super) const PAUSES: u32 = 10;

/// So many questions of a search follow each other at once while the store changes under them;
/// from then on there is a pause between two of them.
const AT_ONCE: u32 = 8;

/// No pause is shorter, whatever a store says of its gate.
const SHORTEST: Duration = Duration::from_millis(1);

/// What the store, or without it this process, says to one who wants to fetch.
enum Permission {
    Fetch(Option<Lease>),
    Not(Next),
}

/// The right to fetch, as the store granted it.
pub(super) struct Lease {
    pub(super) fence: Fence,
    /// Before the store was asked: at most so long ago the lease began.
    pub(super) asked: Moment,
}

/// What comes next in a search.
pub(super) enum Next {
    /// A token is at hand, unless its life is over by now.
    Found,
    /// The store holds another record than a moment ago, but no fresh one.
    Changed,
    /// The lease was about to run out before the request was sent: nothing was sent.
    HeldUp,
    /// A token came, but the store has a newer one.
    Superseded,
    /// Somebody else fetches.
    Leased(Duration),
    TooSoon(Duration),
}

/// How a search ends without a fresh token.
enum Ended<E: std::error::Error + 'static> {
    Failed(Error<E>),
    /// Somebody else refreshes while the old token is valid: no error, but no reason to wait.
    Elsewhere(Duration),
    OutOfTime,
}

/// What the leader himself gets; none if he must begin anew.
type Answer<E> = Option<Result<Secret, Error<E>>>;

impl<E: std::error::Error + 'static> From<Error<E>> for Ended<E> {
    fn from(error: Error<E>) -> Self {
        Self::Failed(error)
    }
}

/// Ends the attempt however its leader leaves, also by a panic, and wakes those who wait for it.
struct Leader<'a, F: Fetch> {
    manager: &'a TokenManager<F>,
    attempt: Arc<Attempt<F::Error>>,
    outcome: Outcome<F::Error>,
}

impl<F: Fetch> Leader<'_, F> {
    fn end(mut self, outcome: Outcome<F::Error>) {
        self.outcome = outcome;
    }
}

impl<F: Fetch> Drop for Leader<'_, F> {
    fn drop(&mut self) {
        let outcome = std::mem::replace(&mut self.outcome, Outcome::GivenUp);
        self.manager.state().attempt = None;
        self.attempt.end(outcome);
        self.manager.news.notify_all();
    }
}

impl<F: Fetch> TokenManager<F> {
    /// Looks for a token for everybody who waits for this attempt; none if another one must be
    /// made.
    pub(super) fn lead(
        &self,
        attempt: Arc<Attempt<F::Error>>,
        deadline: Countdown,
    ) -> Answer<F::Error> {
        let leader = Leader {
            manager: self,
            attempt,
            outcome: Outcome::GivenUp,
        };
        let (outcome, answer) = match self.search(deadline) {
            Ok(token) => (Outcome::Found, Some(Ok(token))),
            Err(ended) => self.conclude(ended),
        };
        leader.end(outcome);
        answer
    }

    /// What a search without a fresh token means for those who wait, and for its leader. A failed
    /// refresh never displaces a token that is still valid.
    fn conclude(&self, ended: Ended<F::Error>) -> (Outcome<F::Error>, Answer<F::Error>) {
        let now = self.now();
        let mut state = self.state();
        let valid = state.valid(now);
        match ended {
            Ended::Failed(error) => {
                let pause = error.retry_in().unwrap_or(self.longest_pause());
                state.refresh_pause = Countdown::new(now, pause);
                let outcome = Outcome::Failed(error.clone());
                (outcome, Some(valid.ok_or(error)))
            }
            Ended::Elsewhere(pause) => {
                state.refresh_pause = Countdown::new(now, pause);
                (Outcome::GivenUp, valid.map(Ok))
            }
            // His time is up, not that of those who came later.
            Ended::OutOfTime => {
                state.refresh_pause = Countdown::new(now, self.longest_pause());
                let error = self.waited_too_long();
                (Outcome::GivenUp, Some(valid.ok_or(error)))
            }
        }
    }

    fn search(&self, deadline: Countdown) -> Result<Secret, Ended<F::Error>> {
        let started = self.now();
        let mut at_once = 0_u32;
        let mut has_waited = false;
        let mut is_last = false;
        loop {
            let version = self.news.version();
            let next = self.next_step()?;
            if !has_waited {
                has_waited = self.tell_of_waiting(&next);
            }
            let now = self.now();
            let valid = self.state().valid(now);
            let left = deadline.left(now);
            let pause = match (next, valid) {
                (Next::Found, Some(token)) => return Ok(token),
                (Next::Leased(ends_in), Some(_)) => {
                    return Err(Ended::Elsewhere(ends_in.min(self.longest_pause())));
                }
                (Next::TooSoon(opens_in), valid) => {
                    self.may_wait_for_gate(opens_in, left, valid.is_some())?;
                    opens_in.max(SHORTEST)
                }
                // What another process has done meanwhile is worth one more question when the
                // time is over: it was not spent in waiting.
                (Next::HeldUp | Next::Superseded, _) if left.is_zero() && !is_last => {
                    is_last = true;
                    continue;
                }
                _ if left.is_zero() => return Err(Ended::OutOfTime),
                (Next::Leased(ends_in), None) => ends_in,
                (Next::Found | Next::Changed | Next::HeldUp | Next::Superseded, _) => {
                    at_once = at_once.saturating_add(1);
                    if at_once < AT_ONCE {
                        continue;
                    }
                    self.settings.look_again
                }
            };
            let waited = now.at_least_since(started);
            let pause = pause.min(self.pause_after(waited)).min(left);
            self.settings.clock.wait(&self.news, version, pause);
        }
    }

    /// Says that this caller waits; whether he does.
    fn tell_of_waiting(&self, next: &Next) -> bool {
        match *next {
            Next::TooSoon(retry_in) => self.tell(&TokenEvent::GateClosed { retry_in }),
            Next::Leased(retry_in) => self.tell(&TokenEvent::Waiting { retry_in }),
            _ => return false,
        }
        true
    }

    /// An error unless the settings let a caller without a token wait for the gate, and it opens
    /// in his time.
    fn may_wait_for_gate(
        &self,
        opens_in: Duration,
        left: Duration,
        has_valid: bool,
    ) -> Result<(), Error<F::Error>> {
        let waits = self.settings.too_soon == TooSoon::Wait && !has_valid;
        if waits && opens_in.max(SHORTEST) <= left {
            return Ok(());
        }
        Err(Error::TooSoon {
            retry_in: opens_in,
            last: self.state().last_failure(),
        })
    }

    /// How long one who has waited so long waits before he asks the store again: many processes
    /// may do likewise, and he finds the token a quarter late at the worst.
    fn pause_after(&self, waited: Duration) -> Duration {
        let shortest = self.settings.look_again;
        a_quarter(waited).clamp(shortest, self.longest_pause())
    }

    pub(super) fn longest_pause(&self) -> Duration {
        self.settings.look_again.saturating_mul(PAUSES)
    }

    /// Asks the store, and the provider if the store lets this process.
    fn next_step(&self) -> Result<Next, Error<F::Error>> {
        let permission = match self.ask_store() {
            Ok(permission) => permission,
            Err(source) => {
                self.tell(&TokenEvent::StoreDown { error: &source });
                self.without_store(source)?
            }
        };
        match permission {
            Permission::Fetch(lease) => self.request(lease),
            Permission::Not(next) => Ok(next),
        }
    }

    fn ask_store(&self) -> Stored<Permission> {
        // First, so that the store does not offer a rejected token to anybody.
        self.tell_rejections()?;
        let asked = self.now();
        let mut seen = None;
        if let Some(record) = self.store.load(&self.key)? {
            if self.state().rejections.hold(&record) {
                self.store.reject(&self.key, &record.token)?;
            } else {
                seen = Some(record.fence);
                if self.take_over(record, asked) {
                    return Ok(Permission::Not(Next::Found));
                }
            }
        }
        let now = self.now();
        let (closed_for, owner) = {
            let mut state = self.state();
            // After a wipe the store grants above what this process has seen.
            seen = seen.or_else(|| state.cached.as_ref()?.fence);
            let owner = *state.owner.get_or_insert_with(crate::Owner::random);
            (state.closed_for(now), owner)
        };
        if !closed_for.is_zero() {
            return Ok(Permission::Not(Next::TooSoon(closed_for)));
        }
        let asked = self.now();
        let terms = self.settings.terms.owned_by(owner);
        let next = match self.store.begin(&self.key, seen, &terms)? {
            Begin::Granted(fence) => return Ok(Permission::Fetch(Some(Lease { fence, asked }))),
            Begin::Newer(record) => match self.take_over(record, asked) {
                true => Next::Found,
                false => Next::Changed,
            },
            Begin::Held { retry_in } => {
                self.note_lease_elsewhere(retry_in);
                Next::Leased(retry_in)
            }
            Begin::TooSoon { retry_in } => {
                let (terms, now) = (self.settings.terms, self.now());
                self.state().note_gate(retry_in, &terms, now);
                Next::TooSoon(retry_in)
            }
        };
        // The store has answered, and this question was not granted.
        self.state().owner = None;
        Ok(Permission::Not(next))
    }

    /// Takes over a record that was read at that moment at the earliest; whether there is a fresh
    /// token now, after all the time that reading it took.
    pub(super) fn take_over(&self, record: Record, read: Moment) -> bool {
        let now = self.now();
        let mut state = self.state();
        let (window, terms) = (self.settings.window, &self.settings.terms);
        state.take_over(record, window, terms, (read, now));
        state.fresh(now).is_some()
    }

    /// Should the store fail before it says more, its last word is that somebody may send until
    /// his lease ends. With the store that is the store's business: he may end it earlier.
    fn note_lease_elsewhere(&self, ends_in: Duration) {
        let terms = self.settings.terms;
        let closed_for = ends_in.min(terms.lease).saturating_add(terms.min_interval);
        let now = self.now();
        self.state().lease_elsewhere = Countdown::new(now, closed_for);
    }

    fn without_store(&self, source: StoreError) -> Result<Permission, Error<F::Error>> {
        match self.settings.store_down {
            StoreDown::Fail => Err(Error::Store { source }),
            StoreDown::UseLocal => {
                self.tell(&TokenEvent::OnItsOwn);
                let closed_for = self.state().closed_without_store_for(self.now());
                Ok(match closed_for.is_zero() {
                    true => Permission::Fetch(None),
                    false => Permission::Not(Next::TooSoon(closed_for)),
                })
            }
        }
    }

    pub(super) fn waited_too_long(&self) -> Error<F::Error> {
        Error::WaitedTooLong {
            waited: self.settings.longest_wait,
        }
    }
}
