use std::time::Duration;

use time::OffsetDateTime;

use crate::{Clock, Notify, NotifyVersion};

/// The clock of the machine.
///
/// Its monotonic time goes on while the machine is suspended where the system has such a clock:
/// Linux and Android (boot time) and the systems of Apple.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Reading,
}

impl SystemClock {
    /// A clock whose monotonic time counts from now.
    pub fn new() -> Self {
        Self {
            start: Reading::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn counts_suspension(&self) -> bool {
        Reading::COUNTS_SUSPENSION
    }

    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        notify.wait(seen, Some(longest));
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod reading {
    use std::time::Duration;

    use rustix::time::{ClockId, clock_gettime};

    #[cfg(not(target_vendor = "apple"))]
    const CLOCK: ClockId = ClockId::Boottime;
    // Unlike that of Linux it goes on while the machine sleeps.
    #[cfg(target_vendor = "apple")]
    const CLOCK: ClockId = ClockId::Monotonic;

    #[derive(Clone, Copy, Debug)]
    pub(super) struct Reading(Duration);

    impl Reading {
        pub(super) const COUNTS_SUSPENSION: bool = true;

        pub(super) fn now() -> Self {
            // Negative times do not occur: they count from the start of the machine.
            Self(Duration::try_from(clock_gettime(CLOCK)).unwrap_or_default())
        }

        pub(super) fn elapsed(self) -> Duration {
            Self::now().0.saturating_sub(self.0)
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod reading {
    use std::time::{Duration, Instant};

    #[derive(Clone, Copy, Debug)]
    pub(super) struct Reading(Instant);

    impl Reading {
        pub(super) const COUNTS_SUSPENSION: bool = false;

        pub(super) fn now() -> Self {
            Self(Instant::now())
        }

        pub(super) fn elapsed(self) -> Duration {
            self.0.elapsed()
        }
    }
}

use reading::Reading;
