//! The errors of a store of files. None names what a file holds.

use std::fmt;
use std::io;
use std::path::Path;

use crate::{StoreError, StoreErrorKind};

/// A step of the operating system that failed: "cannot be `done`".
pub(super) fn failed(done: &str, path: &Path, error: io::Error) -> StoreError {
    let kind = match error.kind() {
        io::ErrorKind::PermissionDenied
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::ReadOnlyFilesystem => StoreErrorKind::Refused,
        _ => StoreErrorKind::Unavailable,
    };
    let message = format!(
        "part of the token store cannot be {done}: {}",
        path.display()
    );
    StoreError::new(kind, message).caused_by(error)
}

/// What only a person can put right, with what he does about it.
pub(super) fn refused(what: impl fmt::Display, path: &Path, repair: &str) -> StoreError {
    let message = format!("{what}: {}; to repair, {repair}", path.display());
    StoreError::new(StoreErrorKind::Refused, message)
}

/// A path as a shell reads it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+@%=:,".contains(letter);
    match text.chars().all(is_plain) && !text.starts_with('-') {
        true => text,
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_command_is_one_word() {
        for (path, word) in [
            ("/var/lib/openplat", "/var/lib/openplat"),
            ("/srv/我/token", "/srv/我/token"),
            ("/a b/$(x)", "'/a b/$(x)'"),
            ("/it's", r"'/it'\''s'"),
            ("-rf", "'-rf'"),
        ] {
            assert_eq!(quoted(Path::new(path)), word);
        }
    }
}
