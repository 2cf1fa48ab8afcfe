//! What is particular to the file store: modes, the lock file, the clock.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;
#[path = "support/steps.rs"]
mod steps;

use std::fs::{self, File};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use access_token::{Commit, FileStore, Issued, Key, Store, StoreErrorKind};
use dir::Dir;
use rig::{Answer, Provider, Rig, key, minutes, seconds};
use steps::{TERMS, begin, commit, store, too_soon};
use time::macros::datetime;

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new("modes");
    let inner = dir.path().join("made/by/the/store");
    let store = FileStore::new(&inner).unwrap();
    // Left over by somebody with other ideas of modes.
    fs::write(inner.join(key().as_str()).with_extension("tmp"), "x").unwrap();
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(store.data_path(&key())), 0o600);
    assert_eq!(mode(store.lock_path(&key())), 0o600);
    assert_eq!(mode(inner), 0o700);
}

#[test]
fn the_lock_file_is_never_replaced() {
    let dir = Dir::new("lock");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    // Whoever holds the file as it is now must hold the lock for ever.
    let lock = File::open(store.lock_path(&key())).unwrap();
    commit(&store, fence, "token-1");
    store.reject(&key(), &"token-1".into()).unwrap();
    clock.advance(seconds(61));
    let fence = begin(&store, None);
    store.abandon(&key(), fence, &TERMS).unwrap();
    lock.lock().unwrap();
    let waiting = FileStore::with_clock(dir.path(), Arc::new(clock.clone()))
        .unwrap()
        .lock_timeout(Duration::from_millis(30));
    let error = waiting.begin(&key(), None, &TERMS).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Timeout);
    assert!(error.is_transient());
    // Reading needs no lock: the data file is whole at any time.
    assert!(waiting.load(&key()).unwrap().is_none());
    drop(lock);
    assert_eq!(too_soon(&waiting, None), seconds(61));
}

#[test]
fn a_step_waits_while_another_process_has_the_lock() {
    let dir = Dir::new("waits");
    let store = store(&dir, &rig::clock());
    let fence = begin(&store, None);
    let lock = File::open(store.lock_path(&key())).unwrap();
    lock.lock().unwrap();
    std::thread::scope(|scope| {
        let (done, is_done) = mpsc::channel();
        let store = &store;
        scope.spawn(move || {
            let abandoned = store.abandon(&key(), fence, &TERMS);
            done.send(abandoned).unwrap();
        });
        let early = is_done.recv_timeout(Duration::from_millis(100));
        assert!(early.is_err(), "{early:?}");
        drop(lock);
        is_done.recv().unwrap().unwrap();
    });
}

/// The answer to the first may have been lost, and with it the one token of this minute.
#[test]
fn a_commit_may_be_repeated() {
    let dir = Dir::new("repeated");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    for token in ["token-1", "token-1"] {
        let issued = Issued::new(token, Some(minutes(60)), Duration::ZERO);
        let said = store.commit(&key(), fence, &issued, &TERMS).unwrap();
        assert_eq!(said, Commit::Stored);
    }
}

/// A token of one environment is never found under the address of another.
#[test]
fn each_key_has_files_of_its_own() {
    let dir = Dir::new("keys");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    let other = Key::new("chao8", "https://test.example", "app-1");
    assert!(store.load(&other).unwrap().is_none());
    assert_ne!(store.data_path(&key()), store.data_path(&other));
    assert_ne!(store.lock_path(&key()), store.lock_path(&other));
}

