//! The request for a token, under a lease or alone, and what becomes of its answer.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::TokenManager;
use super::cached_token::CachedToken;
use super::leader::{Lease, Next};
use crate::moment::{Countdown, Moment};
use crate::{
    Commit, Error, Fence, Fetch, Fetched, Issued, StoreDown, TokenEvent, Unstated, Unusable,
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
        let fence = lease.map(|lease| lease.fence);
        // From here on something has been sent: who asks again is another owner.
        self.state().owner = None;
        let fetched = catch_unwind(AssertUnwindSafe(|| self.fetch.fetch()));
        let answered = self.now();
        let retry_in = self.close_gate(answered);
        let failure = match fetched {
            Ok(Ok(fetched)) => match self.usable(fetched) {
                Ok(issued) => return Ok(self.share(issued, fence, answered)),
                Err(reason) => self.unusable(reason, retry_in),
            },
            Ok(Err(error)) => self.failed(error, retry_in),
            Err(panic) => {
                self.abandon(fence);
                resume_unwind(panic)
            }
        };
        self.abandon(fence);
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

    fn unusable(&self, reason: Unusable, retry_in: Duration) -> Error<F::Error> {
        let verdict = Verdict::Unknown;
        self.tell(&TokenEvent::FetchFailed { verdict, retry_in });
        // An error of the provider from before is not the reason any more.
        self.state().last_failure = None;
        Error::Unusable { reason, retry_in }
    }

    fn failed(&self, error: F::Error, retry_in: Duration) -> Error<F::Error> {
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

    /// Tells the store that no token came. If it fails here, the gate stays where `begin` set it,
    /// which is later; the failure of the request is what the callers must hear of.
    fn abandon(&self, fence: Option<Fence>) {
        if let Some(fence) = fence {
            let _ = self.store.abandon(&self.key, fence, &self.settings.terms);
        }
    }

    /// Shares a new token through the store, and uses it here.
    fn share(&self, issued: Issued, fence: Option<Fence>, answered: Moment) -> Next {
        if let Some(fence) = fence
            && self.commit(&issued, fence, answered) == Some(Commit::Superseded)
        {
            return Next::Superseded;
        }
        let (token, lifetime) = (issued.token.clone(), issued.lifetime);
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
        Next::Token(token)
    }

    /// None if the store fails twice: the token is good even so, and is used by this process. A
    /// second try, since the one token of this interval would be lost to the others.
    fn commit(&self, issued: &Issued, fence: Fence, answered: Moment) -> Option<Commit> {
        let mut issued = issued.clone();
        (0..2).find_map(|_| {
            issued.age = self.now().at_most_since(answered);
            let terms = &self.settings.terms;
            self.store.commit(&self.key, fence, &issued, terms).ok()
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
