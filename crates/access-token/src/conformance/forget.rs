//! What is forgotten: point 6 of the contract.

use super::gate::gate;
use super::{Case, Verdict, ensure};
use crate::{Begin, Commit};

pub(super) fn opens_the_gate(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.forget()?;
    case.holds(None)?;
    ensure(
        gate(case)?.is_zero(),
        "the gate is closed although the token was forgotten",
    )?;
    let next = case.granted(None)?;
    ensure(next > fence, "the fences were forgotten, too")
}

pub(super) fn leaves_a_lease(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.forget()?;
    match case.begin(None)? {
        Begin::Held { .. } => {}
        other => {
            return Err(format!(
                "somebody fetches, but after a token was forgotten begin answered {other:?}"
            ));
        }
    }
    case.stored(fence, "token-1")?;
    case.holds(Some("token-1"))
}

pub(super) fn stays_forgotten(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.forget()?;
    let commit = case.commit(fence, "token-1")?;
    ensure(
        commit == Commit::Superseded,
        "a token that was forgotten was stored by a repetition",
    )?;
    case.holds(None)
}

pub(super) fn nothing(case: &Case<'_>) -> Verdict {
    case.forget()?;
    case.granted(None).map(drop)
}
