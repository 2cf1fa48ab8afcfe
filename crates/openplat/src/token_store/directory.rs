//! The directory of the access token.

use std::path::{Path, PathBuf};

use provider_http::{Purpose, check_text};

use crate::unexpanded::unexpanded;

/// A directory that is the same one for every command, wherever it runs, and that was meant.
#[derive(Debug)]
pub(super) struct Directory(PathBuf);

impl Directory {
    /// Takes an absolute path. What is wrong with another one is told by a sentence without its
    /// subject, and without the path, which may have been meant for a password.
    pub(super) fn new(path: &Path) -> Result<Self, String> {
        // What is no text comes from a disk and was not typed.
        if let Some(text) = path.to_str() {
            check_text("", text, Purpose::Words, "").map_err(|broken| broken.rule().to_owned())?;
        }
        let text = path.to_string_lossy();
        if text.starts_with(['"', '\'']) {
            return Err("must not stand in quotes: they would be a part of its name".to_owned());
        }
        if let Some(sign) = unexpanded(&text) {
            return Err(format!(
                "must not have {sign} in it, which is not expanded here and would be a name"
            ));
        }
        if !path.is_absolute() {
            return Err(
                "must be an absolute path: a relative one is another directory, with another \
                 token, wherever a command runs"
                    .to_owned(),
            );
        }
        Ok(Self(path.to_owned()))
    }

    pub(super) fn join(self, below: &str) -> Self {
        Self(self.0.join(below))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}
