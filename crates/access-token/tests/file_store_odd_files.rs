//! The file store and what is no token file: FIFOs, devices, sockets, directories, links, and
//! files without an end.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;
#[path = "support/steps.rs"]
mod steps;

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use access_token::{FileStore, Store, StoreError, StoreErrorKind};
use dir::Dir;
use rig::{key, seconds};
use steps::{STEPS, TERMS, begin, commit, issued, store, temporary_path, token, too_soon};

/// What hangs does so for ever.
const LONG: Duration = Duration::from_secs(60);

fn fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

fn socket(path: &Path) {
    // A path of a socket is short, so it is made under a short name.
    let inner = path.with_file_name("s");
    drop(UnixListener::bind(&inner).unwrap());
    fs::rename(inner, path).unwrap();
}

/// What it is, and how it comes to be.
type Odd = (&'static str, fn(&Path));

/// Things that are no file.
const ODD: [Odd; 6] = [
    ("a FIFO", fifo),
    ("a socket", socket),
    ("a directory", |path| fs::create_dir(path).unwrap()),
    ("zeros without an end", |path| {
        symlink("/dev/zero", path).unwrap();
    }),
    ("nothing", |path| symlink("/dev/null", path).unwrap()),
    ("a link to a FIFO", |path| {
        let target = path.with_extension("fifo");
        fifo(&target);
        symlink(target, path).unwrap();
    }),
];

fn remove(path: &Path) {
    match fs::symlink_metadata(path).unwrap().is_dir() {
        true => fs::remove_dir(path).unwrap(),
        false => fs::remove_file(path).unwrap(),
    }
}

/// A store that does its steps in another thread, so that a test sees one that hangs.
fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, is_done) = channel();
    thread::spawn(move || done.send(work()));
    match is_done.recv_timeout(LONG) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => panic!("{what} hangs"),
        Err(RecvTimeoutError::Disconnected) => panic!("{what} panics"),
    }
}

fn is_refused(what: &str, path: &Path, answer: Result<(), StoreError>) {
    let error = answer.expect_err(what);
    assert_eq!(error.kind(), StoreErrorKind::Refused, "{what}: {error}");
    let said = error.to_string();
    assert!(said.contains("not a regular file"), "{what}: {said}");
    assert!(said.contains(path.to_str().unwrap()), "{what}: {said}");
}

#[test]
fn what_is_no_file_in_place_of_the_token_is_refused_at_once() {
    for (name, make) in ODD {
        let dir = Dir::new("odd-data");
        let clock = rig::clock();
        let store = store(&dir, &clock);
        let data = store.data_path(&key());
        make(&data);
        for (step, run, _) in STEPS {
            let what = format!("{step} with {name}");
            let other = FileStore::new(dir.path()).unwrap();
            let answer = in_time(&what, move || run(&other));
            is_refused(&what, &data, answer);
        }
        // It has not touched it, and holds no lock.
        remove(&data);
        begin(&store.lock_timeout(Duration::ZERO), None);
    }
}

#[test]
fn what_is_no_file_in_place_of_the_lock_is_refused_at_once() {
    for (name, make) in ODD {
        let dir = Dir::new("odd-lock");
        let clock = rig::clock();
        let store = store(&dir, &clock);
        let lock = store.lock_path(&key());
        make(&lock);
        for (step, run, only_reads) in STEPS {
            let what = format!("{step} with {name}");
            let other = FileStore::new(dir.path()).unwrap();
            let answer = in_time(&what, move || run(&other));
            match only_reads {
                true => answer.unwrap(),
                false => is_refused(&what, &lock, answer),
            }
        }
        remove(&lock);
        begin(&store, None);
    }
}

/// That name is the store's own: what lies there is taken away, unless it may hold something.
#[test]
fn what_is_no_file_in_place_of_the_temporary_file_is_taken_away() {
    for (name, make) in ODD {
        let dir = Dir::new("odd-temporary");
        let clock = rig::clock();
        let store = store(&dir, &clock);
        let fence = begin(&store, None);
        make(&temporary_path(&store));
        let other = FileStore::with_clock(dir.path(), std::sync::Arc::new(clock)).unwrap();
        let answer = in_time(name, move || {
            other.commit(&key(), fence, &issued("token-1"), &TERMS)
        });
        match name {
            "a directory" => {
                assert_eq!(answer.unwrap_err().kind(), StoreErrorKind::Refused);
                assert_eq!(token(&store), None, "the old content");
                remove(&temporary_path(&store));
                commit(&store, fence, "token-1");
            }
            _ => drop(answer.unwrap()),
        }
        assert_eq!(token(&store).unwrap(), "token-1", "{name}");
    }
}

#[test]
fn a_file_without_an_end_is_read_no_further_than_a_token_file_can_reach() {
    let dir = Dir::new("huge");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    let data = File::options().write(true).open(store.data_path(&key()));
    // More than fits into the memory of a machine.
    data.unwrap().set_len(1 << 40).unwrap();
    assert_eq!(token(&store), None);
    assert_eq!(too_soon(&store, None), seconds(61));
}

/// Otherwise the next reader would take it for a file that is none.
#[test]
fn a_token_that_is_longer_than_a_token_file_is_not_written() {
    let dir = Dir::new("long-token");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    let long = "a".repeat(512 << 10);
    commit(&store, fence, &long);
    assert!(token(&store).is_some_and(|token| token == long));
    clock.advance(seconds(61));
    let fence = begin(&store, Some(fence));
    let longer = issued(&"CANARY".repeat(256 << 10));
    let error = store.commit(&key(), fence, &longer, &TERMS).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused);
    assert!(!format!("{error:?}").contains("CANARY"));
    assert!(token(&store).is_some_and(|token| token == long));
    assert!(!temporary_path(&store).exists());
}

#[test]
fn a_link_that_leads_nowhere_is_no_file() {
    let dir = Dir::new("dangling");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    for path in [
        store.data_path(&key()),
        store.lock_path(&key()),
        temporary_path(&store),
    ] {
        symlink(dir.path().join("nowhere").join("at all"), &path).unwrap();
    }
    assert_eq!(token(&store), None);
    // Nobody else would find a lock that is made elsewhere.
    remove(&store.lock_path(&key()));
    symlink(dir.path().join("elsewhere"), store.lock_path(&key())).unwrap();
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    assert_eq!(token(&store).unwrap(), "token-1");
    let data = fs::symlink_metadata(store.data_path(&key())).unwrap();
    assert!(data.is_file(), "the link has made place");
}
