//! The rows of `workspace-benches`: what they are, and what was measured of them.

use std::io;
use std::path::Path;

use serde::Deserialize;

use super::cargo::cargo;
use super::instructions;

/// What is measured, and against what.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Row {
    /// The name under which it is measured.
    pub id: String,
    /// What is done.
    pub work: String,
    /// What it is compared with.
    pub reference: String,
    /// How it is measured.
    pub measure: Measure,
    /// The highest ratio that is aimed at.
    pub goal: Option<f64>,
}

/// How a row is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Measure {
    /// Instructions, counted by callgrind.
    Instructions,
    /// Nanoseconds: the least of many rounds, or their median where threads meet.
    Nanoseconds,
    /// Allocations of one run.
    Allocations,
    /// Bytes of heap at the highest point of one run.
    Bytes,
    /// How many there are.
    Count,
}

/// What was measured of a row.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Measured {
    /// The name of the row.
    pub id: String,
    /// What the reference costs.
    pub reference: f64,
    /// What this workspace costs.
    pub ours: f64,
}

impl Measured {
    /// A row's two figures.
    pub fn new(id: impl Into<String>, reference: f64, ours: f64) -> Self {
        Self {
            id: id.into(),
            reference,
            ours,
        }
    }

    /// How much more this workspace costs.
    pub fn ratio(&self) -> f64 {
        self.ours / self.reference
    }
}

/// All rows of a workspace, in the order of the table.
///
/// # Errors
///
/// What keeps cargo from running; a build that fails.
pub fn defined(workspace: &Path) -> io::Result<Vec<Row>> {
    lines(&bin(workspace, "rows")?)
}

/// Measures all rows of a workspace.
///
/// # Errors
///
/// As [`defined`]; a tool that is missing and cannot be installed; a row that was not measured.
pub fn measured(workspace: &Path) -> io::Result<Vec<Measured>> {
    let mut measured: Vec<Measured> = lines(&bin(workspace, "wall")?)?;
    measured.extend(lines::<Measured>(&bin(workspace, "memory")?)?);
    measured.extend(instructions::counted(workspace)?);
    Ok(measured)
}

fn bin(workspace: &Path, name: &str) -> io::Result<String> {
    let arguments = ["--release", "--package", "workspace-benches", "--bin", name];
    cargo(workspace, "run", &arguments)
}

fn lines<T: for<'de> Deserialize<'de>>(text: &str) -> io::Result<Vec<T>> {
    let values = text.lines().map(serde_json::from_str);
    values.collect::<Result<_, _>>().map_err(io::Error::from)
}
