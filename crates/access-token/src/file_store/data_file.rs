use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failure::{failed, refused};
use super::{Object, open};
use crate::slot::Slot;
use crate::{StoreError, StoreErrorKind};

/// The layout of the file; another number is another layout.
const VERSION: u32 = 1;

/// The longest file: a record is some hundred bytes and its token, which no provider makes as
/// long as this.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
struct Content<S> {
    version: u32,
    slot: S,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// What lies under the name of the data file.
pub(super) enum Found {
    /// What a store has written; an empty slot only if there is no file.
    Slot(Box<Slot>),
    /// A regular file that no store has written as it is now.
    Unreadable(&'static str),
}

/// Reads the data file.
///
/// A file of another version is an error and stays as it is: another version of the application
/// can read it and runs perhaps beside this one, so that the two would take each other's token
/// and gate away in turns.
pub(super) fn read(path: &Path) -> Result<Found, StoreError> {
    let Some(file) = open::existing(path)? else {
        return Ok(Found::Slot(Box::default()));
    };
    let bytes = start_of(file).map_err(|error| failed("read", path, error))?;
    if bytes.is_empty() {
        return Ok(Found::Unreadable("it is empty"));
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Ok(Found::Unreadable("it is longer than a token file can be"));
    }
    // The errors of serde_json are dropped: they quote what they read.
    let version = serde_json::from_slice::<Object<Version>>(&bytes);
    let version = version.map(|Object(content)| content.version);
    if version.is_ok_and(|version| version != VERSION) {
        return Err(of_another_version(path));
    }
    match serde_json::from_slice::<Object<Content<Object<Slot>>>>(&bytes) {
        Ok(Object(content)) => Ok(Found::Slot(Box::new(content.slot.0))),
        Err(_) => Ok(Found::Unreadable("it is cut off or garbled")),
    }
}

/// As much as a data file can have, and a byte more, which says that it is none. A file may grow
/// while it is read, so that what it says of its length is no limit.
fn start_of(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Goes on after a signal.
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A data file that is written and has not its name yet.
pub(super) struct Draft(PathBuf);

impl Draft {
    /// Writes beside the present file. The caller holds the lock, so `temporary` is his alone.
    pub(super) fn write(temporary: PathBuf, slot: &Slot) -> Result<Self, StoreError> {
        let content = Content {
            version: VERSION,
            slot,
        };
        let bytes = serde_json::to_vec(&content);
        let bytes = bytes.map_err(|error| failed("written", &temporary, error.into()))?;
        if bytes.len() as u64 > MAX_BYTES {
            let what =
                format!("a token of this length makes a file of more than {MAX_BYTES} bytes");
            return Err(refused(what, &temporary, "use another kind of store"));
        }
        match write(&temporary, &bytes) {
            Ok(()) => Ok(Self(temporary)),
            Err(error) => {
                // A full disk is not helped by half a file.
                let _ = fs::remove_file(&temporary);
                Err(failed("written", &temporary, error))
            }
        }
    }

    /// Puts the file in the place of the present one, as a whole.
    pub(super) fn replace(self, path: &Path) -> Result<(), StoreError> {
        fs::rename(&self.0, path).map_err(|error| failed("replaced", path, error))?;
        // The gate must survive a power cut, and with it the name of the new file.
        #[cfg(unix)]
        if let Some(dir) = path.parent() {
            fs::File::open(dir)
                .and_then(|dir| dir.sync_all())
                .map_err(|error| failed("synchronised", dir, error))?;
        }
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Left over from a process that was killed; its mode may be another.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = open::new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn of_another_version(path: &Path) -> StoreError {
    let message = format!(
        "the token file was written by another version: {}; to repair, use the same version \
         everywhere or a directory for each; to go on with this one alone, stop the application, \
         wait the least interval between two token requests, and delete this file but not its \
         lock file",
        path.display()
    );
    StoreError::new(StoreErrorKind::Corrupt, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte, is interrupted, and so on; it has no end.
    struct Endless(bool);

    impl Read for Endless {
        fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
            self.0 = !self.0;
            match self.0 {
                true => Err(io::ErrorKind::Interrupted.into()),
                false => {
                    let length = piece.len().min(1000);
                    piece[..length].fill(b' ');
                    Ok(length)
                }
            }
        }
    }

    #[test]
    fn reading_goes_on_after_a_signal_and_ends_at_the_limit() {
        let read = start_of(Endless(false)).unwrap();
        assert_eq!(read.len() as u64, MAX_BYTES + 1);
    }
}
