mod lead;
mod state;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};
use std::time::Duration;

use time::OffsetDateTime;

use self::state::{Flight, Outcome, State};
use crate::{Bell, Error, Fetch, Key, Secret, Settings, Stage, Store, StoreDown, TokenEvent};

/// The one access token of an application, for all its threads, processes and machines.
///
/// It holds no thread of its own: the caller who finds a new token wanting fetches it. Share it
/// between threads behind an `Arc`; processes and machines share the [`Store`].
pub struct TokenManager<F: Fetch> {
    key: Key,
    store: Arc<dyn Store>,
    fetch: F,
    settings: Settings,
    /// Nearly every call reads it and goes on, so readers do not exclude each other.
    state: RwLock<State<F::Error>>,
    /// Rung whenever a flight has landed.
    landed: Bell,
}

/// What is known of a token, without the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// When it was fetched; none while there is no token.
    pub fetched_at: Option<OffsetDateTime>,
    /// When it expires; none while there is no token or if it has no known end.
    pub expires_at: Option<OffsetDateTime>,
    /// Where in its life it is; none while there is no token.
    pub stage: Option<Stage>,
    /// When the next request for a token is allowed; not after now if it is allowed now.
    pub next_request_at: OffsetDateTime,
}

impl Status {
    /// No token, and a request for one is allowed.
    pub fn none() -> Self {
        Self {
            fetched_at: None,
            expires_at: None,
            stage: None,
            next_request_at: OffsetDateTime::UNIX_EPOCH,
        }
    }
}

/// What the answer to a call tells of its token: see [`TokenManager::with_token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// It was refused before anything took effect: another token, and the call once more.
    Certain,
    /// It may have been refused, and the call only reads: another token, and the call once more.
    /// A second such sign is not held against the new token.
    Doubtful,
    /// It may have been refused, or the call may have taken effect all the same: another token
    /// for the next call, and this one is not repeated.
    Replace,
}

/// When it turned out that there is no token for a call. `X` is the error of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing<X> {
    /// Before the call: it was not sent.
    BeforeTheCall,
    /// After the provider has refused the call for its token, with this error, and did not carry
    /// it out.
    AfterARejection(X),
}

/// What a caller does for his token.
enum Role<E: std::error::Error + 'static> {
    Use(Secret),
    Lead(Arc<Flight<E>>),
    Wait(Arc<Flight<E>>),
}

impl<F: Fetch> TokenManager<F> {
    /// A manager of the token under `key`; nothing is read or sent yet.
    ///
    /// # Errors
    ///
    /// [`Error::Settings`] unless fetch timeout < lease < longest wait and each setting is in
    /// its range.
    pub fn new(
        key: Key,
        store: Arc<dyn Store>,
        fetch: F,
        settings: Settings,
    ) -> Result<Self, Error<F::Error>> {
        if let Some(rule) = settings.broken_rule() {
            return Err(Error::Settings { rule });
        }
        Ok(Self {
            key,
            store,
            fetch,
            settings,
            state: RwLock::new(State::default()),
            landed: Bell::new(),
        })
    }

    /// A valid token.
    ///
    /// A fresh one is returned at once. In the refresh window one caller fetches the next token
    /// while all others get the old one, and so does he if it fails. Without a valid token the
    /// callers wait for the one who fetches, at most the longest wait.
    ///
    /// # Errors
    ///
    /// [`Error::Fetch`] and [`Error::Unusable`] for everybody who waited for a fetch that
    /// failed; [`Error::TooSoon`] when none is allowed yet; [`Error::WaitedTooLong`] when
    /// another caller or process has not finished; [`Error::Store`] as the settings say.
    pub fn token(&self) -> Result<Secret, Error<F::Error>> {
        let now = self.monotonic();
        if let Some(token) = self.at_hand(now) {
            return Ok(token);
        }
        self.obtain(now.saturating_add(self.settings.longest_wait))
    }

    /// A token other than `rejected`, which the provider has refused.
    ///
    /// If somebody has replaced it already, that one is returned and nothing is fetched.
    ///
    /// # Errors
    ///
    /// As [`token`](Self::token).
    pub fn replacement(&self, rejected: &Secret) -> Result<Secret, Error<F::Error>> {
        self.reject(rejected)?;
        self.token()
    }

    /// Notes that the provider has refused this token: it is not used again. Nothing is fetched.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] if the store cannot be told; this process does not use the token even
    /// so.
    pub fn reject(&self, token: &Secret) -> Result<(), Error<F::Error>> {
        if !self.state().reject(token) {
            return Ok(());
        }
        self.tell(&TokenEvent::Rejected);
        match self.store.reject(&self.key, token) {
            Err(_) if self.settings.store_down == StoreDown::UseLocal => Ok(()),
            told => Ok(told?),
        }
    }

