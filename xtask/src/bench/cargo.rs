//! How cargo is run on this workspace, and on others.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The output of a cargo that runs in a folder and changes no lock file.
pub(crate) fn cargo(folder: &Path, command: &str, arguments: &[&str]) -> io::Result<String> {
    cargo_with(folder, command, arguments, None)
}

/// The same with a variable in its environment.
pub(super) fn cargo_with(
    folder: &Path,
    command: &str,
    arguments: &[&str],
    variable: Option<(&str, PathBuf)>,
) -> io::Result<String> {
    let arguments = [&["--locked"], arguments].concat();
    run(folder, command, &arguments, variable)
}

/// The output of a cargo that may change the lock file.
pub(super) fn unlocked(folder: &Path, command: &str, arguments: &[&str]) -> io::Result<String> {
    run(folder, command, arguments, None)
}

fn run(
    folder: &Path,
    command: &str,
    arguments: &[&str],
    variable: Option<(&str, PathBuf)>,
) -> io::Result<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([command, "--quiet"])
        .args(arguments)
        .current_dir(folder)
        .envs(variable)
        // A cache of compiled crates would be measured in place of the compiler.
        .env_remove("RUSTC_WRAPPER")
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let message = format!("cargo {command} {}: {said}", arguments.join(" "));
        return Err(io::Error::other(message));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}
