//! The callers who wait while another thread of their process looks for a token.

use std::time::Duration;

use super::TokenManager;
use super::state::{Attempt, Outcome};
use crate::moment::{Countdown, Moment, a_quarter};
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
            let version = self.news.version();
            let now = self.now();
            match attempt.outcome() {
                // None if it was rejected before this thread woke.
                Some(Outcome::Found) => return self.state().valid(now).map(Ok),
                Some(Outcome::Failed(error)) => {
                    // A token that came by another way is as good.
                    return Some(self.state().valid(now).ok_or(error));
                }
                Some(Outcome::GivenUp) => return None,
                None => {}
            }
            let left = deadline.left(now);
            let turn_in = self.turn_in(now, now.at_least_since(started));
            if turn_in.is_zero() || left.is_zero() {
                self.watch_store(now);
            }
            // Judged anew: a look at the store takes its time.
            let now = self.now();
            if let Some(token) = self.state().valid(now) {
                return Some(Ok(token));
            }
            if left.is_zero() {
                return Some(Err(self.waited_too_long()));
            }
            if !turn_in.is_zero() {
                let pause = left.min(turn_in);
                self.settings.clock.wait(&self.news, version, pause);
            }
        }
    }

    /// When it is this caller's turn to look at the store himself, since the one he waits for may
    /// hang; zero if it is now. One of those who wait looks for all of them, at growing pauses,
    /// and when the lease of the other can have ended.
    fn turn_in(&self, now: Moment, waited: Duration) -> Duration {
        let mut state = self.state();
        let first = self.longest_pause().saturating_sub(waited);
        let left = first.max(state.watch_pause.left(now));
        if left.is_zero() {
            let pause = a_quarter(waited).max(self.longest_pause());
            let pause = match self.settings.terms.lease.saturating_sub(waited) {
                Duration::ZERO => pause,
                to_the_end_of_the_lease => pause.min(to_the_end_of_the_lease),
            };
            state.watch_pause = Countdown::new(now, pause);
        }
        left
    }

    /// Takes over what another process has stored meanwhile, for all who wait.
    fn watch_store(&self, read: Moment) {
        if let Ok(Some(record)) = self.store.load(&self.key)
            && self.take_over(record, read)
        {
            self.news.notify_all();
        }
    }
}
