//! 20 000 calls of the soak, and what it says of callers who do not do as documented.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use workspace_tests::soak::{
    Act, Habit, Plan, Provider, Report, Rule, Settings, Trouble, run, smallest,
};

/// Runs a soak; what it said comes with its report. One at a time, since each looks at the memory of
/// the process.
fn soak(calls: u64, seed: u64, habit: Habit) -> (Report, String) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut said = Vec::new();
    let settings = Settings { calls, seed, habit };
    let report = run(&settings, &mut said).unwrap();
    (report, String::from_utf8(said).unwrap())
}

#[test]
fn twenty_thousand_calls_end_as_their_callers_say() {
    let (report, said) = soak(20_000, 13, Habit::FindsOut);
    assert!(report.findings.is_empty(), "{said}");
    assert_eq!(report.tally.steps, 20_000);

    // A soak in which nothing happens shows nothing.
    for (provider, ends) in Provider::ALL.into_iter().zip(report.tally.calls) {
        let name = provider.name();
        assert!(ends.good > 1500, "{name}: {said}");
        assert!(ends.unknown > 200, "{name}: {said}");
        assert!(ends.not_sent > 10 && ends.refused > 10, "{name}: {said}");
    }
    assert!(report.tally.found_done > 100, "{said}");
    assert!(report.tally.found_not_done > 100, "{said}");
    assert!(report.tally.asked > 200, "{said}");
    assert!(report.tally.token_requests > 40, "{said}");
    let met: BTreeMap<_, _> = report.troubles.into_iter().collect();
    assert_eq!(met.len(), 18, "{said}");
    assert!(met["lost answer"] > 500 && met["stall"] > 0, "{said}");
    assert!(said.contains("100 %: 20000 steps"), "{said}");
}

/// The smallest run that a wrong habit fails in has one write whose answer does not come, and at the
/// most one call before it, which fetches the token: else the answer that is lost is that of the token.
fn found_and_made_small(habit: Habit, rules: &[Rule]) {
    let (report, said) = soak(400, 1, habit);
    let rule = report.findings[0].rule;
    assert!(rules.contains(&rule), "{said}");
    let steps = report.smallest.as_slice();
    assert!(matches!(steps.len(), 1 | 2), "{said}");
    let met = steps.iter().flat_map(|step| &step.troubles);
    let met = met.filter(|trouble| **trouble != Trouble::Nothing).count();
    assert_eq!(met, 1, "{said}");
    let last = &steps[steps.len() - 1];
    let writes = matches!(
        last.act,
        Act::PlaceOrder(..) | Act::CreateCodes(_) | Act::AddProduct | Act::CloseBatch
    );
    assert!(writes, "{said}");
    let told = format!(
        "The smallest run that fails has {} of its 400 steps:",
        steps.len()
    );
    assert!(said.contains(&told), "{said}");
    assert!(said.contains(&format!("  {last}\n")), "{said}");
    let again = "cargo xtask soak --calls 400 --seed 1\n";
    assert!(said.contains(again), "{said}");
}

#[test]
fn caller_who_repeats_a_write_without_finding_out_is_found() {
    let rules = [Rule::DoneTwice, Rule::SaidNotDone];
    found_and_made_small(Habit::RepeatsBlindly, &rules);
}

#[test]
fn caller_who_takes_unknown_for_refused_is_found() {
    found_and_made_small(Habit::TakesItForRefused, &[Rule::SaidNotDone]);
}

#[test]
fn plan_of_a_seed_is_always_the_same() {
    let told = |seed| {
        let plan = Plan::of(seed, 300);
        plan.steps
            .iter()
            .map(|step| format!("{step}\n"))
            .collect::<String>()
    };
    assert_eq!(told(7), told(7));
    assert_ne!(told(7), told(8));
}

#[test]
fn smallest_keeps_what_matters_and_nothing_else() {
    let all: Vec<u32> = (0..1000).collect();
    let mut trials = 0;
    let kept = smallest(&all, |part| {
        trials += 1;
        [3, 500, 999].iter().all(|needed| part.contains(needed))
    });
    assert_eq!(kept, [3, 500, 999]);
    assert!(trials < 200, "{trials} trials");
    assert_eq!(smallest(&all, |part| part.len() > 5).len(), 6);
    assert_eq!(smallest(&all, |_| false).len(), 1000);
}
