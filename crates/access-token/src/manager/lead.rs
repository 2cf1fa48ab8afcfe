use std::sync::Arc;
use std::time::Duration;

use super::TokenManager;
use super::state::{Flight, Live, Outcome};
use crate::{
    Begin, Commit, Error, Fence, Fetch, Fetched, Issued, Record, Secret, Stage, StoreDown,
    StoreError, TokenEvent, TooSoon, Unstated, Unusable, Verdict,
};

/// While the store fails and the old token is valid, so many pauses lie between two looks; they
/// are also the most between two looks of one who waits.
const PAUSES: u32 = 10;

/// So many looks follow each other at once while the store changes under them.
const LOOKS: u32 = 8;

/// What one look at the store and perhaps a fetch brought.
enum Step {
    Have(Secret),
    /// Look again at once.
    Again,
    Held(Duration),
    TooSoon(Duration),
}

/// Why a search ends without a token.
enum Stop<E: std::error::Error + 'static> {
    Failed(Error<E>),
    /// Somebody else refreshes while the old token is valid: no error, but no reason to wait.
    Elsewhere(Duration),
    OutOfTime,
}

impl<E: std::error::Error + 'static> From<Error<E>> for Stop<E> {
    fn from(error: Error<E>) -> Self {
        Self::Failed(error)
    }
}

/// The duty of the leader: however he leaves, those who wait for him are woken.
struct Leader<'a, F: Fetch> {
    manager: &'a TokenManager<F>,
    flight: Arc<Flight<F::Error>>,
    /// Set while the provider is asked.
    fetching: bool,
    fence: Option<Fence>,
    outcome: Outcome<F::Error>,
}

impl<F: Fetch> Drop for Leader<'_, F> {
    fn drop(&mut self) {
        if self.fetching {
            // The fetch panicked. The request may have been sent.
            self.close_gate();
            if let Some(fence) = self.fence {
                // Without this the gate stays where `begin` set it, which is later.
                let manager = self.manager;
                let _ = manager
                    .store
                    .abandon(&manager.key, fence, &manager.settings.terms);
            }
        }
        self.manager.state().flight = None;
        let outcome = std::mem::replace(&mut self.outcome, Outcome::Gone);
        self.flight.land(outcome);
        self.manager.landed.ring();
    }
}

impl<F: Fetch> Leader<'_, F> {
    /// Closes the gate of this process and says for how long.
    fn close_gate(&self) -> Duration {
        let terms = self.manager.settings.terms;
        let closed = terms.min_interval.saturating_add(terms.margin);
        let now = self.manager.monotonic();
        self.manager.state().gate_until = now.saturating_add(closed);
        closed
    }
}

impl<F: Fetch> TokenManager<F> {
    /// Finds a token for everybody who waits on this flight; none if the search must begin anew.
    pub(super) fn lead(
        &self,
        flight: Arc<Flight<F::Error>>,
        until: Duration,
    ) -> Option<Result<Secret, Error<F::Error>>> {
        let mut leader = Leader {
            manager: self,
            flight,
            fetching: false,
            fence: None,
            outcome: Outcome::Gone,
        };
        let stop = match self.search(&mut leader, until) {
            Ok(token) => {
                leader.outcome = Outcome::Landed(token.clone());
                return Some(Ok(token));
            }
            Err(stop) => stop,
        };
        let now = self.monotonic();
        let mut state = self.state();
        let valid = state.valid(now);
        match stop {
            Stop::Failed(error) => {
                leader.outcome = Outcome::Failed(error.clone());
                let pause = self.settings.look_again.saturating_mul(PAUSES);
                state.look_at = now.saturating_add(error.retry_in().unwrap_or(pause));
                // A failed refresh never displaces a token that is still valid.
                Some(valid.ok_or(error))
            }
            Stop::Elsewhere(pause) => {
                state.look_at = now.saturating_add(pause);
                valid.map(Ok)
            }
            // His time is up, not that of those who came later.
            Stop::OutOfTime => {
                let waited = self.settings.longest_wait;
                Some(valid.ok_or(Error::WaitedTooLong { waited }))
            }
        }
    }

