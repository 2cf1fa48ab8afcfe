//! Who may use the directory and the files of a file store, and what becomes of them when the
//! directory goes.
//!
//! Tests run as `root` in many places, to whom everything is allowed: what another user would be
//! refused by the system is shown by a child process that runs as one, where that is possible.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;
#[path = "support/steps.rs"]
mod steps;

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use access_token::{FileStore, Store, StoreError, StoreErrorKind};
use dir::Dir;
use rig::{key, seconds};
use steps::{STEPS, TERMS, begin, commit, store, store_at, token};

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn is_refused(error: &StoreError, path: &Path, repair: &str) {
    assert_eq!(error.kind(), StoreErrorKind::Refused, "{error}");
    assert!(!error.is_transient());
    let said = error.to_string();
    assert!(said.contains(path.to_str().unwrap()), "{said}");
    assert!(said.contains(repair), "{said}");
}

/// A store with a token, in a directory of its own.
fn with_token(name: &str) -> (Dir, FileStore) {
    let dir = Dir::new(name);
    let store = store(&dir, &rig::clock());
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    (dir, store)
}

#[test]
fn a_directory_that_others_may_write_to_is_refused() {
    let (dir, store) = with_token("others-write");
    let repair = format!("`chmod 700 {}`", dir.path().display());
    for mode in [0o777, 0o770, 0o720, 0o702, 0o1777, 0o2775] {
        set_mode(dir.path(), mode);
        let error = FileStore::new(dir.path()).unwrap_err();
        is_refused(&error, dir.path(), &repair);
        for (_, run, _) in STEPS {
            is_refused(&run(&store).unwrap_err(), dir.path(), &repair);
        }
    }
    // Others may see which files there are, but none of them.
    for mode in [0o755, 0o711, 0o750, 0o700] {
        set_mode(dir.path(), mode);
        FileStore::new(dir.path()).unwrap();
        assert_eq!(token(&store).unwrap(), "token-1");
    }
}

#[test]
fn a_file_to_which_others_have_any_right_is_refused() {
    let (_dir, store) = with_token("others-read");
    let (data, lock) = (store.data_path(&key()), store.lock_path(&key()));
    for path in [&data, &lock] {
        for mode in [0o644, 0o640, 0o604, 0o620, 0o602, 0o660, 0o666, 0o601] {
            set_mode(path, mode);
            let repair = format!("`chmod 600 {}`", path.display());
            for (_, run, only_reads) in STEPS {
                if !only_reads || *path == data {
                    is_refused(&run(&store).unwrap_err(), path, &repair);
                }
            }
        }
        set_mode(path, 0o600);
    }
    assert_eq!(token(&store).unwrap(), "token-1", "nothing has changed it");
    store.reject(&key(), &"token-1".into()).unwrap();
}

const NOBODY: u32 = 65534;

/// Whether this process may give files away, as root may.
fn gives_away(path: &Path) -> bool {
    chown(path, Some(NOBODY), None).is_ok()
}

/// `root` is refused there, too: it would leave files that the owner cannot open.
#[test]
fn what_belongs_to_somebody_else_is_refused_with_advice() {
    let (dir, store) = with_token("of-another");
    let me = fs::metadata(dir.path()).unwrap().uid();
    let repair = format!("`sudo chown -R {me} {}`", dir.path().display());
    let (data, lock) = (store.data_path(&key()), store.lock_path(&key()));
    if !gives_away(&data) {
        return;
    }
    is_refused(&store.load(&key()).unwrap_err(), &data, &repair);
    is_refused(&store.forget(&key()).unwrap_err(), &data, &repair);
    chown(&data, Some(me), None).unwrap();
    assert!(gives_away(&lock));
    is_refused(&store.forget(&key()).unwrap_err(), &lock, &repair);
    chown(&lock, Some(me), None).unwrap();
    assert!(gives_away(dir.path()));
    let error = FileStore::new(dir.path()).unwrap_err();
    is_refused(&error, dir.path(), &repair);
    is_refused(&store.load(&key()).unwrap_err(), dir.path(), &repair);
    chown(dir.path(), Some(me), None).unwrap();
    assert_eq!(token(&store).unwrap(), "token-1");
}

const DIR: &str = "ACCESS_TOKEN_TEST_DIR";

/// No test of its own: a user who finds files of `root` in his directory.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(DIR) else {
        return;
    };
    let store = FileStore::new(&dir).unwrap();
    let advice = format!("`sudo chown -R {NOBODY} {}`", Path::new(&dir).display());
    for (path, error) in [
        (store.data_path(&key()), store.load(&key()).unwrap_err()),
        (store.lock_path(&key()), store.forget(&key()).unwrap_err()),
    ] {
        is_refused(&error, &path, &advice);
        assert!(std::error::Error::source(&error).is_some(), "EACCES");
    }
    fs::write(Path::new(&dir).join("seen"), "").unwrap();
}

/// As after one command under `sudo` before the directory was looked at.
#[test]
fn a_user_who_finds_files_of_root_is_told_how_to_get_them_back() {
    let (dir, _) = with_token("of-root");
    if !gives_away(dir.path()) {
        return;
    }
    let program = std::env::current_exe().unwrap();
    let child = Command::new(program)
        .args(["child", "--exact", "--nocapture", "--test-threads=1"])
        .env(DIR, dir.path())
        .current_dir("/")
        .uid(NOBODY)
        .stdout(Stdio::null())
        .status();
    // Another user may not even be allowed to start this program where it lies.
    if let Ok(ended) = child {
        assert!(ended.success());
        assert!(dir.path().join("seen").exists(), "it has looked");
    }
}

#[test]
fn a_directory_that_was_removed_is_made_again() {
    let outer = Dir::new("removed");
    let dir = outer.path().join("made/by/the store");
    let clock = rig::clock();
    let store = store_at(&dir, &clock);
    for (step, run, only_reads) in STEPS {
        fs::remove_dir_all(outer.path().join("made")).unwrap();
        run(&store).unwrap_or_else(|error| panic!("{step}: {error}"));
        assert_eq!(dir.exists(), !only_reads, "{step}");
        store.forget(&key()).unwrap();
    }
    let mode = fs::metadata(&dir).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    assert_eq!(token(&store_at(&dir, &clock)).unwrap(), "token-1");
}

/// With the directory the file of the lock goes, and a lock on a file that nobody else finds is
/// none.
#[test]
fn who_waits_for_a_lock_that_was_removed_takes_the_one_that_is_there() {
    let dir = Dir::new("removed-lock");
    let store = store(&dir, &rig::clock());
    let store = store.lock_timeout(seconds(60));
    let fence = begin(&store, None);
    let path = store.lock_path(&key());
    let old = File::open(&path).unwrap();
    old.lock().unwrap();
    thread::scope(|scope| {
        let (done, is_done) = channel();
        let store = &store;
        scope.spawn(move || done.send(store.abandon(&key(), fence, &TERMS)).unwrap());
        let moment = Duration::from_millis(100);
        // Time for it to wait for the old one; if it has not come so far, it waits for the new.
        assert_eq!(
            is_done.recv_timeout(moment).err(),
            Some(RecvTimeoutError::Timeout)
        );
        fs::remove_file(&path).unwrap();
        let new = File::create(&path).unwrap();
        set_mode(&path, 0o600);
        new.lock().unwrap();
        drop(old);
        assert_eq!(
            is_done.recv_timeout(moment).err(),
            Some(RecvTimeoutError::Timeout)
        );
        drop(new);
        is_done.recv().unwrap().unwrap();
    });
}
