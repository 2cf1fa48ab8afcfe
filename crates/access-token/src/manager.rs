mod cached_token;
mod follower;
mod leader;
mod rejections;
mod request;
mod state;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};
use std::time::Duration;

use time::OffsetDateTime;

use self::state::{Attempt, State};
use crate::moment::{Countdown, Moment};
use crate::{
    Error, Fetch, Key, Notify, Record, Secret, Settings, Stage, Store, StoreDown, TokenEvent, wall,
};

/// The one access token of an application, for all its threads, processes and machines.
///
/// It holds no thread of its own: the caller who finds a new token wanting fetches it. Share it
/// between threads behind an `Arc`; processes and machines share the [`Store`].
pub struct TokenManager<F: Fetch> {
    key: Key,
    store: Arc<dyn Store>,
    fetch: F,
    settings: Settings,
    /// Whether the clock does, asked once: nearly every call would ask.
    counts_suspension: bool,
    /// Nearly every call reads it and goes on, so readers do not exclude each other.
    state: RwLock<State<F::Error>>,
    /// Notified whenever an attempt has ended, or one who waits for it has found a token.
    news: Notify,
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
    Lead(Arc<Attempt<E>>),
    Follow(Arc<Attempt<E>>),
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
            counts_suspension: settings.clock.counts_suspension(),
            settings,
            state: RwLock::new(State::default()),
            news: Notify::new(),
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
        match self.token_at_a_glance() {
            Some(token) => Ok(token),
            None => self.obtain(),
        }
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
        self.unless_local(self.tell_rejections())
    }

    /// Forgets the token, here and in the store, and lets the next one be fetched at once: for an
    /// account or a sandbox that has started anew, whose old token is worth nothing.
    ///
    /// Other processes find no token in the store either. One that holds the old token uses it
    /// until the provider rejects it, and keeps its own least interval. If the account has not
    /// started anew, the provider may see two requests within that interval.
    ///
    /// # Errors
    ///
    /// [`Error::Store`] if the store cannot be told, or has no way to forget, whatever
    /// [`StoreDown`] says; this process forgets the token even so.
    pub fn forget(&self) -> Result<(), Error<F::Error>> {
        let record = self.store.load(&self.key).ok().flatten();
        let forgotten = self.store.forget(&self.key);
        // Last, so that no thread takes over meanwhile what the store is about to forget.
        self.state().forget(record.as_ref());
        self.tell(&TokenEvent::Forgotten);
        Ok(forgotten?)
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
    /// All of it is counted from the wall clock of this process, whatever that of the store says.
    ///
    /// # Errors
    ///
    /// [`Error::Store`]; under [`StoreDown::UseLocal`] this process answers by itself.
    pub fn status(&self) -> Result<Status, Error<F::Error>> {
        let seen = self.store.load(&self.key);
        let seen = seen.and_then(|record| Ok((record, self.store.next_request_in(&self.key)?)));
        let (now, wall) = (self.now(), self.settings.clock.now());
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let (record, gate) = match seen {
            Err(_) if self.settings.store_down == StoreDown::UseLocal => {
                (None, state.closed_without_store_for(now))
            }
            seen => {
                let (record, gate) = seen?;
                (record, gate.max(state.closed_for(now)))
            }
        };
        let mut status = Status {
            next_request_at: wall::after(wall, gate),
            ..Status::none()
        };
        if let Some((lifetime, age)) = known_life(&state, record.as_ref(), now) {
            let fetched_at = wall::before(wall, age);
            status.fetched_at = Some(fetched_at);
            status.expires_at = lifetime.map(|lifetime| wall::after(fetched_at, lifetime));
            status.stage = Some(self.settings.window.stage(lifetime, age));
        }
        Ok(status)
    }

    /// What nearly every call comes to: one look at the clock, one lock, which readers share, one
    /// comparison, and one more holder of the token.
    fn token_at_a_glance(&self) -> Option<Secret> {
        if !self.counts_suspension {
            return None;
        }
        let now = self.settings.clock.coarse_monotonic();
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.surely_fresh(now)
    }

    /// A token that is usable by a closer look at the time, or that somebody fetches first, this
    /// caller or the one for whom he waits.
    #[cold]
    fn obtain(&self) -> Result<Secret, Error<F::Error>> {
        let started = self.now();
        let usable = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            state.usable(started)
        };
        if let Some(token) = usable {
            return Ok(token);
        }
        let deadline = Countdown::new(started, self.settings.longest_wait);
        loop {
            let result = match self.role() {
                Role::Use(token) => return Ok(token),
                Role::Lead(attempt) => self.lead(attempt, deadline),
                Role::Follow(attempt) => self.follow(&attempt, deadline),
            };
            if let Some(result) = result {
                return result;
            }
        }
    }

    fn role(&self) -> Role<F::Error> {
        let now = self.now();
        let mut state = self.state();
        if let Some(token) = state.usable(now) {
            return Role::Use(token);
        }
        match &state.attempt {
            Some(attempt) => Role::Follow(Arc::clone(attempt)),
            None => {
                let attempt = Arc::new(Attempt::default());
                state.attempt = Some(Arc::clone(&attempt));
                state.watch_pause = Countdown::OVER;
                Role::Lead(attempt)
            }
        }
    }

    fn now(&self) -> Moment {
        Moment::now(&*self.settings.clock)
    }

    /// Never while the state is held: the hook may ask for the token.
    fn tell(&self, event: &TokenEvent<'_>) {
        self.settings.observer.tell(event);
    }

    /// Held for a few instructions only, never across I/O or code of the caller's.
    fn state(&self) -> RwLockWriteGuard<'_, State<F::Error>> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lifetime and age of the token in the store, or else of the one at hand. One that is both is as
/// old as it is known to be on either clock.
fn known_life<E: std::error::Error + 'static>(
    state: &State<E>,
    record: Option<&Record>,
    now: Moment,
) -> Option<(Option<Duration>, Duration)> {
    let cached = state.cached.as_ref();
    let Some(record) = record.filter(|record| !state.rejections.hold(record)) else {
        return cached.map(|cached| (cached.lifetime, cached.age(now)));
    };
    let same = cached.filter(|cached| cached.fence == Some(record.fence));
    let age = same.map_or(record.age, |cached| cached.age(now).max(record.age));
    Some((record.lifetime, age))
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
