//! The client's clock, for the manager of its token.

use std::time::Duration;

use access_token::{Bell, Rings};
use provider_http::Client as Http;
use time::OffsetDateTime;

/// How long a waiter hears the bell only, in real time, before he looks at the clock again.
const LOOK: Duration = Duration::from_millis(10);

#[derive(Clone, Debug)]
pub(crate) struct TokenClock(pub(crate) Http);

impl access_token::Clock for TokenClock {
    fn now(&self) -> OffsetDateTime {
        self.0.now()
    }

    fn monotonic(&self) -> Duration {
        self.0.clock().monotonic()
    }

    /// The client's clock cannot be woken by a bell, so it is asked for the time again and again
    /// while the bell is listened to.
    fn wait(&self, bell: &Bell, heard: Rings, longest: Duration) {
        let until = self.monotonic().saturating_add(longest);
        loop {
            let left = until.saturating_sub(self.monotonic());
            if left.is_zero() || bell.rings() != heard {
                return;
            }
            bell.wait(heard, Some(left.min(LOOK)));
        }
    }
}
