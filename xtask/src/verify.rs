//! `cargo xtask verify`: runs every golden vector, stage by stage.
//!
//! A run goes on to its end whatever it finds. It fails on a difference, and also on anything
//! that could let a vector go unread: a file without a case, an unknown algorithm or field, an id
//! that occurs twice, a case without a source, an algorithm without a file, a case that was not
//! executed.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

mod algorithm;
mod files;
mod mistakes;
mod reference;
mod stages;
mod value;
mod vector;

pub use algorithm::Algorithm;
pub use reference::{Rederived, rederive};

/// The vectors of this workspace: `tests/vectors`.
pub fn default_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

/// Every named mistake that a must-reject case can name, with its algorithm.
pub fn named_mistakes() -> impl Iterator<Item = (Algorithm, &'static str)> {
    Algorithm::ALL.into_iter().flat_map(|algorithm| {
        let names = mistakes::names(algorithm).iter();
        names.map(move |name| (algorithm, *name))
    })
}

/// Runs the vectors of a folder and has them derived again by Python; whether nothing differed.
///
/// # Errors
///
/// `NotADirectory` when the folder is none; any error of writing the report.
pub fn all(folder: &Path, out: &mut dyn Write) -> io::Result<bool> {
    let outcome = run(folder, out)?;
    let rederived = rederive(folder, out)?;
    Ok(outcome.passed() && rederived != Rederived::Differs)
}

/// Runs the vectors of a folder and of the folders in it, and writes a report.
///
/// # Errors
///
/// `NotADirectory` when the folder is none; any error of reading the folder or of writing the
/// report. A file that cannot be read is a [`Difference`].
pub fn run(folder: &Path, out: &mut dyn Write) -> io::Result<Outcome> {
    if !folder.is_dir() {
        let message = format!("{} is not a directory", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotADirectory, message));
    }
    let mut outcome = Outcome::default();
    let mut places = BTreeMap::new();
    for path in files::below(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path);
        files::run(
            &path,
            &name.display().to_string(),
            &mut places,
            &mut outcome,
        );
    }
    for algorithm in Algorithm::ALL {
        if outcome.count(algorithm).cases == 0 {
            let what = "no case in any file".to_owned();
            outcome.differs(algorithm.name(), "-", "count", what);
        }
    }
    outcome.write(out)?;
    Ok(outcome)
}

/// What a run found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// Everything that is not as it should be, in the order of the files.
    pub differences: Vec<Difference>,
    counts: BTreeMap<Algorithm, Count>,
}

/// How many cases of an algorithm there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Count {
    /// Entries found in the files by a walk that knows nothing of cases.
    pub cases: usize,
    /// Cases that went through their stages.
    pub executed: usize,
    /// Executed cases that carry a wrong signature.
    pub must_reject: usize,
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The file below the folder of the vectors.
    pub file: String,
    /// The id of the case; `-` when no case is meant.
    pub case: String,
    /// `file`, `count`, `case`, `id`, `string to sign`, `signature` or `wrong signature`.
    pub stage: &'static str,
    /// What was expected and what was found.
    pub what: String,
}

impl Outcome {
    /// Whether every case was executed and nothing differed.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }

    /// The cases of one algorithm.
    pub fn count(&self, algorithm: Algorithm) -> Count {
        self.counts.get(&algorithm).copied().unwrap_or_default()
    }

    /// The cases of all algorithms.
    pub fn total(&self) -> Count {
        self.counts
            .values()
            .fold(Count::default(), |sum, count| Count {
                cases: sum.cases + count.cases,
                executed: sum.executed + count.executed,
                must_reject: sum.must_reject + count.must_reject,
            })
    }

    fn differs(&mut self, file: &str, case: &str, stage: &'static str, what: String) {
        self.differences.push(Difference {
            file: file.to_owned(),
            case: case.to_owned(),
            stage,
            what,
        });
    }

    fn count_mut(&mut self, algorithm: Algorithm) -> &mut Count {
        self.counts.entry(algorithm).or_default()
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for difference in &self.differences {
            writeln!(out, "{difference}")?;
        }
        for algorithm in Algorithm::ALL {
            writeln!(out, "{}: {}", algorithm.name(), self.count(algorithm))?;
        }
        writeln!(out, "total: {}", self.total())?;
        if !self.passed() {
            writeln!(out, "{} differences", self.differences.len())?;
        }
        Ok(())
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            cases,
            executed,
            must_reject,
        } = self;
        write!(
            f,
            "{cases} cases, {executed} executed ({must_reject} must-reject)"
        )
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {}: {}",
            self.file, self.case, self.stage, self.what
        )
    }
}
