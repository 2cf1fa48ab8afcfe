use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use access_token::{Notify, NotifyVersion};
use openplat_sandbox::SandboxClock;
use time::OffsetDateTime;
use time::macros::datetime;

const START: OffsetDateTime = datetime!(2023-01-01 10:00 UTC);

/// The time of the sandbox and of all processes, which the test moves.
pub(crate) struct MovedTime {
    sandbox: SandboxClock,
    file: File,
    now: Duration,
}

impl MovedTime {
    /// Stops the clock of the sandbox, and makes the file in which processes read the time.
    pub(crate) fn stop(sandbox: &SandboxClock, path: &Path) -> Self {
        let mut time = Self {
            sandbox: sandbox.clone(),
            file: File::create(path).unwrap(),
            now: Duration::ZERO,
        };
        time.advance(Duration::ZERO);
        time
    }

    pub(crate) fn now(&self) -> Duration {
        self.now
    }

    /// Moves on. While a process may be at work it must be 1 s at most.
    ///
    /// The sandbox goes first. So the sandbox may note a token request at a time that its
    /// process has not seen yet; the gate of the process has a margin of 1 s for that.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.now += by;
        self.sandbox.set(START + self.now);
        let micros = u64::try_from(self.now.as_micros()).unwrap();
        self.file.seek(SeekFrom::Start(0)).unwrap();
        self.file.write_all(&micros.to_le_bytes()).unwrap();
    }
}

/// The clock of a process: the time in the file.
#[derive(Clone, Debug)]
pub(crate) struct FileClock(PathBuf);

impl FileClock {
    pub(crate) fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn read(&self) -> Duration {
        let bytes = fs::read(&self.0).unwrap();
        Duration::from_micros(u64::from_le_bytes(bytes.try_into().unwrap()))
    }
}

impl access_token::Clock for FileClock {
    fn now(&self) -> OffsetDateTime {
        START + self.read()
    }

    fn monotonic(&self) -> Duration {
        self.read()
    }

    fn wait(&self, notify: &Notify, seen: NotifyVersion, longest: Duration) {
        notify.wait(seen, Some(longest.min(Duration::from_millis(2))));
    }
}
