//! A world of faults at random: `workspace_tests::soak`, built to be fast.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::workspace::root;

/// Runs the soak with so many calls from a seed and passes on what it says; whether all was well.
///
/// # Errors
///
/// What keeps cargo from running; a soak that cannot be built.
pub fn run(out: &mut dyn Write, calls: u64, seed: u64) -> io::Result<bool> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut soak = Command::new(cargo)
        .args(["run", "--locked", "--quiet", "--release"])
        .args(["--package", "workspace-tests", "--bin", "soak", "--"])
        .args(["--calls", &calls.to_string(), "--seed", &seed.to_string()])
        .current_dir(root())
        .stdout(Stdio::piped())
        .spawn()?;
    // Line by line: it may take minutes.
    if let Some(said) = soak.stdout.take() {
        for line in BufReader::new(said).lines() {
            writeln!(out, "{}", line?)?;
        }
    }
    Ok(soak.wait()?.success())
}
