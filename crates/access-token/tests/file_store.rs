//! What is particular to the file store: modes, the lock file, repair, the clock.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/dir.rs"]
mod dir;
#[path = "support/rig.rs"]
mod rig;

use std::fs::{self, File};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, FileStore, Issued, Key, ManualClock, Store, StoreErrorKind, Terms,
};
use dir::Dir;
use rig::{Answer, Provider, Rig, key, minutes, seconds};
use time::macros::datetime;

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn store(dir: &Dir, clock: &ManualClock) -> FileStore {
    FileStore::with_clock(dir.path(), Arc::new(clock.clone())).unwrap()
}

fn begin(store: &FileStore, seen: Option<Fence>) -> Fence {
    match store.begin(&key(), seen, &TERMS).unwrap() {
        Begin::Granted(fence) => fence,
        other => panic!("{other:?}"),
    }
}

fn too_soon(store: &FileStore, seen: Option<Fence>) -> Duration {
    match store.begin(&key(), seen, &TERMS).unwrap() {
        Begin::TooSoon { retry_in, .. } => retry_in,
        other => panic!("{other:?}"),
    }
}

fn commit(store: &FileStore, fence: Fence, token: &str) {
    let issued = Issued::new(token, Some(minutes(60)), Duration::ZERO);
    store.commit(&key(), fence, &issued, &TERMS).unwrap();
}

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

#[test]
fn a_data_file_that_cannot_be_read_is_an_error_and_never_none() {
    let dir = Dir::new("corrupt");
    let clock = rig::clock();
    let store = store(&dir, &clock);
    let fence = begin(&store, None);
    commit(&store, fence, "CANARY");
    let data = store.data_path(&key());
    let whole = fs::read(&data).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    for content in [Vec::new(), half, b"{}".to_vec(), b"CANARY".to_vec()] {
        fs::write(&data, content).unwrap();
        let error = store.load(&key()).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Corrupt);
        assert!(!error.is_transient(), "a person must look");
        assert!(error.to_string().contains("to repair"), "{error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert!(store.begin(&key(), None, &TERMS).is_err());
        assert!(store.reject(&key(), &"CANARY".into()).is_err());
    }
    fs::write(&data, r#"{"version":2,"slot":{}}"#).unwrap();
    let error = store.load(&key()).unwrap_err();
    assert!(error.to_string().contains("another version"), "{error}");
    // The repair that the message names.
    fs::remove_file(&data).unwrap();
    begin(&store, None);
}

/// serde reads a struct from a list as well, in the order of its fields.
#[test]
fn a_list_in_place_of_an_object_of_the_data_file_is_an_error() {
    let dir = Dir::new("list");
    let store = store(&dir, &rig::clock());
    let data = store.data_path(&key());
    let object = r#"{"token":"CANARY","fence":1,"lifetime":null,"fetched":1,"fetched_wall":1}"#;
    let slot = |current: &str| {
        let rest = r#""fence":1,"committed":1,"lease_until":0,"gate_until":0,"stamp":1"#;
        format!(r#"{{"current":{current},{rest}}}"#)
    };
    fs::write(&data, format!(r#"{{"version":1,"slot":{}}}"#, slot(object))).unwrap();
    assert!(store.load(&key()).unwrap().is_some());
    for content in [
        format!("[1,{}]", slot(object)),
        format!(r#"{{"version":1,"slot":[{object},1,1,0,0,1]}}"#),
        format!(
            r#"{{"version":1,"slot":{}}}"#,
            slot(r#"["CANARY",1,null,1,1]"#)
        ),
    ] {
        fs::write(&data, &content).unwrap();
        let error = store.load(&key()).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{content}");
    }
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

#[test]
fn a_directory_that_cannot_be_made_is_an_error() {
    let dir = Dir::new("refused");
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let error = FileStore::new(file.join("inner")).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused, "set up wrongly");
    assert!(!error.is_transient());
}
