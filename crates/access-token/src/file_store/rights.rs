//! Who may read and change what a store keeps: its owner alone, as `ssh` asks of a private key.
//!
//! Who may write to the directory can put in a token of his own, or take the gate away. Who may
//! read a token file can use the token; who may read a lock file can keep it locked. The names in
//! the directory tell nothing, so others may look at it.
//!
//! What belongs to somebody else is his: a process of `root` that wrote to the directory of a
//! user would leave files that the user can no longer open.

use std::fs::Metadata;
use std::path::Path;

use crate::StoreError;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Directory,
    File,
}

#[cfg(unix)]
pub(super) fn check(part: Part, path: &Path, found: &Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let me = this_user().unwrap_or(found.uid());
    match objection(part, found.uid(), found.mode(), me) {
        None => Ok(()),
        Some(objection) => Err(objection.on(part, path)),
    }
}

/// As whom this process runs. The standard library does not tell; Linux shows it as the owner of
/// the process. Elsewhere it is not known, and only the modes are looked at.
#[cfg(unix)]
fn this_user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self")
        .ok()
        .map(|found| found.uid())
}

/// Owners and modes are those of unix.
#[cfg(not(unix))]
pub(super) fn check(_part: Part, _path: &Path, _found: &Metadata) -> Result<(), StoreError> {
    Ok(())
}

#[cfg(unix)]
#[derive(Debug, PartialEq, Eq)]
enum Objection {
    BelongsToAnother { owner: u32, me: u32 },
    OthersMay(&'static str, u32),
}

#[cfg(unix)]
fn objection(part: Part, owner: u32, mode: u32, me: u32) -> Option<Objection> {
    const OTHERS_WRITE: u32 = 0o022;
    const OTHERS_ANYTHING: u32 = 0o077;
    if owner != me {
        return Some(Objection::BelongsToAnother { owner, me });
    }
    if mode & OTHERS_WRITE != 0 {
        return Some(Objection::OthersMay("write to", mode));
    }
    if part == Part::File && mode & OTHERS_ANYTHING != 0 {
        return Some(Objection::OthersMay("read", mode));
    }
    None
}

#[cfg(unix)]
impl Objection {
    fn on(self, part: Part, path: &Path) -> StoreError {
        use super::failure::{quoted, refused};
        let name = match part {
            Part::Directory => "the directory of the token store",
            Part::File => "a file of the token store",
        };
        match self {
            Self::BelongsToAnother { owner, me } => {
                // After one command as another user all files are his.
                let directory = match part {
                    Part::Directory => path,
                    Part::File => path.parent().unwrap_or(path),
                };
                let repair = format!(
                    "run as the user to whom it belongs, or `sudo chown -R {me} {}`",
                    quoted(directory)
                );
                let what = format!(
                    "{name} belongs to the user {owner}, and this process runs as the user {me}"
                );
                refused(what, path, &repair)
            }
            Self::OthersMay(verb, mode) => {
                let right = match part {
                    Part::Directory => "700",
                    Part::File => "600",
                };
                let what = format!("others may {verb} {name} (mode {:04o})", mode & 0o7777);
                refused(what, path, &format!("`chmod {right} {}`", quoted(path)))
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const ME: u32 = 1000;

    #[test]
    fn nobody_else_may_write_to_any_part_or_read_a_file() {
        for bits in 0..=0o7777 {
            let dir = objection(Part::Directory, ME, bits, ME);
            assert_eq!(dir.is_some(), bits & 0o022 != 0, "directory {bits:04o}");
            let file = objection(Part::File, ME, bits, ME);
            assert_eq!(file.is_some(), bits & 0o077 != 0, "file {bits:04o}");
        }
    }

    /// Also not for root, who would leave files that the owner can no longer open.
    #[test]
    fn what_belongs_to_another_is_refused_to_everybody() {
        for (owner, me) in [(0, ME), (ME, 0), (1001, ME)] {
            for part in [Part::Directory, Part::File] {
                let error = objection(part, owner, 0o600, me).unwrap();
                assert_eq!(error, Objection::BelongsToAnother { owner, me });
                let error = error.on(part, Path::new("/a place/token.json")).to_string();
                assert!(
                    error.contains(&format!("sudo chown -R {me} '/a place")),
                    "{error}"
                );
            }
        }
    }
}
