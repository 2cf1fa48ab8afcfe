use std::fs::{self, DirBuilder};
use std::io;
use std::path::{self, Path, PathBuf};

use super::failure::{failed, refused};
use super::rights::{self, Part};
use crate::StoreError;

/// The directory wherever the process goes: from another working directory a relative one would
/// be made a second time, for a second token.
pub(super) fn absolute(dir: PathBuf) -> Result<PathBuf, StoreError> {
    match path::absolute(&dir) {
        Ok(dir) => Ok(dir),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            let repair = "give it a name";
            Err(refused(
                "the directory of the token store has no name",
                &dir,
                repair,
            ))
        }
        Err(error) => Err(failed("found", &dir, error)),
    }
}

/// Makes the directory if it is not there, for its owner only.
pub(super) fn make(dir: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(failed("made", dir, error))
        }
        _ => check(dir),
    }
}

/// Refuses a directory that is not its owner's alone to change. One that is not there is no
/// danger. What is above it is not looked at: a directory below `/tmp` is as good as any.
pub(super) fn check(dir: &Path) -> Result<(), StoreError> {
    let found = match fs::metadata(dir) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("examined", dir, error)),
    };
    if !found.is_dir() {
        let repair = "choose another place for the token store, or take it away";
        return Err(refused("not a directory", dir, repair));
    }
    rights::check(Part::Directory, dir, &found)
}