    /// Makes a call with the token; if the provider rejects the token, replaces it and repeats
    /// the call, once.
    ///
    /// `call` gets the token and the number of the attempt, 1 or 2. `rejection` says what its
    /// answer tells of the token: a call that may have taken effect is not
    /// repeated, see [`Replace`](Rejection::Replace). `without` makes the error of a call for which
    /// there is no token; whether it was sent, and how it was refused, is told by [`Missing`]. The
    /// second rejection is returned as it is. When there is no other token, so is an answer that
    /// the call handed on as a success, and a doubtful rejection, which proves nothing of the token.
    ///
    /// # Errors
    ///
    /// The error of the call, or what `without` makes of that of the manager.
    pub fn with_token<T, X>(
        &self,
        mut call: impl FnMut(&Secret, u32) -> Result<T, X>,
        rejection: impl Fn(&Result<T, X>) -> Option<Rejection>,
        without: impl Fn(Error<F::Error>, Missing<X>) -> X,
    ) -> Result<T, X> {
        let token = self.token();
        let token = token.map_err(|error| without(error, Missing::BeforeTheCall))?;
        let outcome = call(&token, 1);
        let is_certain = match rejection(&outcome) {
            None => return outcome,
            Some(Rejection::Replace) => {
                // The caller hears of the call; what the store thinks of it is secondary.
                let _ = self.reject(&token);
                return outcome;
            }
            Some(Rejection::Certain) => true,
            Some(Rejection::Doubtful) => false,
        };
        let token = match (self.replacement(&token), outcome) {
            (Ok(token), _) => token,
            (Err(error), Err(refused)) if is_certain => {
                return Err(without(error, Missing::AfterARejection(refused)));
            }
            (Err(_), outcome) => return outcome,
        };
        let outcome = call(&token, 2);
        if rejection(&outcome) == Some(Rejection::Certain) {
            // The caller hears of the refusal; what the store thinks of it is secondary.
            let _ = self.reject(&token);
        }
        outcome
    }

    /// When the token was fetched, when it expires and when the next request is allowed.
    ///
    /// # Errors
    ///
    /// [`Error::Store`]; under [`StoreDown::UseLocal`] this process answers by itself.
    pub fn status(&self) -> Result<Status, Error<F::Error>> {
        let seen = self.store.load(&self.key);
        let seen = seen.and_then(|record| Ok((record, self.store.next_request_in(&self.key)?)));
        let (at, now) = (self.monotonic(), self.settings.clock.now());
        let state = self.state();
        let local_gate = state.closed_for(at);
        let (record, gate) = match seen {
            Err(_) if self.settings.store_down == StoreDown::UseLocal => (None, Duration::ZERO),
            seen => seen?,
        };
        let mut status = Status {
            fetched_at: None,
            expires_at: None,
            stage: None,
            next_request_at: now + gate.max(local_gate),
        };
        if let Some(record) = record {
            status.fetched_at = Some(record.fetched_at);
            status.expires_at = record.lifetime.map(|life| record.fetched_at + life);
            status.stage = Some(self.settings.window.stage(record.lifetime, record.age));
        } else if let Some(live) = &state.current {
            status.fetched_at = Some(live.fetched_at);
            status.expires_at = live.lifetime.map(|life| live.fetched_at + life);
            status.stage = Some(live.stage(at));
        }
        Ok(status)
    }

    /// What nearly every call comes to: one lock, which readers share, and one more holder of
    /// the token.
    fn at_hand(&self, now: Duration) -> Option<Secret> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.at_hand(now)
    }

    /// A token that somebody fetches first, this caller or the one for whom he waits.
    #[cold]
    fn obtain(&self, until: Duration) -> Result<Secret, Error<F::Error>> {
        loop {
            let result = match self.role() {
                Role::Use(token) => return Ok(token),
                Role::Lead(flight) => self.lead(flight, until),
                Role::Wait(flight) => self.await_landing(&flight, until),
            };
            if let Some(result) = result {
                return result;
            }
        }
    }

    fn role(&self) -> Role<F::Error> {
        let now = self.monotonic();
        let mut state = self.state();
        if let Some(token) = state.at_hand(now) {
            return Role::Use(token);
        }
        match &state.flight {
            Some(flight) => Role::Wait(Arc::clone(flight)),
            None => {
                let flight = Arc::new(Flight::default());
                state.flight = Some(Arc::clone(&flight));
                Role::Lead(flight)
            }
        }
    }

    /// Waits for the end of somebody else's flight; none if he gave up without a result.
    fn await_landing(
        &self,
        flight: &Flight<F::Error>,
        until: Duration,
    ) -> Option<Result<Secret, Error<F::Error>>> {
        loop {
            let heard = self.landed.rings();
            let now = self.monotonic();
            match flight.outcome() {
                Some(Outcome::Landed(token)) => return Some(Ok(token)),
                Some(Outcome::Failed(error)) => {
                    // A token that came by another way is as good.
                    let valid = self.state().valid(now);
                    return Some(valid.ok_or(error));
                }
                Some(Outcome::Gone) => return None,
                None if now >= until => return Some(self.last_look(now)),
                None => self
                    .settings
                    .clock
                    .wait(&self.landed, heard, until.saturating_sub(now)),
            }
        }
    }

    /// The leader is stuck; another process may have stored a token meanwhile.
    fn last_look(&self, now: Duration) -> Result<Secret, Error<F::Error>> {
        let waited = self.settings.longest_wait;
        if let Ok(Some(record)) = self.store.load(&self.key) {
            self.adopt(record, now);
        }
        let valid = self.state().valid(now);
        valid.ok_or(Error::WaitedTooLong { waited })
    }

    fn monotonic(&self) -> Duration {
        self.settings.clock.monotonic()
    }

    /// Never while the state is held: the hook may ask for the token.
    fn tell(&self, event: &TokenEvent<'_>) {
        self.settings.observer.tell(event);
    }

    /// Held for a few instructions only, never across I/O.
    fn state(&self) -> RwLockWriteGuard<'_, State<F::Error>> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Fetch> fmt::Debug for TokenManager<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenManager")
            .field("key", &self.key)
            .field("store", &self.store)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
