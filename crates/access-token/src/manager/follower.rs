//! The callers who wait while another thread of their process looks for a token.

use std::time::Duration;

use super::TokenManager;
use super::state::{Attempt, Outcome};
use crate::moment::{Countdown, Moment};
use crate::{Error, Fetch, Secret};

impl<F: Fetch> TokenManager<F> {
    /// Waits for the end of somebody else's attempt; none if it was given up.
    pub(super) fn follow(
        &self,
        attempt: &Attempt<F::Error>,
        deadline: Countdown,
    ) -> Option<Result<Secret, Error<F::Error>>> {
        let started = self.now();
        loop {
            let version = self.ended.version();
            let now = self.now();
            match attempt.outcome() {
                Some(Outcome::Token(token)) => return Some(Ok(token)),
                Some(Outcome::Failed(error)) => {
                    // A token that came by another way is as good.
                    let valid = self.state().valid(now);
                    return Some(valid.ok_or(error));
                }
                Some(Outcome::GivenUp) => return None,
                None => {}
            }
            let left = deadline.left(now);
            if left.is_zero() {
                self.watch_store(now);
                let valid = self.state().valid(self.now());
                return Some(valid.ok_or_else(|| self.waited_too_long()));
            }
            let next_watch = self.watch_pause(now, now.at_least_since(started));
            if next_watch.is_zero() {
                self.watch_store(now);
                if let Some(token) = self.state().valid(self.now()) {
                    return Some(Ok(token));
                }
                continue;
            }
            let pause = left.min(next_watch);
            self.settings.clock.wait(&self.ended, version, pause);
        }
    }

    /// How long this caller waits before he looks at the store himself, since the one he waits
    /// for may hang; zero if it is his turn. One of those who wait does it for all of them, at
    /// growing pauses, and when the lease of the other can have ended.
    fn watch_pause(&self, now: Moment, waited: Duration) -> Duration {
        let lease = self.settings.terms.lease;
        let to_the_end_of_the_lease = match lease.saturating_sub(waited) {
            Duration::ZERO => Duration::MAX,
            left => left,
        };
        let pause = (waited / 4).max(self.longest_pause());
        let mut state = self.state();
        let first = self.longest_pause().saturating_sub(waited);
        let left = first.max(state.watch_pause.left(now));
        if left.is_zero() {
            let next = pause.min(to_the_end_of_the_lease);
            state.watch_pause = Countdown::new(now, next);
        }
        left
    }

    /// Takes over what another process has stored meanwhile.
    fn watch_store(&self, now: Moment) {
        if let Ok(Some(record)) = self.store.load(&self.key) {
            let (window, terms) = (self.settings.window, &self.settings.terms);
            self.state().take_over(record, window, terms, now);
        }
    }
}
