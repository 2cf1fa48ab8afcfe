//! Two pieces of work, timed in turn.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The least time that each took, out of so many rounds of both. On a machine that is shared the
/// least is what the work costs; all else is what the neighbours do.
pub fn least<R, O>(
    rounds: u32,
    mut reference: impl FnMut() -> R,
    mut ours: impl FnMut() -> O,
) -> (Duration, Duration) {
    let mut best = (Duration::MAX, Duration::MAX);
    for round in 0..rounds {
        // Neither is always the one that finds the caches as the other left them.
        if round % 2 == 0 {
            best.0 = best.0.min(time(&mut reference));
            best.1 = best.1.min(time(&mut ours));
        } else {
            best.1 = best.1.min(time(&mut ours));
            best.0 = best.0.min(time(&mut reference));
        }
    }
    best
}

/// The median of what each says that it took, out of so many rounds of both: for work of many
/// threads, whose least time is that of a round in which they did not meet.
pub fn median(
    rounds: usize,
    mut reference: impl FnMut() -> Duration,
    mut ours: impl FnMut() -> Duration,
) -> (Duration, Duration) {
    let (mut references, mut own) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        if round % 2 == 0 {
            references.push(reference());
            own.push(ours());
        } else {
            own.push(ours());
            references.push(reference());
        }
    }
    let middle = |mut times: Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    (middle(references), middle(own))
}

fn time<T>(work: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}
