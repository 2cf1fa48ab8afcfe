//! A round that fails, made as small as it goes: played again, on a site of its own each time.

use std::io;
use std::time::{Duration, Instant};

use super::caller::Habit;
use super::finding::Finding;
use super::plan::{Plan, Step};
use super::round::{self, Hands};
use super::smallest::smallest;
use super::trouble::Trouble;

/// So long it is tried: more than ten times what it takes.
const PATIENCE: Duration = Duration::from_secs(600);

/// The smallest part of a round that breaks the same rule: played by one thread or, when that does
/// not break it, by all of them. Empty when it was broken only once.
pub(super) fn smallest_run(plan: &Plan, finding: &Finding, habit: Habit) -> io::Result<Vec<Step>> {
    let mut trials = Trials {
        plan,
        habit,
        until: Instant::now() + PATIENCE,
        problem: None,
    };
    let mut kept = Vec::new();
    for hands in [Hands::One, Hands::Threads] {
        let mut fails = |steps: &[Step]| trials.play(steps, hands, finding);
        let Some((mut part, mut found)) = first_part(&plan.steps, finding, &mut fails) else {
            continue;
        };
        // Played again it may fail elsewhere, and earlier.
        while let Some((smaller, again)) = first_part(&part, &found, &mut fails)
            && smaller.len() < part.len()
        {
            (part, found) = (smaller, again);
        }
        let mut fails = |steps: &[Step]| fails(steps).is_some();
        kept = smallest(&part, &mut fails);
        kept = calmest(&kept, &mut fails);
        break;
    }
    trials.problem.map_or(Ok(kept), Err)
}

struct Trials<'a> {
    plan: &'a Plan,
    habit: Habit,
    until: Instant,
    problem: Option<io::Error>,
}

impl Trials<'_> {
    /// Plays these steps, and says what breaks the rule of a finding. What several threads do once
    /// they do not always do again.
    fn play(&mut self, steps: &[Step], hands: Hands, finding: &Finding) -> Option<Finding> {
        let tries = match hands {
            Hands::One => 1,
            Hands::Threads => 3,
        };
        (0..tries).find_map(|_| {
            if self.problem.is_some() || Instant::now() > self.until {
                return None;
            }
            match round::replay(&self.plan.with(steps), self.habit, hands) {
                Ok(outcome) => {
                    let mut findings = outcome.findings.into_iter();
                    findings.find(|found| found.rule == finding.rule)
                }
                Err(error) => {
                    self.problem = Some(error);
                    None
                }
            }
        })
    }
}

/// The first part of some steps in which the cause of a finding lies, with what is found in it: the
/// step itself, those of its caller until then, all until then, all.
fn first_part(
    steps: &[Step],
    finding: &Finding,
    fails: &mut impl FnMut(&[Step]) -> Option<Finding>,
) -> Option<(Vec<Step>, Finding)> {
    let mut parts = Vec::new();
    if let Some(at) = steps
        .iter()
        .position(|step| Some(step.number) == finding.step)
    {
        let until = &steps[..=at];
        let own = until.iter().filter(|step| step.caller == steps[at].caller);
        parts.push(vec![steps[at].clone()]);
        parts.push(own.cloned().collect());
        parts.push(until.to_vec());
    }
    parts.push(steps.to_vec());
    parts.into_iter().find_map(|part| {
        let found = fails(&part)?;
        Some((part, found))
    })
}

/// The same steps with as little trouble as still fails.
fn calmest(steps: &[Step], mut fails: impl FnMut(&[Step]) -> bool) -> Vec<Step> {
    let mut kept = steps.to_vec();
    for at in 0..kept.len() {
        // First: a slow machine is trouble, too, for one who is in haste.
        if kept[at].in_haste {
            let mut calmer = kept.clone();
            calmer[at].in_haste = false;
            if fails(&calmer) {
                kept = calmer;
            }
        }
        for place in (0..kept[at].troubles.len()).rev() {
            let mut calmer = kept.clone();
            let troubles = &mut calmer[at].troubles;
            match place + 1 == troubles.len() {
                true => drop(troubles.pop()),
                false => troubles[place] = Trouble::Nothing,
            }
            if fails(&calmer) {
                kept = calmer;
            }
        }
    }
    kept
}
