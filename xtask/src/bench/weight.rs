//! `cargo xtask weight`: packages, seconds of a cold build, bytes of the tool.
//!
//! The reference is `benches/by-hand`: the same call of the same provider without the crates of
//! this workspace.

use std::io::{self, Write};

mod build;
mod graph;
mod workspace;

pub use build::{cold_build, tool_sizes};
pub use graph::{Dependency, Graph};

use super::page::verdict;
use crate::workspace::root;
use workspace::by_hand;
pub(crate) use workspace::published;

/// A row: what something weighs, and what it weighs written by hand.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Weight {
    /// What is weighed.
    pub name: String,
    /// The reference, where there is one.
    pub by_hand: Option<f64>,
    /// The weight.
    pub ours: f64,
    /// What is counted.
    pub unit: Unit,
    /// The most that is aimed at: of the ratio where there is a reference, else of the weight.
    pub goal: Option<f64>,
}

/// What a weight is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Packages that a user builds, the crate itself included.
    Packages,
    /// Seconds by the clock on the wall.
    Seconds,
    /// Millions of bytes.
    Megabytes,
}

impl Unit {
    fn written(self, amount: Option<f64>) -> String {
        let Some(amount) = amount else {
            return String::new();
        };
        match self {
            Self::Packages => format!("{amount:.0}"),
            Self::Seconds => format!("{amount:.1} s"),
            Self::Megabytes => format!("{amount:.2} MB"),
        }
    }
}

impl Weight {
    /// A row, with a reference or without.
    pub fn new(name: impl Into<String>, by_hand: Option<f64>, ours: f64, unit: Unit) -> Self {
        Self {
            name: name.into(),
            by_hand,
            ours,
            unit,
            goal: None,
        }
    }

    /// The same with the most that is aimed at.
    #[must_use]
    pub fn at_most(mut self, goal: f64) -> Self {
        self.goal = Some(goal);
        self
    }

    /// How much heavier it is than written by hand.
    pub fn ratio(&self) -> Option<f64> {
        self.by_hand.map(|by_hand| self.ours / by_hand)
    }
}

/// Weighs everything. It takes minutes, and wants a machine that does nothing else.
///
/// # Errors
///
/// What keeps cargo from running; a build that fails.
pub fn measure() -> io::Result<Vec<Weight>> {
    let mut weights = packages()?;
    weights.push(cold_build()?);
    weights.extend(tool_sizes()?);
    Ok(weights)
}

/// How many packages each published crate brings.
///
/// # Errors
///
/// As [`measure`].
pub fn packages() -> io::Result<Vec<Weight>> {
    let called_by_hand = Graph::of(&by_hand(), &["by-hand"])?.len();
    // Who signs by hand takes the digest and its digits, and is a package as well.
    let signed_by_hand = Graph::of(&by_hand(), &["md-5", "hex"])?.len() + 1;
    let crates = published()?;
    let rows = crates.iter().map(|name| {
        let reference = match name.as_str() {
            "signing" => Some(signed_by_hand as f64),
            _ if name.ends_with("-api") => Some(called_by_hand as f64),
            _ => None,
        };
        let ours = Graph::of(&root(), &[name])?.len() as f64;
        let title = format!("packages of {name}");
        let weight = Weight::new(title, reference, ours, Unit::Packages);
        Ok(match reference {
            Some(_) => weight.at_most(1.2),
            None => weight,
        })
    });
    rows.collect()
}

/// The rows as a table in Markdown.
pub fn table(weights: &[Weight]) -> String {
    let mut text = String::from(
        "| what | by hand | ours | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for weight in weights {
        let (by_hand, ours) = (
            weight.unit.written(weight.by_hand),
            weight.unit.written(Some(weight.ours)),
        );
        let ratio = weight.ratio().map(|ratio| format!("{ratio:.2}"));
        let ratio = ratio.unwrap_or_default();
        let goal = match (weight.goal, weight.by_hand) {
            (None, _) => String::new(),
            (Some(goal), Some(_)) => format!("≤ {goal}"),
            (goal, None) => format!("≤ {}", weight.unit.written(goal)),
        };
        let met = verdict(weight.goal, weight.ratio().unwrap_or(weight.ours));
        text += &format!(
            "| {} | {by_hand} | {ours} | {ratio} | {goal} | {met} |\n",
            weight.name
        );
    }
    text
}

/// The dependencies of a crate as a table in Markdown.
pub fn dependency_table(dependencies: &[Dependency]) -> String {
    let mut text = String::from(
        "| dependency | named by | packages that only it brings |\n| --- | --- | --- |\n",
    );
    for dependency in dependencies {
        let (named_by, brings) = (
            dependency.named_by.join(", "),
            dependency.only_it_brings.join(", "),
        );
        text += &format!("| {} | {named_by} | {brings} |\n", dependency.name);
    }
    text
}

/// What each provider crate brings, a table for each.
///
/// # Errors
///
/// As [`measure`].
pub fn dependency_tables() -> io::Result<String> {
    let own = published()?;
    let mut text = String::new();
    for name in own.iter().filter(|name| name.ends_with("-api")) {
        let dependencies = Graph::of(&root(), &[name])?.dependencies(&own);
        text += &format!(
            "What {name} brings:\n\n{}\n",
            dependency_table(&dependencies)
        );
    }
    Ok(text.trim_end().to_owned())
}

/// Weighs everything and writes the tables.
///
/// # Errors
///
/// As [`measure`]; any error of writing.
pub fn all(out: &mut dyn Write) -> io::Result<bool> {
    writeln!(out, "{}\n{}", table(&measure()?), dependency_tables()?)?;
    Ok(true)
}
