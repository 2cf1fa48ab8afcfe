//! Monotonic time that goes on while the machine is suspended.
//!
//! The `Instant` of the standard library stands still meanwhile on most systems. Linux tells how
//! long ago the machine started, suspensions included, but in a file, which is too slow to read
//! for every call with a token. A suspension always lets the wall clock go further than `Instant`;
//! so the file is read only after that, and tells a suspension from a wall clock that was set.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// So far, in milliseconds, wall and `Instant` drift apart before the file is read.
const DRIFT: u64 = 500;

/// A shorter suspension is none: the file counts in hundredths of a second.
const SHORTEST: Duration = Duration::from_millis(100);

/// So long the coarse time does without a look at the wall.
const COARSE: Duration = Duration::from_millis(20);

/// Until then, in nanoseconds since the base, it does without.
static COARSE_UNTIL: AtomicU64 = AtomicU64::new(0);

/// The time since some moment of this process; for some milliseconds it does without a suspension
/// that has just ended.
pub(crate) fn coarse_monotonic() -> Duration {
    let elapsed = base().instant.elapsed();
    match nanos(elapsed) < COARSE_UNTIL.load(Ordering::Acquire) {
        true => with_suspensions(elapsed),
        false => monotonic(),
    }
}

/// Time since some moment of this process.
pub(crate) fn monotonic() -> Duration {
    let base = base();
    let elapsed = base.instant.elapsed();
    let Some(uptime) = base.uptime.filter(|_| is_counted()) else {
        COARSE_UNTIL.store(u64::MAX, Ordering::Release);
        return with_suspensions(elapsed);
    };
    let wall = SystemTime::now();
    let drift = millis_between(base.wall, wall).saturating_sub(millis(elapsed));
    SUSPENSIONS.observe(drift, || match read_clocks() {
        Clocks::At(instant, now) => {
            let elapsed = instant.saturating_duration_since(base.instant);
            Some(now.saturating_sub(uptime).saturating_sub(elapsed))
        }
        Clocks::Apart => None,
        Clocks::Lost => {
            IS_LOST.store(true, Ordering::Release);
            None
        }
    });
    let coarse_until = nanos(elapsed.saturating_add(COARSE));
    COARSE_UNTIL.store(coarse_until, Ordering::Release);
    with_suspensions(elapsed)
}

fn with_suspensions(elapsed: Duration) -> Duration {
    match SUSPENSIONS.total.load(Ordering::Acquire) {
        0 => elapsed,
        total => elapsed.saturating_add(Duration::from_millis(total)),
    }
}

/// Whether the system tells of suspensions, and has done so whenever it was asked.
pub(crate) fn is_counted() -> bool {
    base().uptime.is_some() && !IS_LOST.load(Ordering::Acquire)
}

/// Set when the system told at first, and did not later.
static IS_LOST: AtomicBool = AtomicBool::new(false);

/// The same moment on all clocks.
struct Base {
    instant: Instant,
    wall: SystemTime,
    /// None where the system does not tell.
    uptime: Option<Duration>,
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        // Again and again on a machine that stops between two readings, but not for ever.
        let read = (0..100).map(|_| read_clocks());
        let (instant, uptime) = read
            .filter_map(|clocks| match clocks {
                Clocks::At(instant, uptime) => Some((instant, Some(uptime))),
                Clocks::Apart => None,
                Clocks::Lost => Some((Instant::now(), None)),
            })
            .next()
            .unwrap_or_else(|| (Instant::now(), None));
        Base {
            instant,
            wall: SystemTime::now(),
            uptime,
        }
    })
}

/// `Instant` and what the system says of the same moment.
enum Clocks {
    At(Instant, Duration),
    /// Too much time lies between the readings.
    Apart,
    /// The system does not tell.
    Lost,
}

fn read_clocks() -> Clocks {
    const APART: Duration = Duration::from_millis(20);
    let before = Instant::now();
    let Some(uptime) = read_uptime() else {
        return Clocks::Lost;
    };
    match before.elapsed() < APART {
        true => Clocks::At(before, uptime),
        false => Clocks::Apart,
    }
}

static SUSPENSIONS: Suspensions = Suspensions::new();

/// How long the machine was suspended since the base.
struct Suspensions {
    /// The drift, in milliseconds, at which the system was asked last.
    seen: AtomicI64,
    /// In milliseconds; it never falls, so monotonic time does not step back.
    total: AtomicU64,
}

impl Suspensions {
    const fn new() -> Self {
        Self {
            seen: AtomicI64::new(0),
            total: AtomicU64::new(0),
        }
    }

