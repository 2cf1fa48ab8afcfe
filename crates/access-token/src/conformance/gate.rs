//! Lease and gate: points 2 and 4 of the contract.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use super::{Case, Verdict, ensure, failed};
use crate::{Begin, Commit};

pub(super) fn held(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    match case.begin(None)? {
        Begin::Held { retry_in } => ensure(
            retry_in <= case.terms.lease && !retry_in.is_zero(),
            "the time left of a lease is longer than the lease, or zero",
        )?,
        other => {
            return Err(format!(
                "somebody holds the lease, but begin answered {other:?}"
            ));
        }
    }
    // The lease ends with the commit.
    case.stored(fence, "token-1")?;
    case.too_soon(Some(fence)).map(drop)
}

pub(super) fn from_before(case: &Case<'_>) -> Verdict {
    // The process dies after begin: neither commit nor abandon.
    case.granted(None)?;
    let gate = gate(case)?;
    ensure(
        gate > case.terms.lease + case.terms.min_interval / 2,
        "begin did not set the gate before the request",
    )?;
    case.pass(case.terms.lease);
    let retry_in = case.too_soon(None)?;
    ensure(
        retry_in <= case.terms.min_interval,
        "after a lease that ran out the gate stays closed for more than the least interval",
    )?;
    case.pass(retry_in);
    case.granted(None).map(drop)
}

pub(super) fn after_commit(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    let before = case.now();
    case.stored(fence, "token-1")?;
    let retry_in = case.too_soon(Some(fence))?;
    counts_from_now(case, before, retry_in)?;
    case.pass(retry_in);
    case.granted(Some(fence)).map(drop)
}

pub(super) fn after_abandon(case: &Case<'_>) -> Verdict {
    let first = case.granted(None)?;
    case.stored(first, "token-1")?;
    case.pass(case.terms.min_interval + case.terms.margin);
    let second = case.granted(Some(first))?;
    let before = case.now();
    case.abandon(second)?;
    let retry_in = case.too_soon(Some(first))?;
    counts_from_now(case, before, retry_in)?;
    case.holds(Some("token-1"))?;
    case.pass(retry_in);
    case.granted(Some(first)).map(drop)
}

fn counts_from_now(case: &Case<'_>, before: Duration, retry_in: Duration) -> Verdict {
    let full = case.terms.min_interval + case.terms.margin;
    let passed = case.now() - before + case.bench.clock_error;
    ensure(
        retry_in <= full,
        "the gate is closed for more than least interval + margin",
    )?;
    ensure(
        retry_in + passed >= full,
        "the gate is closed for less than least interval + margin",
    )
}

pub(super) fn late_fence(case: &Case<'_>) -> Verdict {
    let late = case.granted(None)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    let current = case.granted(None)?;
    let before = case.now();
    case.abandon(late)?;
    ensure(
        matches!(case.begin(None)?, Begin::Held { .. }),
        "a fence that is not the last one ended the lease of the last one",
    )?;
    let least = (case.terms.lease + case.terms.min_interval)
        .saturating_sub(case.now() - before)
        .saturating_sub(case.bench.clock_error * 2);
    // The gate of the last fence was set a moment before `before`.
    let slack = case.minute / 2;
    ensure(
        gate(case)? + slack >= least,
        "a fence that is not the last one moved the gate nearer",
    )?;
    case.stored(current, "token-2")?;
    let commit = case.commit(late, "token-1")?;
    ensure(commit == Commit::Superseded, "a late commit was stored")?;
    case.holds(Some("token-2"))
}

pub(super) fn gate(case: &Case<'_>) -> Result<Duration, String> {
    let gate = case.bench.store.next_request_in(&case.key);
    gate.map_err(failed)
}

pub(super) fn one_of_many(case: &Case<'_>) -> Verdict {
    const CALLERS: usize = 16;
    for _ in 0..4 {
        let start = Arc::new(Barrier::new(CALLERS));
        let callers: Vec<_> = (0..CALLERS)
            .map(|_| {
                let (store, key) = (Arc::clone(&case.bench.store), case.key.clone());
                let (terms, start) = (case.terms, Arc::clone(&start));
                thread::spawn(move || {
                    start.wait();
                    store.begin(&key, None, &terms)
                })
            })
            .collect();
        let mut fences = Vec::new();
        for caller in callers {
            let begin = caller.join().map_err(|_| "the store panicked")?;
            match begin.map_err(failed)? {
                Begin::Granted(fence) => fences.push(fence),
                Begin::Held { .. } | Begin::TooSoon { .. } => {}
                other => return Err(format!("nobody committed, but begin answered {other:?}")),
            }
        }
        let &[fence] = &fences[..] else {
            let count = fences.len();
            return Err(format!(
                "{CALLERS} callers began at once, {count} were granted"
            ));
        };
        case.abandon(fence)?;
        case.pass(case.terms.min_interval + case.terms.margin);
    }
    Ok(())
}