#[test]
fn what_is_stored_outlives_the_process() {
    let dir = Dir::new("restart");
    let clock = rig::clock();
    let first = store(&dir, &clock);
    let fence = begin(&first, None);
    commit(&first, fence, "token-1");
    drop(first);
    clock.advance(minutes(30));
    let provider = Provider::default();
    let rig = Rig::on(Arc::new(store(&dir, &clock)), clock, provider, |set| set);
    assert_eq!(rig.token(), "token-1");
    rig.clock.advance(minutes(24));
    assert_eq!(rig.provider.count(), 0);
    assert_eq!(
        rig.token(),
        "token-1",
        "this is the first token of the script"
    );
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_wiped_store_does_not_start_its_fences_again() {
    let dir = Dir::new("wiped");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let old = begin(&store, None);
    fs::remove_file(store.data_path(&key())).unwrap();
    clock.advance(seconds(1));
    let new = begin(&store, None);
    assert!(new > old);
    assert!(
        new.number() > 1_672_567_200_000_000,
        "microseconds since 1970"
    );
    commit(&store, new, "token-2");
    commit(&store, old, "token-1");
    let record = store.load(&key()).unwrap().unwrap();
    assert_eq!(record.token.expose(), "token-2");
}

#[test]
fn a_process_keeps_its_own_gate_when_the_store_is_wiped() {
    let dir = Dir::new("own-gate");
    let clock = rig::clock();
    let store = Arc::new(store(&dir, &clock));
    let provider = Provider::default().then(Answer::Refuse("timeout"));
    let rig = Rig::on(store.clone(), clock, provider, |set| set);
    rig.manager.token().unwrap_err();
    fs::remove_file(store.data_path(&key())).unwrap();
    let error = rig.manager.token().unwrap_err();
    assert_eq!(error.retry_in(), Some(seconds(61)));
    assert_eq!(rig.provider.count(), 1);
}

#[test]
fn a_wall_clock_that_steps_back_lengthens_no_wait_and_no_life() {
    let dir = Dir::new("stepped");
    let clock = rig::clock();
    let store_a = store(&dir, &clock);
    let fence = begin(&store_a, None);
    commit(&store_a, fence, "token-1");
    clock.advance(seconds(30));
    clock.set_wall(datetime!(2022-12-31 10:00 UTC));
    // The process that saw the write knows the time by its monotonic clock.
    assert_eq!(store_a.next_request_in(&key()).unwrap(), seconds(31));
    assert_eq!(store_a.load(&key()).unwrap().unwrap().age, seconds(30));
    // And its next step tells the file: one that starts now knows it, too.
    assert_eq!(too_soon(&store_a, Some(fence)), seconds(31));
    let store_b = store(&dir, &clock);
    clock.advance(seconds(10));
    assert_eq!(too_soon(&store_b, Some(fence)), seconds(21));
    assert_eq!(store_b.load(&key()).unwrap().unwrap().age, seconds(40));
    clock.advance(seconds(21));
    begin(&store_b, Some(fence));
}

#[test]
fn time_since_a_write_of_this_process_is_known_though_the_wall_clock_stepped_back() {
    let dir = Dir::new("own-write");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    // The answer takes a moment: the write of the token is another than that of the fence.
    clock.advance(seconds(2));
    commit(&store, fence, "token-1");
    clock.advance(seconds(30));
    clock.set_wall(datetime!(2022-12-31 10:00 UTC));
    assert_eq!(store.load(&key()).unwrap().unwrap().age, seconds(30));
}

/// A look of every waiting process at the file need not wear out the disk.
#[cfg(unix)]
#[test]
fn step_that_changes_nothing_writes_nothing() {
    use std::os::unix::fs::MetadataExt;
    let dir = Dir::new("unchanged");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    commit(&store, fence, "token-1");
    // A write puts another file in its place, beside which the old one still stands.
    let before = File::open(store.data_path(&key())).unwrap();
    let inode = |file: &File| file.metadata().unwrap().ino();
    clock.advance(seconds(1));
    too_soon(&store, Some(fence));
    store.reject(&key(), &"another token".into()).unwrap();
    store.load(&key()).unwrap();
    let now = File::open(store.data_path(&key())).unwrap();
    assert_eq!(inode(&now), inode(&before));
    store.reject(&key(), &"token-1".into()).unwrap();
    let now = File::open(store.data_path(&key())).unwrap();
    assert_ne!(inode(&now), inode(&before), "that one is a change");
}

#[test]
fn after_a_step_that_nobody_saw_the_wait_is_bounded() {
    let dir = Dir::new("unseen");
    let clock = rig::clock();
    let store_a = store(&dir, &clock);
    let fence = begin(&store_a, None);
    store_a.abandon(&key(), fence, &TERMS).unwrap();
    drop(store_a);
    clock.set_wall(datetime!(2022-12-31 10:00 UTC));
    let mut waits = Vec::new();
    for _ in 0..3 {
        // A new process each time, as with a command line tool.
        waits.push(too_soon(&store(&dir, &clock), None));
        clock.advance(seconds(20));
    }
    assert_eq!(waits, [seconds(61), seconds(41), seconds(21)]);
    clock.advance(seconds(1));
    begin(&store(&dir, &clock), None);
}

/// A process may change its working directory: then it would make a second store, for a second
/// token.
#[cfg(unix)]
#[test]
fn a_relative_directory_stays_where_it_is() {
    let dir = Dir::new("relative");
    let here = std::env::current_dir().unwrap();
    let mut relative = "../".repeat(here.components().count());
    relative.push_str(dir.path().strip_prefix("/").unwrap().to_str().unwrap());
    let first = FileStore::new(relative).unwrap();
    assert!(first.data_path(&key()).is_absolute());
    let fence = begin(&first, None);
    commit(&first, fence, "token-1");
    assert!(store(&dir, &rig::clock()).load(&key()).unwrap().is_some());
    let error = FileStore::new("").unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused);
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error() {
    let dir = Dir::new("refused");
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let error = FileStore::new(file.join("inner")).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused, "set up wrongly");
    assert!(!error.is_transient());
}
