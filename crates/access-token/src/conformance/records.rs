//! Points 1, 6 and 7 of the contract, and the second look of point 2.

use std::time::Duration;

use super::{Case, Verdict, ensure};
use crate::{Begin, Fence, Issued};

pub(super) fn empty(case: &Case<'_>) -> Verdict {
    case.holds(None)?;
    case.granted(None)?;
    case.holds(None)
}

pub(super) fn whole(case: &Case<'_>) -> Verdict {
    let lifetime = Some(Duration::from_millis(7_200_250));
    let fence = case.granted(None)?;
    let before = case.now();
    let issued = Issued::new("token-1", lifetime, Duration::from_secs(5));
    case.commit_issued(fence, &issued)?;
    case.holds(Some("token-1"))?;
    let Some(record) = case.load()? else {
        return Err("a committed token is not loaded".into());
    };
    let longest = case.now() - before + Duration::from_secs(5) + case.bench.clock_error;
    ensure(
        record.fence == fence,
        "a record has the fence of its commit",
    )?;
    ensure(
        record.lifetime == lifetime,
        "the lifetime came back changed",
    )?;
    ensure(
        record.age >= Duration::from_secs(5) && record.age <= longest,
        "the age that a token had at its commit is not counted",
    )
}

pub(super) fn no_lifetime(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    let issued = Issued::new("token-1", None, Duration::ZERO);
    case.commit_issued(fence, &issued)?;
    case.holds(Some("token-1"))?;
    let lifetime = case.load()?.and_then(|record| record.lifetime);
    ensure(lifetime.is_none(), "a token without an end was given one")
}

pub(super) fn any_text(case: &Case<'_>) -> Verdict {
    let token = "a\"b\\c\n\0令牌 {x}%s'";
    let fence = case.granted(None)?;
    case.stored(fence, token)?;
    case.holds(Some(token))?;
    case.reject(token)?;
    case.holds(None)
}

pub(super) fn age(case: &Case<'_>) -> Verdict {
    let lifetime = case.minute;
    let fence = case.granted(None)?;
    let issued = Issued::new("token-1", Some(lifetime), Duration::ZERO);
    case.commit_issued(fence, &issued)?;
    case.pass(lifetime);
    let Some(record) = case.load()? else {
        return Err("a record whose life is over must still be loaded".into());
    };
    ensure(record.age >= lifetime, "the age of a record does not grow")
}

pub(super) fn keys(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    let other = Case {
        key: crate::Key::new("conformance", "http://127.0.0.2", case.key.as_str()),
        ..*case
    };
    other.holds(None)?;
    let fence = other.granted(None)?;
    other.stored(fence, "token-2")?;
    other.reject("token-1")?;
    case.holds(Some("token-1"))
}

pub(super) fn reject_current(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.reject("token-1")?;
    case.holds(None)?;
    case.reject("token-1")
}

pub(super) fn reject_other(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-2")?;
    case.reject("token-1")?;
    case.holds(Some("token-2"))
}

pub(super) fn reject_gate(case: &Case<'_>) -> Verdict {
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    case.reject("token-1")?;
    let retry_in = case.too_soon(None)?;
    ensure(!retry_in.is_zero(), "the gate opened by a reject")
}

pub(super) fn second_look(case: &Case<'_>) -> Verdict {
    // A caller finds nothing, and before he begins somebody else has stored a token.
    let seen: Option<Fence> = case.load()?.map(|record| record.fence);
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    let begin = case.begin(seen)?;
    let Begin::Newer(record) = begin else {
        return Err(format!(
            "a token came between load and begin, but begin answered {begin:?}"
        ));
    };
    ensure(
        record.token.expose() == "token-1" && record.fence == fence,
        "begin answered with a record that is not the current one",
    )?;
    // Also when the gate is open and when the caller has seen an older record.
    case.pass(case.terms.min_interval + case.terms.margin);
    let begin = case.begin(Some(Fence::new(1)))?;
    ensure(
        matches!(begin, Begin::Newer(_)),
        "begin grants a fetch although the caller has not seen the current token",
    )?;
    case.granted(Some(fence)).map(drop)
}

/// What a record says of the gate is what holds, and nothing while a lease can still move it.
pub(super) fn gate_told(case: &Case<'_>) -> Verdict {
    let told = || -> Result<Option<Duration>, String> {
        let record = case.load()?;
        Ok(record.and_then(|record| record.gate_opens_in))
    };
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    let gate = super::gate::gate(case)?;
    ensure(
        told()?.is_none_or(|told| told <= gate + case.bench.clock_error),
        "a record says that the gate is closed for longer than it is",
    )?;
    case.pass(case.terms.min_interval + case.terms.margin);
    case.granted(Some(fence))?;
    ensure(
        told()?.is_none(),
        "a record names a gate although somebody fetches, and the end of his lease moves it",
    )
}

/// The clock of the store steps back by an hour, while a process looks on.
pub(super) fn stepped_back(case: &Case<'_>) -> Verdict {
    let super::Time::Manual(clock) = &case.bench.time else {
        return Ok(());
    };
    let fence = case.granted(None)?;
    case.stored(fence, "token-1")?;
    let passed = case.bench.minute / 2;
    let before = super::gate::gate(case)?;
    case.pass(passed);
    let right = crate::Clock::now(clock);
    clock.set_wall(right - Duration::from_secs(3600));
    let after = super::gate::gate(case)?;
    let age = case.load()?.map(|record| record.age);
    clock.set_wall(right);
    ensure(
        after + passed <= before + case.bench.clock_error,
        "the gate is closed for longer since the clock stepped back",
    )?;
    ensure(
        age.is_some_and(|age| age >= passed),
        "a token became younger when the clock stepped back",
    )
}

pub(super) fn readers(case: &Case<'_>) -> Verdict {
    let read = || -> Result<(), String> {
        case.load()?;
        super::gate::gate(case).map(drop)
    };
    read()?;
    let fence = case.granted(None)?;
    read()?;
    case.stored(fence, "token-1")?;
    let before = super::gate::gate(case)?;
    case.pass(case.minute / 2);
    read()?;
    let after = super::gate::gate(case)?;
    ensure(
        after + case.minute / 2 <= before + case.bench.clock_error,
        "the gate moved away although nobody wrote",
    )?;
    case.holds(Some("token-1"))
}
