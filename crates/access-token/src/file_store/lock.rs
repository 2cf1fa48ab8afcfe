use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::failure::failed;
use super::open;
use crate::{StoreError, StoreErrorKind};

/// The lock of a key. It ends with this value, or with the process.
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file would not do while a child process has inherited it.
        let _ = self.0.unlock();
    }
}

/// Takes the lock.
///
/// The file is opened anew each time, so that the threads of a process exclude each other too.
pub(super) fn take(path: &Path, timeout: Duration) -> Result<Lock, StoreError> {
    let start = Instant::now();
    loop {
        let file = open::existing_or_new(path)?;
        let is_taken = wait(|| file.try_lock(), start, timeout)
            .map_err(|error| failed("locked", path, error))?;
        let lock = Lock(file);
        // The directory may have been removed and made again: a lock on a file that nobody else
        // finds is none.
        if is_taken && open::leads_to(path, &lock.0) {
            return Ok(lock);
        }
        if start.elapsed() >= timeout {
            let message = format!(
                "the lock of the token file stayed taken for {timeout:?}: {}",
                path.display()
            );
            return Err(StoreError::new(StoreErrorKind::Timeout, message));
        }
    }
}

/// Tries until the time is over; says whether it got the lock. std has no lock with a deadline.
fn wait(
    mut try_lock: impl FnMut() -> Result<(), TryLockError>,
    start: Instant,
    timeout: Duration,
) -> io::Result<bool> {
    let mut pause = Duration::from_micros(200);
    loop {
        match try_lock() {
            Ok(()) => return Ok(true),
            // A signal says nothing about the lock.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {}
        }
        if start.elapsed() >= timeout {
            return Ok(false);
        }
        // Real time: who holds the lock works in it.
        std::thread::sleep(pause);
        pause = pause.saturating_mul(2).min(Duration::from_millis(5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn a_lock_that_a_signal_interrupts_is_asked_for_again() {
        let mut answers = [
            Err(TryLockError::Error(io::ErrorKind::Interrupted.into())),
            Err(TryLockError::WouldBlock),
            Ok(()),
        ]
        .into_iter();
        assert!(wait(|| answers.next().unwrap(), Instant::now(), LONG).unwrap());
        let fails = || Err(TryLockError::Error(io::ErrorKind::Unsupported.into()));
        let error = wait(fails, Instant::now(), LONG).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Unsupported);
        let interrupted = || Err(TryLockError::Error(io::ErrorKind::Interrupted.into()));
        assert!(!wait(interrupted, Instant::now(), Duration::ZERO).unwrap());
    }

    /// As after a fork: the child has the file too, and does not know it.
    #[test]
    fn a_lock_ends_though_another_has_its_file_open() {
        let name = format!("access-token-inherited-{}.lock", std::process::id());
        let path = std::env::temp_dir().join(name);
        let lock = take(&path, LONG).unwrap();
        let inherited = lock.0.try_clone().unwrap();
        drop(lock);
        let again = take(&path, Duration::ZERO);
        std::fs::remove_file(&path).unwrap();
        assert!(again.is_ok());
        drop(inherited);
    }
}
