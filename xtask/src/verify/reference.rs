use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::default_folder;

const PYTHON: &str = "python3";

/// What the second implementation, `tests/vectors/reference.py`, says about the vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rederived {
    /// Every case was derived again and came out the same.
    Same,
    /// Something differs; the report of the script says what.
    Differs,
    /// There is no Python here.
    NoPython,
}

/// Derives the vectors of a folder again with Python, where there is one.
///
/// # Errors
///
/// Any error of writing the report.
pub fn rederive(folder: &Path, out: &mut dyn Write) -> io::Result<Rederived> {
    if !python_is_there() {
        writeln!(out, "{PYTHON} not found: derived cases were not re-derived")?;
        return Ok(Rederived::NoPython);
    }
    let script = default_folder().join("reference.py");
    let check = Command::new(PYTHON)
        .arg(script)
        .arg("check")
        .arg(folder)
        .env("PYTHONIOENCODING", "utf-8")
        .output()?;
    out.write_all(&check.stdout)?;
    out.write_all(&check.stderr)?;
    if check.status.success() {
        return Ok(Rederived::Same);
    }
    writeln!(out, "reference.py check: {}", check.status)?;
    Ok(Rederived::Differs)
}

fn python_is_there() -> bool {
    // A version manager may put a shim in the path that runs no Python: only an answer counts.
    let version = Command::new(PYTHON)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    version.is_ok_and(|status| status.success())
}
