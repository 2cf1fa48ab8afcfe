//! An earlier state of this workspace, measured by today's benches.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::cargo::unlocked;
use super::rows::{self, Measured};
use crate::workspace::root;

/// Measures what a commit costs: it is checked out beside this workspace, and today's benches are
/// put into it. What their programs call has to be there already.
///
/// # Errors
///
/// A commit that is not there, or whose crates today's benches do not fit; as
/// [`measured`](super::rows::measured).
pub(super) fn measured(commit: &str) -> io::Result<Vec<Measured>> {
    let root = root();
    let folder = std::env::temp_dir().join(format!("openplat-before-{}", std::process::id()));
    git(
        &root,
        &["worktree", "add", "--detach", "--force"],
        &folder,
        Some(commit),
    )?;
    let checked_out = CheckedOut { root, folder };
    fit(&checked_out.root, &checked_out.folder)?;
    rows::measured(&checked_out.folder)
}

/// An earlier state in a folder of its own, which is gone afterwards.
struct CheckedOut {
    root: PathBuf,
    folder: PathBuf,
}

impl Drop for CheckedOut {
    fn drop(&mut self) {
        let _ = git(
            &self.root,
            &["worktree", "remove", "--force"],
            &self.folder,
            None,
        );
    }
}

/// Puts today's benches into an earlier workspace.
fn fit(root: &Path, folder: &Path) -> io::Result<()> {
    copy(&root.join("benches"), &folder.join("benches"))?;
    let file = folder.join("Cargo.toml");
    let manifest = fs::read_to_string(&file)?;
    let manifest = manifest
        .replace(r#""tests"]"#, r#""tests", "benches/side-by-side"]"#)
        .replace(r#"exclude = ["#, r#"exclude = ["benches/by-hand", "#);
    fs::write(file, manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let bench = folder.join("benches/side-by-side/Cargo.toml");
    // The features of today need not be there.
    let manifest = fs::read_to_string(&bench)?.replace(r#", features = ["webpki-roots"]"#, "");
    fs::write(bench, manifest)?;
    // Today's versions, without what is not used there.
    unlocked(folder, "metadata", &["--format-version", "1"]).map(drop)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => drop(fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}

fn git(root: &Path, command: &[&str], folder: &Path, commit: Option<&str>) -> io::Result<()> {
    let output = Command::new("git")
        .args(command)
        .arg(folder)
        .args(commit)
        .current_dir(root)
        .output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(io::Error::other(String::from_utf8_lossy(&output.stderr))),
    }
}
