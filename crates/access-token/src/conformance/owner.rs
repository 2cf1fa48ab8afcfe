//! The owner of a lease: point 3 of the contract.

use std::time::Duration;

use super::{Case, Verdict, ensure};
use crate::{Begin, Commit, Fence, Issued, Owner};

fn begin_as(case: &Case<'_>, owner: Owner) -> Result<Begin, String> {
    case.begin_on(None, &case.terms.owned_by(owner))
}

fn granted_to(case: &Case<'_>, owner: Owner) -> Result<Fence, String> {
    match begin_as(case, owner)? {
        Begin::Granted(fence) => Ok(fence),
        other => Err(format!("the owner of the lease asked again: {other:?}")),
    }
}

/// An answer was lost, or its receiver was held up before he could send.
pub(super) fn asks_again(case: &Case<'_>) -> Verdict {
    let owner = Owner::random();
    let first = granted_to(case, owner)?;
    let second = granted_to(case, owner)?;
    ensure(second > first, "a lease granted anew has no higher fence")?;
    // The lease counts from the second grant.
    case.pass(case.terms.lease / 2);
    granted_to(case, owner)?;
    case.pass(case.terms.lease / 2);
    match begin_as(case, Owner::random())? {
        Begin::Held { .. } => Ok(()),
        other => Err(format!(
            "a lease granted anew is shorter than a lease; another one was told {other:?}"
        )),
    }
}

pub(super) fn asks_after_his_lease(case: &Case<'_>) -> Verdict {
    let owner = Owner::random();
    granted_to(case, owner)?;
    case.pass(case.terms.lease);
    granted_to(case, owner)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    granted_to(case, owner).map(drop)
}

pub(super) fn only_the_owner(case: &Case<'_>) -> Verdict {
    let owner = Owner::random();
    granted_to(case, owner)?;
    for other in [None, Some(Owner::random())] {
        let mut terms = case.terms;
        terms.owner = other;
        match case.begin_on(None, &terms)? {
            Begin::Held { .. } => {}
            other => return Err(format!("the lease is another's, but begin said {other:?}")),
        }
    }
    // A lease without an owner is nobody's to ask for again.
    case.pass(case.terms.lease + case.terms.min_interval);
    case.granted(None)?;
    match case.begin(None)? {
        Begin::Held { .. } => Ok(()),
        other => Err(format!("nobody owns the lease, but begin said {other:?}")),
    }
}

pub(super) fn superseded(case: &Case<'_>) -> Verdict {
    let slow = Owner::random();
    granted_to(case, slow)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    granted_to(case, Owner::random())?;
    match begin_as(case, slow)? {
        Begin::Held { .. } => Ok(()),
        other => Err(format!(
            "somebody else was granted a lease meanwhile, but begin said {other:?}"
        )),
    }
}

pub(super) fn ends(case: &Case<'_>) -> Verdict {
    let owner = Owner::random();
    let fence = granted_to(case, owner)?;
    case.abandon(fence)?;
    closed_for(case, owner, None)?;
    case.pass(case.terms.min_interval + case.terms.margin);
    let fence = granted_to(case, owner)?;
    case.stored(fence, "token-1")?;
    closed_for(case, owner, Some(fence))
}

/// A fence of the owner's that is not the last one ends nothing.
pub(super) fn earlier_fence(case: &Case<'_>) -> Verdict {
    let owner = Owner::random();
    let first = granted_to(case, owner)?;
    let second = granted_to(case, owner)?;
    case.abandon(first)?;
    match begin_as(case, Owner::random())? {
        Begin::Held { .. } => {}
        other => return Err(format!("an earlier fence ended the lease: {other:?}")),
    }
    case.stored(second, "token-2")?;
    let commit = case.commit(first, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "an earlier fence of the same owner displaced his token",
    )
}

/// The first question arrived, too, but its answer was lost.
pub(super) fn any_of_his_fences(case: &Case<'_>) -> Verdict {
    let owner = Owner::random();
    let first = granted_to(case, owner)?;
    let second = granted_to(case, owner)?;
    let issued = Issued::new("token-1", None, Duration::ZERO);
    let terms = case.terms.owned_by(owner);
    let commit = case.commit_on(first, &issued, &terms)?;
    ensure(
        commit == Commit::Stored,
        "the token of the owner of the last lease was not stored",
    )?;
    case.holds(Some("token-1"))?;
    let seen = Some(first.min(second));
    closed_for(case, Owner::random(), seen)
}

/// Somebody has sent a request since: its gate is not for the owner of the lease to pass.
pub(super) fn after_another_request(case: &Case<'_>) -> Verdict {
    let late = case.granted(None)?;
    case.pass(case.terms.lease + case.terms.min_interval);
    let owner = Owner::random();
    granted_to(case, owner)?;
    case.abandon(late)?;
    match begin_as(case, owner)? {
        Begin::Held { .. } | Begin::TooSoon { .. } => Ok(()),
        other => Err(format!(
            "a request was sent since the owner asked first, but begin said {other:?}"
        )),
    }
}

fn closed_for(case: &Case<'_>, owner: Owner, seen: Option<Fence>) -> Verdict {
    match case.begin_on(seen, &case.terms.owned_by(owner))? {
        Begin::TooSoon { .. } => Ok(()),
        other => Err(format!(
            "the fetch has ended, but its owner was told {other:?}"
        )),
    }
}