    fn search(
        &self,
        leader: &mut Leader<'_, F>,
        until: Duration,
    ) -> Result<Secret, Stop<F::Error>> {
        let started = self.monotonic();
        let mut looks = 0;
        let mut waits = false;
        loop {
            looks += 1;
            let heard = self.landed.rings();
            let step = match self.step(leader) {
                Err(Error::Store { source }) => {
                    self.tell(&TokenEvent::StoreDown { error: &source });
                    self.without_store(leader, source)?
                }
                step => step?,
            };
            match step {
                Step::TooSoon(retry_in) if !waits => {
                    self.tell(&TokenEvent::GateClosed { retry_in })
                }
                Step::Held(retry_in) if !waits => self.tell(&TokenEvent::Waiting { retry_in }),
                _ => {}
            }
            waits |= matches!(step, Step::TooSoon(_) | Step::Held(_));
            let now = self.monotonic();
            let at_hand = self.state().valid(now).is_some();
            let left = until.saturating_sub(now);
            let pause = match step {
                Step::Have(token) => return Ok(token),
                Step::Held(retry_in) if at_hand => {
                    let longest = self.settings.look_again.saturating_mul(PAUSES);
                    return Err(Stop::Elsewhere(retry_in.min(longest)));
                }
                Step::Again | Step::Held(_) if left.is_zero() => return Err(Stop::OutOfTime),
                Step::Again if looks < LOOKS => continue,
                Step::Again => self.settings.look_again,
                Step::Held(retry_in) => retry_in,
                Step::TooSoon(retry_in) => {
                    let wait = self.settings.too_soon == TooSoon::Wait && !at_hand;
                    if !wait || retry_in > left {
                        let last = self.state().last_failure.clone();
                        return Err(Error::TooSoon { retry_in, last }.into());
                    }
                    retry_in
                }
            };
            let pause = pause
                .min(self.pause_after(now.saturating_sub(started)))
                .min(left);
            self.settings.clock.wait(&self.landed, heard, pause);
        }
    }

    /// How long one who has waited so long waits before his next look: many processes may do
    /// likewise, and he finds the token a quarter late at the worst.
    fn pause_after(&self, waited: Duration) -> Duration {
        let shortest = self.settings.look_again;
        (waited / 4).clamp(shortest, shortest.saturating_mul(PAUSES))
    }

    /// One look at the store, and a fetch if the store grants it.
    fn step(&self, leader: &mut Leader<'_, F>) -> Result<Step, Error<F::Error>> {
        let mut seen = None;
        let at = self.monotonic();
        if let Some(record) = self.store.load(&self.key)? {
            if self.state().is_refused(&record) {
                self.store.reject(&self.key, &record.token)?;
            } else {
                seen = Some(record.fence);
                if let Some(token) = self.adopt(record, at) {
                    return Ok(Step::Have(token));
                }
            }
        }
        let gate = self.state().closed_for(at);
        if !gate.is_zero() {
            return Ok(Step::TooSoon(gate));
        }
        let terms = self.settings.terms;
        let at = self.monotonic();
        match self.store.begin(&self.key, seen, &terms)? {
            Begin::Granted(fence) => self.fetch(leader, Some(fence)),
            Begin::Newer(record) => match self.adopt(record, at) {
                Some(token) => Ok(Step::Have(token)),
                None => Ok(Step::Again),
            },
            Begin::Held { retry_in } => Ok(Step::Held(retry_in)),
            Begin::TooSoon { retry_in } => Ok(Step::TooSoon(retry_in)),
        }
    }

    fn without_store(
        &self,
        leader: &mut Leader<'_, F>,
        source: StoreError,
    ) -> Result<Step, Error<F::Error>> {
        match self.settings.store_down {
            StoreDown::Fail => Err(Error::Store { source }),
            StoreDown::UseLocal => {
                self.tell(&TokenEvent::OnItsOwn);
                let gate = self.state().closed_for(self.monotonic());
                match gate.is_zero() {
                    true => self.fetch(leader, None),
                    false => Ok(Step::TooSoon(gate)),
                }
            }
        }
    }

