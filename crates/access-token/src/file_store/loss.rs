use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A data file that could not be read, and what became of it.
pub(super) struct Loss {
    data: PathBuf,
    why: &'static str,
    kept: io::Result<PathBuf>,
}

impl Loss {
    /// Keeps the file under another name, for people. The caller holds the lock and puts another
    /// file in its place next. That it cannot be kept is no reason to stop for ever.
    pub(super) fn set_aside(data: PathBuf, why: &'static str) -> Self {
        let kept = keep(&data);
        Self { data, why, kept }
    }

    /// Says so to people, without what the file holds.
    pub(super) fn log(&self) {
        let fate = match &self.kept {
            Ok(place) => format!("it is kept as {}", place.display()),
            Err(error) => format!("it could not be kept: {error}"),
        };
        log::warn!(
            "the token file {} cannot be read, {}; {fate}; the next token is asked for when the \
             least interval between two requests has passed",
            self.data.display(),
            self.why
        );
    }
}

/// The last one gets the number 1, and there are never more than three.
///
/// It keeps its old name too: a process that dies before the new file has it must not leave a
/// store that looks as if nothing had been there.
fn keep(data: &Path) -> io::Result<PathBuf> {
    let place = |number: u8| data.with_extension(format!("unreadable-{number}"));
    for (from, to) in [(2, 3), (1, 2)] {
        // Most often there is none.
        let _ = fs::rename(place(from), place(to));
    }
    let place = place(1);
    // A file system may know no second name; there the moment in between is accepted.
    fs::hard_link(data, &place).or_else(|_| fs::rename(data, &place))?;
    Ok(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever comes after a process that died here must find what cannot be read, not nothing.
    #[test]
    fn a_file_that_is_set_aside_keeps_its_name_until_another_has_it() {
        let name = format!("access-token-set-aside-{}", std::process::id());
        let data = std::env::temp_dir().join(name).with_extension("json");
        fs::write(&data, "garbled").unwrap();
        let loss = Loss::set_aside(data.clone(), "it is garbled");
        let kept = loss.kept.unwrap();
        let contents = [&data, &kept].map(|path| fs::read(path).unwrap());
        fs::remove_file(&data).unwrap();
        fs::remove_file(kept).unwrap();
        assert_eq!(contents, [b"garbled", b"garbled"]);
    }
}
