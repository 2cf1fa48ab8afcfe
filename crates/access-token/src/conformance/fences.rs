//! Fences: points 4, 5 and 7 of the contract.

use super::{Case, Verdict, ensure};
use crate::{Begin, Commit, Fence};

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

/// The caller has seen a record of a store that was wiped since and whose clock is behind.
pub(super) fn above_seen(case: &Case<'_>) -> Verdict {
    let high = Fence::new(case.granted(None)?.number() + 1_000_000_000);
    case.pass(case.terms.lease + case.terms.min_interval);
    let fence = case.granted(Some(high))?;
    ensure(
        fence > high,
        "a fence is not larger than the one that the caller has seen",
    )
}

pub(super) fn last_only(case: &Case<'_>) -> Verdict {
    let first = case.granted(None)?;
    case.stored(first, "token-1")?;
    case.pass(case.terms.min_interval + case.terms.margin);
    let slow = case.granted(Some(first))?;
    case.pass(case.terms.lease + case.terms.min_interval);
    let last = case.granted(Some(first))?;
    let elsewhere = Fence::new(last.number() + 1_000_000_000);
    for other in [slow, elsewhere] {
        let commit = case.commit(other, "token-2")?;
        ensure(
            commit == Commit::Superseded,
            "a fence that is not the last one displaced a token",
        )?;
        case.holds(Some("token-1"))?;
    }
    case.stored(last, "token-3")?;
    case.holds(Some("token-3"))
}

/// A grant of a store that was wiped since: it may fill the gap, until there is a newer token.
pub(super) fn from_elsewhere(case: &Case<'_>) -> Verdict {
    let last = case.granted(None)?;
    let elsewhere = Fence::new(last.number() + 1_000_000_000);
    case.stored(elsewhere, "token-1")?;
    match case.begin(Some(elsewhere))? {
        Begin::Held { .. } => {}
        other => return Err(format!("a strange fence ended the lease: {other:?}")),
    }
    case.stored(last, "token-2")?;
    case.holds(Some("token-2"))?;
    let commit = case.commit(elsewhere, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "a fence of a store that was wiped displaced a newer token",
    )
}

pub(super) fn rejected_and_repeated(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.reject("token-1")?;
    let commit = case.commit(fence, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "a rejected token was stored by a repetition",
    )?;
    case.holds(None)
}

pub(super) fn repeated_later(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.pass(case.bench.minute);
    case.stored(fence, "token-1")?;
    let age = case.load()?.map(|record| record.age);
    ensure(
        age.is_some_and(|age| age >= case.bench.minute),
        "a token became younger by a repeated commit",
    )
}
