//! One round: a provider with empty books, all steps of a plan, and the books at the end.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use openplat_sandbox::{LiveTokens, NumberStyle, Numbers, RefusalStyle, Sandbox, SuccessStyle};

use super::audit::audit;
use super::caller::{Caller, Habit};
use super::finding::Finding;
use super::plan::{CALLERS, Plan};
use super::site::Site;
use super::tally::Tally;

/// Who takes the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hands {
    /// Each caller a thread of his own.
    Threads,
    /// One thread for all, step by step, so that every run is the same.
    One,
}

/// What a round was.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    pub(super) tally: Tally,
}

/// A provider for a plan.
pub(super) fn provider(plan: &Plan) -> io::Result<Sandbox> {
    let sandbox = Sandbox::start()?;
    sandbox.damaijia().set_balance_fen(plan.balance_fen);
    let chao8 = sandbox.chao8();
    chao8.set_token_lifetime_seconds(1800);
    chao8.set_rejection(plan.rejection);
    if plan.is_odd {
        chao8.set_codes(Numbers::AsTexts);
        chao8.set_numbers(Numbers::AsTexts);
        sandbox.damaijia().set_number_style(NumberStyle::Texts);
        sandbox.damaijia().set_refusal_style(RefusalStyle::Observed);
        sandbox.post30().set_success_style(SuccessStyle::Boolean);
    }
    chao8.set_live_tokens(match plan.one_token_lives {
        true => LiveTokens::One,
        false => LiveTokens::Many,
    });
    Ok(sandbox)
}

/// Plays a plan on a site that has just been built for it: what comes out does not depend on what
/// was before.
pub(super) fn replay(plan: &Plan, habit: Habit, hands: Hands) -> io::Result<Outcome> {
    let sandbox = provider(plan)?;
    let site = Site::start(&sandbox)?;
    Ok(play(&site, &sandbox, plan, habit, hands))
}

/// Plays a plan.
pub(super) fn play(
    site: &Site,
    sandbox: &Sandbox,
    plan: &Plan,
    habit: Habit,
    hands: Hands,
) -> Outcome {
    site.serve(sandbox);
    let mut callers: Vec<Caller<'_>> = (0..CALLERS)
        .map(|index| Caller::new(index, site, sandbox, habit))
        .collect();
    match hands {
        Hands::One => {
            let mut steps = plan.steps.iter();
            steps.all(|step| callers[step.caller].take(step));
        }
        Hands::Threads => {
            // One finding is enough: the others stop.
            let is_good = AtomicBool::new(true);
            thread::scope(|scope| {
                for (index, caller) in callers.iter_mut().enumerate() {
                    let is_good = &is_good;
                    scope.spawn(move || {
                        let mut steps = plan.steps.iter().filter(|step| step.caller == index);
                        let all =
                            steps.all(|step| is_good.load(Ordering::Relaxed) && caller.take(step));
                        is_good.fetch_and(all, Ordering::Relaxed);
                    });
                }
            });
        }
    }
    let mut outcome = Outcome::default();
    let mut ledgers = Vec::new();
    for caller in callers {
        outcome.findings.extend(caller.findings);
        outcome.tally += caller.tally;
        ledgers.push(caller.ledger);
    }
    let logins = sandbox.damaijia().logins().len() + sandbox.chao8().token_requests();
    outcome.tally.token_requests += u64::try_from(logins).unwrap_or_default();
    // A caller who has stopped in the middle knows too little to be held against the books.
    if outcome.findings.is_empty() {
        outcome.findings = audit(site, sandbox, plan, &ledgers);
    }
    outcome
}
