//! Steps of a file store, as the tests of one make them.

#![allow(dead_code, reason = "each test crate uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use access_token::{Begin, Fence, FileStore, Issued, ManualClock, Store, StoreError, Terms};

use crate::dir::Dir;
use crate::rig::{key, minutes};

pub(crate) const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

pub(crate) fn store(dir: &Dir, clock: &ManualClock) -> FileStore {
    store_at(dir.path(), clock)
}

pub(crate) fn store_at(dir: &Path, clock: &ManualClock) -> FileStore {
    FileStore::with_clock(dir, Arc::new(clock.clone())).unwrap()
}

pub(crate) fn temporary_path(store: &FileStore) -> PathBuf {
    store.data_path(&key()).with_extension("tmp")
}

pub(crate) fn unreadable_path(store: &FileStore, number: usize) -> PathBuf {
    let extension = format!("unreadable-{number}");
    store.data_path(&key()).with_extension(extension)
}

pub(crate) fn begin(store: &FileStore, seen: Option<Fence>) -> Fence {
    match store.begin(&key(), seen, &TERMS).unwrap() {
        Begin::Granted(fence) => fence,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn too_soon(store: &FileStore, seen: Option<Fence>) -> Duration {
    match store.begin(&key(), seen, &TERMS).unwrap() {
        Begin::TooSoon { retry_in, .. } => retry_in,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn issued(token: &str) -> Issued {
    Issued::new(token, Some(minutes(60)), Duration::ZERO)
}

pub(crate) fn commit(store: &FileStore, fence: Fence, token: &str) {
    let issued = issued(token);
    store.commit(&key(), fence, &issued, &TERMS).unwrap();
}

/// The token in the store.
pub(crate) fn token(store: &FileStore) -> Option<String> {
    let record = store.load(&key()).unwrap()?;
    Some(record.token.expose().to_owned())
}

/// The name of a step, how it is made, and whether it only reads.
pub(crate) type Step = (&'static str, fn(&FileStore) -> Result<(), StoreError>, bool);

/// Every step that there is.
pub(crate) const STEPS: [Step; 7] = [
    ("load", |store| store.load(&key()).map(drop), true),
    (
        "next_request_in",
        |store| store.next_request_in(&key()).map(drop),
        true,
    ),
    (
        "begin",
        |store| store.begin(&key(), None, &TERMS).map(drop),
        false,
    ),
    (
        "commit",
        |store| {
            let issued = issued("another token");
            store
                .commit(&key(), Fence::new(7), &issued, &TERMS)
                .map(drop)
        },
        false,
    ),
    (
        "abandon",
        |store| store.abandon(&key(), Fence::new(7), &TERMS),
        false,
    ),
    (
        "reject",
        |store| store.reject(&key(), &"another token".into()),
        false,
    ),
    ("forget", |store| store.forget(&key()), false),
];

/// Writes it as the store does: for its owner only.
pub(crate) fn put(path: &Path, content: impl AsRef<[u8]>) {
    fs::write(path, content).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}
