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

use workspace::{by_hand, published, root};

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
        }
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
        Ok(Weight::new(title, reference, ours, Unit::Packages))
    });
    rows.collect()
}

/// The rows as a table in Markdown.
pub fn table(weights: &[Weight]) -> String {
    let mut text = String::from("| what | by hand | ours | ratio |\n| --- | --- | --- | --- |\n");
    for weight in weights {
        let (by_hand, ours) = (
            weight.unit.written(weight.by_hand),
            weight.unit.written(Some(weight.ours)),
        );
        let ratio = weight.ratio().map(|ratio| format!("{ratio:.2}"));
        let ratio = ratio.unwrap_or_default();
        text += &format!("| {} | {by_hand} | {ours} | {ratio} |\n", weight.name);
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

/// Weighs everything and writes the tables.
///
/// # Errors
///
/// As [`measure`]; any error of writing.
pub fn all(out: &mut dyn Write) -> io::Result<bool> {
    writeln!(out, "{}", table(&measure()?))?;
    for name in published()?.iter().filter(|name| name.ends_with("-api")) {
        let own = published()?;
        let dependencies = Graph::of(&root(), &[name])?.dependencies(&own);
        writeln!(out, "What {name} brings:\n")?;
        writeln!(out, "{}", dependency_table(&dependencies))?;
    }
    Ok(true)
}
