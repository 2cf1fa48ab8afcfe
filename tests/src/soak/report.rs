//! What a run says.

use std::io::{self, Write};
use std::time::Duration;

use super::Report;
use super::act::Provider;
use super::plan::Plan;
use super::process::Usage;
use super::tally::Tally;

/// So much of a list is printed.
const MOST_LINES: usize = 20;

pub(super) fn progress(
    out: &mut dyn Write,
    percent: u64,
    tally: &Tally,
    elapsed: Duration,
    usage: Usage,
) -> io::Result<()> {
    let (steps, seconds) = (tally.steps, elapsed.as_secs());
    writeln!(
        out,
        "{percent:3} %: {steps} steps after {seconds} s; {usage}"
    )
}

pub(super) fn failure(out: &mut dyn Write, plan: &Plan, report: &Report) -> io::Result<()> {
    writeln!(out, "\nThe round of seed {} fails:", plan.seed)?;
    let findings = &report.findings;
    for finding in findings.iter().take(MOST_LINES) {
        writeln!(out, "  {finding}")?;
    }
    if findings.len() > MOST_LINES {
        writeln!(out, "  and {} more", findings.len() - MOST_LINES)?;
    }
    let (few, all) = (report.smallest.len(), plan.steps.len());
    if few == 0 {
        writeln!(
            out,
            "Played again, its {all} steps pass: it hangs on how the threads meet."
        )?;
    } else {
        writeln!(
            out,
            "The smallest run that fails has {few} of its {all} steps:"
        )?;
        for step in report.smallest.iter().take(MOST_LINES) {
            writeln!(out, "  {step}")?;
        }
        if few > MOST_LINES {
            writeln!(
                out,
                "  and {} more: there was no time to find what matters",
                few - MOST_LINES
            )?;
        }
    }
    let seed = plan.seed;
    writeln!(
        out,
        "To play it again: cargo xtask soak --calls {all} --seed {seed}\n"
    )
}

pub(super) fn end(out: &mut dyn Write, report: &Report, elapsed: Duration) -> io::Result<()> {
    let Report { tally, .. } = report;
    let steps = tally.steps;
    let (calls, seconds) = (tally.all_calls(), elapsed.as_secs());
    writeln!(out, "{steps} steps, {calls} calls in {seconds} s")?;
    for (provider, ends) in Provider::ALL.into_iter().zip(tally.calls) {
        let (name, good, not_sent) = (provider.name(), ends.good, ends.not_sent);
        let (refused, unknown) = (ends.refused, ends.unknown);
        writeln!(
            out,
            "  {name:8} {good} good, {not_sent} not sent, {refused} refused, {unknown} unknown"
        )?;
    }
    let Tally {
        found_done,
        found_not_done,
        asked,
        token_requests,
        ..
    } = tally;
    writeln!(
        out,
        "writes that ended unknown: {found_done} found done, {found_not_done} found not done, \
         {asked} for the provider's staff to tell"
    )?;
    writeln!(out, "token requests and logins: {token_requests}")?;
    let met = report
        .troubles
        .iter()
        .map(|(kind, times)| format!("{kind} {times}"));
    writeln!(out, "on the wire: {}", met.collect::<Vec<_>>().join(", "))?;
    match report.findings.as_slice() {
        [] => writeln!(out, "the books agree with what the callers know"),
        [first, ..] => writeln!(out, "FAILED: {first}"),
    }
}