    fn fetch(
        &self,
        leader: &mut Leader<'_, F>,
        fence: Option<Fence>,
    ) -> Result<Step, Error<F::Error>> {
        leader.fence = fence;
        leader.fetching = true;
        let fetched = self.fetch.fetch();
        let at = self.monotonic();
        let retry_in = leader.close_gate();
        leader.fetching = false;
        let failure = match fetched {
            Ok(fetched) => match self.usable(fetched) {
                Ok(issued) => return Ok(self.keep(issued, fence, at)),
                Err(reason) => {
                    let verdict = Verdict::Unknown;
                    self.tell(&TokenEvent::FetchFailed { verdict, retry_in });
                    Error::Unusable { reason, retry_in }
                }
            },
            Err(error) => {
                let verdict = self.fetch.verdict(&error);
                self.tell(&TokenEvent::FetchFailed { verdict, retry_in });
                let source = Arc::new(error);
                self.state().last_failure = Some(Arc::clone(&source));
                Error::Fetch {
                    source,
                    verdict,
                    retry_in,
                }
            }
        };
        if let Some(fence) = fence {
            // If the store fails here the gate stays where `begin` set it; the failure of the
            // fetch is what the callers must hear of.
            let _ = self.store.abandon(&self.key, fence, &self.settings.terms);
        }
        Err(failure)
    }

    fn usable(&self, fetched: Fetched) -> Result<Issued, Unusable> {
        if fetched.token.is_empty() {
            return Err(Unusable::Empty);
        }
        let stated = fetched.lifetime.stated().map_err(|_| Unusable::Lifetime)?;
        let lifetime = match self.settings.unstated {
            Unstated::UntilRejected => stated,
            Unstated::Assume(lifetime) => Some(stated.unwrap_or(lifetime)),
        };
        Ok(Issued::new(fetched.token, lifetime, Duration::ZERO))
    }

    /// Shares a new token through the store and uses it here.
    fn keep(&self, mut issued: Issued, fence: Option<Fence>, at: Duration) -> Step {
        if let Some(fence) = fence {
            // A second try, since the one token of this minute would be lost to the others.
            for _ in 0..2 {
                issued.age = self.monotonic().saturating_sub(at);
                let terms = &self.settings.terms;
                match self.store.commit(&self.key, fence, &issued, terms) {
                    Ok(Commit::Stored) => break,
                    Ok(Commit::Superseded) => return Step::Again,
                    // The token is good even so, and is used by this process.
                    Err(_) => {}
                }
            }
        }
        issued.age = Duration::ZERO;
        let (token, lifetime) = (issued.token.clone(), issued.lifetime);
        let (window, fetched_at) = (self.settings.window, self.settings.clock.now());
        let live = Live::new(issued, fence, fetched_at, window, at);
        let mut state = self.state();
        let is_refresh = state.valid(at).is_some();
        state.last_failure = None;
        state.current = Some(live);
        drop(state);
        self.tell(&match is_refresh {
            true => TokenEvent::Refreshed { lifetime },
            false => TokenEvent::Fetched { lifetime },
        });
        Step::Have(token)
    }

    /// Takes over a record of the store; the token if nothing more needs to be done.
    pub(super) fn adopt(&self, record: Record, at: Duration) -> Option<Secret> {
        let mut state = self.state();
        let known = state.current.as_ref().and_then(|live| live.fence) == Some(record.fence);
        if state.is_refused(&record) {
            return None;
        }
        // A record that is known keeps the age that it has on the clock of this process, and an
        // expired one never takes the place of a token that was kept when the store failed.
        let live = Live::from_record(record, self.settings.window, at);
        if !known && live.stage(at) != Stage::Expired {
            state.current = Some(live);
        }
        let live = state.current.as_ref()?;
        let fresh = live.stage(at) == Stage::Fresh;
        fresh.then(|| live.token.clone())
    }
}
