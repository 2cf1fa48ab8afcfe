//! Instructions, counted by callgrind under gungraun, and the growth over a committed baseline.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::cargo::{cargo, cargo_with};
use super::rows::Measured;
use crate::workspace::root;

/// The version of gungraun that `benches/side-by-side/Cargo.toml` names: bench and runner have to be
/// the same.
pub const GUNGRAUN: &str = "0.20.0";

/// How much a count may grow.
const TOLERANCE: f64 = 1.03;

/// How often is counted before a growth is believed: what the allocator has to tidy up hangs on how
/// threads met before, and the least is what the work takes.
const ROUNDS: usize = 5;

/// The counts that others are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Baseline {
    /// The compiler that made them.
    pub rustc: String,
    /// Of each row, the reference and ours.
    pub rows: BTreeMap<String, (f64, f64)>,
}

impl Baseline {
    /// Counts of a compiler.
    pub fn new(rustc: impl Into<String>, counted: &[Measured]) -> Self {
        let rows = counted
            .iter()
            .map(|row| (row.id.clone(), (row.reference, row.ours)));
        Self {
            rustc: rustc.into(),
            rows: rows.collect(),
        }
    }

    /// What grew by more than 3 %, what is not in this baseline, and what is no longer counted, in
    /// words.
    ///
    /// Another compiler makes other code, also of the reference: then the ratios are compared.
    pub fn complaints(&self, now: &Self) -> Vec<String> {
        let mut complaints = Vec::new();
        let same_compiler = self.rustc == now.rustc;
        for (id, (reference, ours)) in &now.rows {
            let Some((reference_before, ours_before)) = self.rows.get(id) else {
                complaints.push(format!("{id} is not in the baseline"));
                continue;
            };
            let figures = [reference, ours, reference_before, ours_before];
            if figures
                .iter()
                .any(|figure| !(figure.is_finite() && **figure > 0.0))
            {
                complaints.push(format!("{id} counts nothing: its work is gone"));
                continue;
            }
            let growth = match same_compiler {
                true => ours / ours_before,
                false => (ours / reference) / (ours_before / reference_before),
            };
            if growth > TOLERANCE {
                let percent = (growth - 1.0) * 100.0;
                complaints.push(format!(
                    "{id} grew by {percent:.1} %: {ours_before} to {ours}"
                ));
            }
        }
        let lost = self.rows.keys().filter(|id| !now.rows.contains_key(*id));
        complaints.extend(lost.map(|id| format!("{id} is no longer counted")));
        complaints
    }

    /// The lesser count of each row.
    #[must_use]
    pub fn least(mut self, other: Self) -> Self {
        for (id, (reference, ours)) in &mut self.rows {
            if let Some((other_reference, other_ours)) = other.rows.get(id) {
                *reference = reference.min(*other_reference);
                *ours = ours.min(*other_ours);
            }
        }
        self
    }

    /// The committed one.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn committed() -> io::Result<Self> {
        let text = fs::read(baseline_file())?;
        serde_json::from_slice(&text).map_err(io::Error::from)
    }

    /// Makes it the one to commit.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn write(&self) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(baseline_file(), text + "\n")
    }
}

fn baseline_file() -> PathBuf {
    root().join("benches/instructions.json")
}

/// Counts the instructions of a workspace's rows. Installs valgrind and the runner of gungraun
/// where they are missing.
///
/// # Errors
///
/// What keeps cargo from running; a tool that is missing and cannot be installed.
pub fn counted(workspace: &Path) -> io::Result<Vec<Measured>> {
    install_valgrind()?;
    let runner = ("GUNGRAUN_RUNNER", runner()?);
    let arguments = [
        "--package",
        "workspace-benches",
        "--bench",
        "instructions",
        "--",
        "--output-format=json",
    ];
    read(&cargo_with(workspace, "bench", &arguments, Some(runner))?)
}

