//! Opening what should be a file of the store, whatever it is.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::failure::{failed, quoted, refused};
use super::rights::{self, Part};
use crate::StoreError;

/// The file, if there is one.
///
/// A link is followed: the directory is the owner's alone, so it is his own doing. What counts is
/// what it leads to, since everything is asked of the handle. A link that leads nowhere is no
/// file; the first write puts a file in its place.
pub(super) fn existing(path: &Path) -> Result<Option<File>, StoreError> {
    match options().read(true).open(path) {
        Ok(file) => checked(path, file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(explained(path, error)),
    }
}

/// The file, made if there is none.
pub(super) fn existing_or_new(path: &Path) -> Result<File, StoreError> {
    let mut options = options();
    options.read(true).write(true).create(true).truncate(false);
    match options.open(path) {
        Ok(file) => checked(path, file),
        Err(error) => Err(explained(path, error)),
    }
}

/// A file that was not there before; it is for its owner only.
pub(super) fn new(path: &Path) -> io::Result<File> {
    options().write(true).create_new(true).open(path)
}

/// Whether this path still leads to this file.
#[cfg(unix)]
pub(super) fn leads_to(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |found: Metadata| (found.dev(), found.ino());
    let (at_path, opened) = (fs::metadata(path).map(place), file.metadata().map(place));
    matches!((at_path, opened), (Ok(at_path), Ok(opened)) if at_path == opened)
}

/// Elsewhere a file that is open stays where it is.
#[cfg(not(unix))]
pub(super) fn leads_to(_path: &Path, _file: &File) -> bool {
    true
}

/// To open never waits, as for the other end of a FIFO, and takes hold of no terminal.
fn options() -> OpenOptions {
    #[allow(unused_mut, reason = "changed on unix only")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
        options.custom_flags(flags).mode(0o600);
    }
    options
}

fn checked(path: &Path, file: File) -> Result<File, StoreError> {
    let found = file.metadata();
    let found = found.map_err(|error| failed("examined", path, error))?;
    check(path, &found)?;
    Ok(file)
}

fn check(path: &Path, found: &Metadata) -> Result<(), StoreError> {
    if !found.is_file() {
        let repair = format!(
            "look what it is and take it away, `ls -ld {}`",
            quoted(path)
        );
        return Err(refused("not a regular file", path, &repair));
    }
    rights::check(Part::File, path, found)
}

/// Why it cannot be opened: what it is says more than the error of the operating system.
fn explained(path: &Path, error: io::Error) -> StoreError {
    let objection = fs::metadata(path).ok().map(|found| check(path, &found));
    match objection {
        Some(Err(objection)) => objection.caused_by(error),
        _ => failed("opened", path, error),
    }
}
