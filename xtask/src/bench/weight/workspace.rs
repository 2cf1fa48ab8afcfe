//! Where the packages are, and how cargo is run on them.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of this workspace.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folder of the reference.
pub(super) fn by_hand() -> PathBuf {
    root().join("benches/by-hand")
}

/// The crates that are published, each in a folder of its name, in the order of the alphabet.
pub(super) fn published() -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for folder in fs::read_dir(root().join("crates"))? {
        let folder = folder?;
        let manifest = fs::read_to_string(folder.path().join("Cargo.toml"))?;
        if !manifest.contains("publish = false") {
            names.push(folder.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The output of a cargo that runs in a folder and changes no lock file.
pub(super) fn cargo(folder: &Path, command: &str, arguments: &[&str]) -> io::Result<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([command, "--quiet", "--locked"])
        .args(arguments)
        .current_dir(folder)
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
