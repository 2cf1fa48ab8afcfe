//! The clock of the demo's clients.

use std::fmt;
use std::time::Duration;

use openplat_sandbox::SandboxClock;
use provider_http::Clock;
use time::OffsetDateTime;

/// The sandbox's clock as the clock of a client, so that the demo need not wait for a minute.
pub(super) struct DemoClock {
    clock: SandboxClock,
    start: OffsetDateTime,
}

impl DemoClock {
    pub(super) fn of(clock: &SandboxClock) -> Self {
        Self {
            clock: clock.clone(),
            start: clock.now(),
        }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        (self.now() - self.start).try_into().unwrap_or_default()
    }
}

impl fmt::Debug for DemoClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DemoClock")
    }
}
