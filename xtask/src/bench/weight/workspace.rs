//! Where the packages are.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::workspace::root;

/// The folder of the reference.
pub(super) fn by_hand() -> PathBuf {
    root().join("benches/by-hand")
}

/// The crates that are published, each in a folder of its name, in the order of the alphabet.
pub(crate) fn published() -> io::Result<Vec<String>> {
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
