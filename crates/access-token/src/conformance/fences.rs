//! Fences: points 3 and 5 of the contract.

use super::{Case, Verdict, ensure};
use crate::Commit;

pub(super) fn rise(case: &Case<'_>) -> Verdict {
    let first = case.granted(None)?;
    case.abandon(first)?;
    case.pass(case.terms.min_interval + case.terms.margin);
    let second = case.granted(None)?;
    ensure(second > first, "a fence is not larger than the last one")
}

pub(super) fn superseded(case: &Case<'_>) -> Verdict {
    let slow = case.granted(None)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    let fast = case.granted(None)?;
    case.stored(fast, "token-2")?;
    let commit = case.commit(slow, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "a commit said that it was stored after a higher fence had committed",
    )?;
    case.holds(Some("token-2"))
}

pub(super) fn after_reject(case: &Case<'_>) -> Verdict {
    let slow = case.granted(None)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    let fast = case.granted(None)?;
    case.stored(fast, "token-2")?;
    case.reject("token-2")?;
    let commit = case.commit(slow, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "the highest fence that committed was forgotten when its token was rejected",
    )?;
    case.holds(None)
}

pub(super) fn lower_first(case: &Case<'_>) -> Verdict {
    let slow = case.granted(None)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    let fast = case.granted(None)?;
    case.stored(slow, "token-1")?;
    case.holds(Some("token-1"))?;
    case.stored(fast, "token-2")?;
    case.holds(Some("token-2"))
}

pub(super) fn repeated(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.stored(fence, "token-1")?;
    case.holds(Some("token-1"))
}

pub(super) fn wiped(case: &Case<'_>) -> Verdict {
    let Some(wipe) = &case.bench.wipe else {
        return Ok(());
    };
    let old = case.granted(None)?;
    case.stored(old, "token-1")?;
    wipe(&case.key);
    case.holds(None)?;
    // Time has passed: the fence must be larger than the clock, not only than the last one.
    case.pass(case.terms.min_interval);
    let new = case.granted(None)?;
    ensure(
        new > old,
        "after a wipe the fences started again below old ones",
    )?;
    case.stored(new, "token-2")?;
    let commit = case.commit(old, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "after a wipe an old fence displaced a newer token",
    )?;
    case.holds(Some("token-2"))
}
