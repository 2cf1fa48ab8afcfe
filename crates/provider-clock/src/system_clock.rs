use std::time::Duration;

use time::OffsetDateTime;

use crate::{Clock, Notify, NotifyVersion};

/// How long a waiter sleeps at most before he looks at the clock again.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The clock of the machine.
///
/// With the feature `boot-time` its monotonic time goes on while the machine is suspended, where
/// the system has such a clock: Linux, Android and the systems of Apple. Otherwise it does not,
/// and [`counts_suspension`](Clock::counts_suspension) says so.
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
        // A wait of the system does not count suspension, so it ends early for a look at the clock.
        notify.wait(seen, Some(longest.min(LONGEST_WAIT)));
    }
}

#[cfg(all(
    feature = "boot-time",
    any(target_os = "linux", target_os = "android", target_vendor = "apple")
))]
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

#[cfg(not(all(
    feature = "boot-time",
    any(target_os = "linux", target_os = "android", target_vendor = "apple")
)))]
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The clock of Linux that goes on while the machine is suspended, as the system shows it.
    #[cfg(all(feature = "boot-time", target_os = "linux"))]
    #[test]
    fn monotonic_time_is_the_boot_time_of_linux() {
        let shown = || {
            let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
            let seconds = text.split(' ').next().and_then(|text| text.parse().ok());
            Duration::from_secs_f64(seconds.unwrap_or_default())
        };
        let before = shown();
        let boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let boot = Duration::try_from(boot).unwrap_or_default();
        // The system shows hundredths of a second.
        assert!(
            boot + Duration::from_millis(20) >= before,
            "{boot:?} {before:?}"
        );
        assert!(shown() + Duration::from_millis(20) >= boot);
        assert!(SystemClock::new().counts_suspension());
    }

    #[test]
    fn monotonic_time_goes_on_from_zero() {
        let clock = SystemClock::new();
        let first = clock.monotonic();
        std::thread::sleep(Duration::from_millis(2));
        let second = clock.monotonic();
        assert!(
            second >= first + Duration::from_millis(2),
            "{first:?} {second:?}"
        );
    }
}