/// Counts, and says what grew over the committed baseline; whether nothing did. With `accept` these
/// counts are the baseline from now on.
///
/// # Errors
///
/// As [`counted`]; any error of writing.
pub fn check(out: &mut dyn Write, accept: bool) -> io::Result<bool> {
    let rustc = rustc_version()?;
    let mut now = Baseline::new(&rustc, &counted(&root())?);
    let committed = Baseline::committed();
    for _ in 1..ROUNDS {
        let grew = |committed: &Baseline| !committed.complaints(&now).is_empty();
        if !committed.as_ref().is_ok_and(grew) {
            break;
        }
        now = now.least(Baseline::new(&rustc, &counted(&root())?));
    }
    for (id, (reference, ours)) in &now.rows {
        let ratio = ours / reference;
        writeln!(
            out,
            "{id}: {ours} instructions, {ratio:.3} of the reference"
        )?;
    }
    let complaints = match committed {
        Ok(baseline) => baseline.complaints(&now),
        Err(_) if accept => Vec::new(),
        Err(error) => return Err(error),
    };
    for complaint in &complaints {
        writeln!(out, "{complaint}")?;
    }
    if accept {
        now.write()?;
        writeln!(out, "accepted")?;
    } else if complaints.is_empty() {
        writeln!(out, "no count grew by more than 3 %")?;
    }
    Ok(accept || complaints.is_empty())
}

/// The compiler, such as `rustc 1.95.0`.
///
/// # Errors
///
/// When it does not run.
pub fn rustc_version() -> io::Result<String> {
    let output = Command::new("rustc").arg("--version").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let words: Vec<&str> = text.split_whitespace().take(2).collect();
    Ok(words.join(" "))
}

/// What gungraun prints of a benchmark, as far as it is wanted.
#[derive(Deserialize)]
struct Summary {
    function_name: String,
    id: String,
    profiles: Vec<Profile>,
}

#[derive(Deserialize)]
struct Profile {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    total: Total,
}

#[derive(Deserialize)]
struct Total {
    metrics: Metrics,
}

#[derive(Deserialize)]
struct Metrics {
    #[serde(rename = "Ir")]
    instructions: Metric,
}

#[derive(Deserialize)]
struct Metric {
    values: Values,
}

#[derive(Deserialize)]
struct Values {
    new: f64,
}

/// Reads the summaries, a line each: the cases `reference` and `ours` of each row.
///
/// # Errors
///
/// `InvalidData` when they have another form, or a case is missing.
pub fn read(summaries: &str) -> io::Result<Vec<Measured>> {
    let invalid = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    let mut rows: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for line in summaries.lines().filter(|line| line.starts_with('{')) {
        let summary: Summary = serde_json::from_str(line)?;
        let Some(profile) = summary.profiles.first() else {
            return Err(invalid(format!("no profile of {}", summary.function_name)));
        };
        let count = profile.data.total.metrics.instructions.values.new;
        let cases = rows.entry(summary.function_name).or_default();
        cases.insert(summary.id, count);
    }
    let rows = rows.into_iter().map(|(id, cases)| {
        let case = |name: &str| {
            let count = cases.get(name).copied();
            count.ok_or_else(|| invalid(format!("no case {name} of {id}")))
        };
        let (reference, ours) = (case("reference")?, case("ours")?);
        Ok(Measured::new(id, reference, ours))
    });
    rows.collect()
}

fn install_valgrind() -> io::Result<()> {
    if runs("valgrind") {
        return Ok(());
    }
    let install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends valgrind";
    let output = Command::new("sh")
        .args(["-c", install])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .output()?;
    match output.status.success() && runs("valgrind") {
        true => Ok(()),
        false => Err(io::Error::other(
            "valgrind is missing, and apt-get could not install it: install it by hand",
        )),
    }
}

fn runs(tool: &str) -> bool {
    let run = Command::new(tool).arg("--version").output();
    run.is_ok_and(|output| output.status.success())
}

/// The runner, in the target folder: it is built there once.
fn runner() -> io::Result<PathBuf> {
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let tools = target.join("tools").join(GUNGRAUN);
    let runner = tools.join("bin/gungraun-runner");
    if !runner.exists() {
        let version = format!("={GUNGRAUN}");
        let folder = tools.display().to_string();
        let arguments = ["gungraun-runner", "--version", &version, "--root", &folder];
        cargo(&root(), "install", &arguments)?;
    }
    Ok(runner)
}