    /// Asks how long the machine was suspended if the wall has drifted away since the last time.
    /// If the system does not tell now, it is asked again the next time.
    fn observe(&self, drift: i64, ask: impl Fn() -> Option<Duration>) {
        if drift.abs_diff(self.seen.load(Ordering::Acquire)) < DRIFT {
            return;
        }
        if let Some(suspended) = ask() {
            if suspended >= SHORTEST {
                let millis = u64::try_from(suspended.as_millis()).unwrap_or(u64::MAX);
                self.total.fetch_max(millis, Ordering::AcqRel);
            }
            // Last: who sees this drift sees the total, too.
            self.seen.store(drift, Ordering::Release);
        }
    }

    #[cfg(test)]
    fn total(&self) -> Duration {
        Duration::from_millis(self.total.load(Ordering::Acquire))
    }
}

/// How long ago the machine was started.
fn read_uptime() -> Option<Duration> {
    if !cfg!(any(target_os = "linux", target_os = "android")) {
        return None;
    }
    parse_uptime(&std::fs::read_to_string("/proc/uptime").ok()?)
}

/// The first of two numbers of seconds.
fn parse_uptime(text: &str) -> Option<Duration> {
    let seconds: f64 = text.split_ascii_whitespace().next()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// In 64 bits, since every call with a token comes by here. They hold 584 years.
fn nanos(span: Duration) -> u64 {
    span.as_secs()
        .wrapping_mul(1_000_000_000)
        .wrapping_add(u64::from(span.subsec_nanos()))
}

fn millis(span: Duration) -> i64 {
    let seconds = i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    seconds
        .saturating_mul(1000)
        .saturating_add(i64::from(span.subsec_millis()))
}

/// Negative when the wall clock stepped back.
fn millis_between(earlier: SystemTime, later: SystemTime) -> i64 {
    match later.duration_since(earlier) {
        Ok(span) => millis(span),
        Err(back) => millis(back.duration()).saturating_neg(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn a_suspension_is_counted_once_and_the_system_asked_only_after_a_drift() {
        let suspensions = Suspensions::new();
        let asked = Cell::new(0);
        let observe = |drift: i64, suspended: Option<Duration>| {
            suspensions.observe(drift, || {
                asked.set(asked.get() + 1);
                suspended
            });
            (asked.get(), suspensions.total())
        };
        assert_eq!(observe(0, None), (0, seconds(0)));
        assert_eq!(observe(499, None), (0, seconds(0)));
        assert_eq!(observe(-499, None), (0, seconds(0)));
        // The lid was closed for nine hours.
        let hours = seconds(9 * 3600);
        assert_eq!(observe(32_400_000, Some(hours)), (1, hours));
        assert_eq!(observe(32_400_100, Some(seconds(0))), (1, hours));
        // The wall clock is set, forwards and back: the system says that nothing has passed.
        assert_eq!(observe(99_000_000, Some(hours)), (2, hours));
        assert_eq!(observe(-5_000, Some(hours - seconds(1))), (3, hours));
        // The system does not tell: it is asked again.
        assert_eq!(observe(60_000, None), (4, hours));
        assert_eq!(
            observe(60_000, Some(hours + seconds(60))),
            (5, hours + seconds(60))
        );
    }

    #[test]
    fn the_coarse_time_is_the_time_while_nothing_is_suspended() {
        for _ in 0..1000 {
            let (before, coarse, after) = (monotonic(), coarse_monotonic(), monotonic());
            assert!(
                before <= coarse && coarse <= after,
                "{before:?} {coarse:?} {after:?}"
            );
        }
    }

    #[test]
    fn a_wall_clock_that_is_set_is_no_suspension() {
        let suspensions = Suspensions::new();
        // Between the readings of two clocks lies a moment, and the file counts coarsely.
        suspensions.observe(3_600_000, || Some(Duration::from_millis(20)));
        assert_eq!(suspensions.total(), seconds(0));
    }

    #[test]
    fn the_file_is_read_as_linux_writes_it() {
        let uptime = Duration::from_millis(29_719_790);
        assert_eq!(parse_uptime("29719.79 8311.11\n"), Some(uptime));
        for odd in ["", "\n", "x 1", "-1 2", "NaN 1", "inf 1", "1e400 1"] {
            assert_eq!(parse_uptime(odd), None, "{odd:?}");
        }
    }

    /// What the file tells goes on as `Instant` does while nothing is suspended.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_file_and_the_clock_go_on_alike() {
        let (before, start) = (read_uptime().unwrap_or_default(), Instant::now());
        std::thread::sleep(Duration::from_millis(50));
        let (passed, after) = (start.elapsed(), read_uptime().unwrap_or_default());
        let by_file = after.saturating_sub(before);
        // The file is read a moment before and after, and rounds down.
        assert!(
            by_file + Duration::from_millis(20) >= passed,
            "{by_file:?} {passed:?}"
        );
    }
}
