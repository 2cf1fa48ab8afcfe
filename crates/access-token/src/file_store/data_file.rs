use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Object;
use crate::slot::Slot;
use crate::{StoreError, StoreErrorKind};

/// The layout of the file; another number is another layout.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Content<S> {
    version: u32,
    slot: S,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

pub(super) fn make_dir(dir: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(dir)
        .map_err(|error| failed("made", dir, error))
}

/// The content of the file; an empty slot only if there is no file.
pub(super) fn read(path: &Path) -> Result<Slot, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Slot::default()),
        Err(error) => return Err(failed("read", path, error)),
    };
    // The errors of serde_json are dropped: they quote what they read.
    let version = serde_json::from_slice::<Object<Version>>(&bytes);
    let version = version.map(|Object(content)| content.version);
    if version.is_ok_and(|version| version != VERSION) {
        return Err(corrupt(path, "was written by another version"));
    }
    serde_json::from_slice::<Object<Content<Object<Slot>>>>(&bytes)
        .map(|Object(content)| content.slot.0)
        .map_err(|_| corrupt(path, "cannot be read as one"))
}

/// Replaces the file as a whole. The caller holds the lock, so `temporary` is his alone.
pub(super) fn replace(path: &Path, temporary: &Path, slot: &Slot) -> Result<(), StoreError> {
    let content = Content {
        version: VERSION,
        slot,
    };
    let bytes = serde_json::to_vec(&content).map_err(|_| corrupt(path, "cannot be written"))?;
    write(temporary, &bytes).map_err(|error| failed("written", temporary, error))?;
    fs::rename(temporary, path).map_err(|error| failed("replaced", path, error))?;
    // The gate must survive a power cut, and with it the name of the new file.
    #[cfg(unix)]
    if let Some(dir) = path.parent() {
        File::open(dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|error| failed("synchronised", dir, error))?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Left over from a process that was killed; its mode may be another.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    let mut file = private(options.write(true).create_new(true)).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Lets a new file be readable by its owner only.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

pub(super) fn failed(done: &str, path: &Path, error: io::Error) -> StoreError {
    let kind = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::NotADirectory => StoreErrorKind::Refused,
        _ => StoreErrorKind::Unavailable,
    };
    let message = format!(
        "part of the token store cannot be {done}: {}",
        path.display()
    );
    StoreError::new(kind, message).caused_by(error)
}

fn corrupt(path: &Path, problem: &str) -> StoreError {
    let message = format!(
        "the token file {problem}: {}; to repair, stop the application, wait the least interval \
         between two token requests, and delete this file but not its lock file",
        path.display()
    );
    StoreError::new(StoreErrorKind::Corrupt, message)
}
