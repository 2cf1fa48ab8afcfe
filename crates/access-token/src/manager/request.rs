//! The request for a token, under a lease or alone, and what becomes of its answer.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::TokenManager;
use super::cached_token::CachedToken;
use super::leader::{Lease, Next};
use crate::moment::{Countdown, Moment};
use crate::{
    Commit, Error, Fence, Fetch, Fetched, Issued, StoreDown, Terms, TokenEvent, Unstated, Unusable,
    Verdict,
};

impl<F: Fetch> TokenManager<F> {
    /// Sends one request, unless the lease may be somebody else's before it has arrived.
    pub(super) fn request(&self, lease: Option<Lease>) -> Result<Next, Error<F::Error>> {
        if let Some(lease) = &lease
            && let Some(by) = self.held_up(lease)
        {
            self.tell(&TokenEvent::HeldUp { by });
            return Ok(Next::HeldUp);
        }
        let owner = self.state().owner;
        let mut terms = self.settings.terms;
        terms.owner = owner;
        let lease = lease.map(|lease| (lease.fence, terms));
        let failure_before = self.state().begin_request();
        drop(failure_before);
        let sent = self.now();
        let fetched = catch_unwind(AssertUnwindSafe(|| {
            let fetched = self.fetch.fetch();
            fetched.map_err(|error| (self.fetch.verdict(&error), error))
        }));
        let answered = self.now();
        let retry_in = self.close_gate(answered);
        let failure = match fetched {
            Ok(Ok(fetched)) => match self.usable(fetched, answered.at_most_since(sent)) {
                Ok(issued) => return Ok(self.share(issued, lease, answered)),
                Err(reason) => self.unusable(reason, retry_in),
            },
            Ok(Err((verdict, error))) => self.failed(verdict, error, retry_in),
            Err(panic) => {
                self.abandon(lease);
                resume_unwind(panic)
            }
        };
        self.abandon(lease);
        Err(failure)
    }

    /// For how long this process stood still, if the lease may end during a request that is sent
    /// now: a stopped process, a suspended machine, a slow store.
    fn held_up(&self, lease: &Lease) -> Option<Duration> {
        let passed = self.now().at_most_since(lease.asked);
        let longest = self.settings.longest_fetch();
        let is_in_time = passed.saturating_add(longest) <= self.settings.terms.lease;
        (!is_in_time).then_some(passed)
    }

    /// Closes the gate of this process after a request; for how long.
    fn close_gate(&self, now: Moment) -> Duration {
        let closed_for = self.settings.terms.after_a_request();
        self.state().gate = Countdown::new(now, closed_for);
        closed_for
    }

    /// The token that was fetched, after a request that took so long. A life counts from the
    /// arrival of the answer; but an answer that was read after longer than a request takes has
    /// waited while the process stood still, nobody knows for how much of it.
    fn usable(&self, fetched: Fetched, took: Duration) -> Result<Issued, Unusable> {
        if fetched.token.is_empty() {
            return Err(Unusable::Empty);
        }
        let stated = fetched.lifetime.stated().map_err(|_| Unusable::Lifetime)?;
        let lifetime = match self.settings.unstated {
            Unstated::UntilRejected => stated,
            Unstated::Assume(lifetime) => Some(stated.unwrap_or(lifetime)),
        };
        let age = match took > self.settings.longest_fetch() {
            true => took,
            false => Duration::ZERO,
        };
        Ok(Issued::new(fetched.token, lifetime, age))
    }

    fn unusable(&self, reason: Unusable, retry_in: Duration) -> Error<F::Error> {
        let verdict = Verdict::Unknown;
        self.tell(&TokenEvent::FetchFailed { verdict, retry_in });
        Error::Unusable { reason, retry_in }
    }

    fn failed(&self, verdict: Verdict, error: F::Error, retry_in: Duration) -> Error<F::Error> {
        self.tell(&TokenEvent::FetchFailed { verdict, retry_in });
        let source = Arc::new(error);
        self.state().note_failure(Arc::clone(&source));
        Error::Fetch {
            source,
            verdict,
            retry_in,
        }
    }

    /// Tells the store that no token came. If it fails here, the gate stays where `begin` set it,
    /// which is later; the failure of the request is what the callers must hear of.
    fn abandon(&self, lease: Option<(Fence, Terms)>) {
        if let Some((fence, terms)) = lease {
            let _ = self.store.abandon(&self.key, fence, &terms);
        }
    }

    /// Shares a new token through the store, and uses it here.
    fn share(&self, issued: Issued, lease: Option<(Fence, Terms)>, answered: Moment) -> Next {
        let commit = lease.and_then(|lease| self.commit(&issued, lease, answered));
        if commit == Some(Commit::Superseded) && self.has_newer() {
            return Next::Superseded;
        }
        // What the store did not take is used by this process alone.
        let fence = lease.map(|(fence, _)| fence);
        let fence = fence.filter(|_| commit == Some(Commit::Stored));
        let lifetime = issued.lifetime;
        let cached = CachedToken::new(issued, fence, self.settings.window, answered);
        let is_refresh = {
            let mut state = self.state();
            let is_refresh = state.valid(answered).is_some();
            state.keep(cached);
            is_refresh
        };
        self.tell(&match is_refresh {
            true => TokenEvent::Refreshed { lifetime },
            false => TokenEvent::Fetched { lifetime },
        });
        Next::Found
    }

    /// Whether the store holds a fresh token, which is taken over. Another lease was granted since
    /// ours, but its fetch may have brought nothing.
    fn has_newer(&self) -> bool {
        let read = self.now();
        let record = self.store.load(&self.key);
        record.is_ok_and(|record| record.is_some_and(|record| self.take_over(record, read)))
    }

    /// None if the store fails twice: the token is good even so, and is used by this process. A
    /// second try, since the one token of this interval would be lost to the others.
    fn commit(
        &self,
        issued: &Issued,
        (fence, terms): (Fence, Terms),
        answered: Moment,
    ) -> Option<Commit> {
        let mut aged = issued.clone();
        (0..2).find_map(|_| {
            let since = self.now().at_most_since(answered);
            aged.age = issued.age.saturating_add(since);
            self.store.commit(&self.key, fence, &aged, &terms).ok()
        })
    }

    /// Tells the store of every rejection that it has not heard of.
    pub(super) fn tell_rejections(&self) -> crate::Stored<()> {
        while let Some(token) = self.untold_rejection() {
            self.store.reject(&self.key, &token)?;
            self.state().rejections.told(&token);
        }
        Ok(())
    }

    fn untold_rejection(&self) -> Option<crate::Secret> {
        self.state().rejections.untold()
    }

    /// An error of the store, unless this process may go on without it.
    pub(super) fn unless_local(&self, told: crate::Stored<()>) -> Result<(), Error<F::Error>> {
        match told {
            Err(_) if self.settings.store_down == StoreDown::UseLocal => Ok(()),
            told => Ok(told?),
        }
    }
}
