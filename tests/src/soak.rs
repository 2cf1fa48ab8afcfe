//! A world of faults at random: calls of all four clients by several callers at once, over a wire that
//! loses, cuts, breaks and replaces what it likes, to a provider that is the sandbox.
//!
//! Each caller does what the documents of the crates say, also where the outcome of a write is
//! unknown. Afterwards the books of the sandbox are held against what the callers know:
//!
//! - nothing that was wanted once was done twice, and the balance is what was there less what was
//!   bought;
//! - nothing that was said to be done is missing, nothing that was said not to be done is there;
//! - what was unknown was found out by the documented way, and the books agree;
//! - an answer that was taken for one is the right one, token requests keep their interval, nothing
//!   panics, and the process does not grow by calls.
//!
//! A run is made of rounds. In each the provider is started anew behind the proxy, while clients,
//! kept connections and tokens live on. All that happens in a round comes from its seed, so that a
//! round that fails is played again with ever fewer steps, by one thread, until only those are left
//! that matter.

mod act;
mod audit;
mod caller;
mod finding;
mod ledger;
mod moved_time;
mod plan;
mod process;
mod report;
mod round;
mod sayings;
mod shrink;
mod site;
mod smallest;
mod tally;
mod trouble;
mod wire;

use std::io::{self, Write};
use std::time::Instant;

pub use act::{Act, Code, Goods, Provider};
pub use caller::Habit;
pub use finding::{Finding, Rule};
pub use plan::{CALLERS, Plan, Step};
pub use sayings::Saying;
pub use smallest::smallest;
pub use tally::{Ends, Tally};
pub use trouble::Trouble;

use process::Usage;
use round::Hands;
use site::Site;

use crate::dice::Dice;

/// So many steps has a round, the last one perhaps fewer.
pub const ROUND: u32 = 2000;

/// What a run is to be.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many steps are taken. A step is one call and what it takes to know its outcome.
    pub calls: u64,
    /// The seed: that of the first round, and of the seeds of all others.
    pub seed: u64,
    /// What callers do about a write of which they do not know whether it was done.
    pub habit: Habit,
}

/// What came of a run.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// What was done.
    pub tally: Tally,
    /// How often requests met with each kind of trouble.
    pub troubles: Vec<(&'static str, u64)>,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
    /// The smallest run that still fails, if a round failed and did so again.
    pub smallest: Vec<Step>,
}

/// Runs a soak and says on `out` how it goes.
///
/// # Errors
///
/// When no sandbox can be started, or `out` does not take what is written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> io::Result<Report> {
    let start = Instant::now();
    let plan = Plan::of(settings.seed, 0);
    let first = round::provider(&plan)?;
    let site = Site::start(&first)?;
    drop(first);
    let rounds = settings.calls.div_ceil(u64::from(ROUND));
    let mut seeds = Dice::new(settings.seed);
    let mut tally = Tally::default();
    let mut early = None;
    let mut failed = None;
    for number in 0..rounds {
        // The first round is that of the seed itself: so each can be played alone.
        let seed = match number {
            0 => settings.seed,
            _ => seeds.number(),
        };
        let steps = settings.calls - number * u64::from(ROUND);
        let steps = u32::try_from(steps).map_or(ROUND, |steps| steps.min(ROUND));
        let plan = Plan::of(seed, steps);
        let sandbox = round::provider(&plan)?;
        let outcome = round::play(&site, &sandbox, &plan, settings.habit, Hands::Threads);
        tally += outcome.tally;
        if !outcome.findings.is_empty() {
            failed = Some((plan, outcome.findings));
            break;
        }
        drop(sandbox);
        let tenths = |rounds_done: u64| rounds_done * 10 / rounds;
        if tenths(number + 1) > tenths(number) {
            let usage = Usage::now();
            early.get_or_insert(usage);
            report::progress(out, tenths(number + 1) * 10, &tally, start.elapsed(), usage)?;
        }
    }
    let mut report = Report {
        tally,
        troubles: site.wire.met().into_iter().collect(),
        findings: Vec::new(),
        smallest: Vec::new(),
    };
    // Fewer rounds say nothing about growth.
    if let Some(early) = early.filter(|_| rounds >= 10) {
        report.findings.extend(Usage::now().grown_since(early));
    }
    drop(site);
    if let Some((plan, findings)) = failed {
        report.smallest = shrink::smallest_run(&plan, &findings[0], settings.habit)?;
        report.findings = findings;
        report::failure(out, &plan, &report)?;
    }
    report::end(out, &report, start.elapsed())?;
    Ok(report)
}
