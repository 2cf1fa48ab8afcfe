use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::data_file::{failed, private};
use crate::{StoreError, StoreErrorKind};

/// Takes the lock; the returned file holds it until it is closed, also by the end of the process.
///
/// The file is opened anew each time, so that the threads of a process exclude each other too.
pub(super) fn take(path: &Path, timeout: Duration) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = private(&mut options)
        .open(path)
        .map_err(|error| failed("opened", path, error))?;
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed("locked", path, error)),
            Err(TryLockError::WouldBlock) if start.elapsed() >= timeout => {
                let message = format!(
                    "the lock of the token file stayed taken for {timeout:?}: {}",
                    path.display()
                );
                return Err(StoreError::new(StoreErrorKind::Timeout, message));
            }
            Err(TryLockError::WouldBlock) => {
                // std has no lock with a deadline. Real time: who holds the lock works in it.
                std::thread::sleep(pause);
                pause = pause.saturating_mul(2).min(Duration::from_millis(5));
            }
        }
    }
}
