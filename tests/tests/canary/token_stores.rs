//! Clients of chao8 whose token store fails, and what a store leaves on the disk.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use access_token::{FileStore, Store, StoreErrorKind};
use access_token_redis::RedisStore;
use chao8_api::{Delivery, Error, TokenError};
use openplat_sandbox::Sandbox;
use provider_testing::{Canaries, Nobody};
use workspace_tests::chao8::key;

use crate::chao8::{CALLS, FORGET, Run, STATUS, Scene, TOKEN, Watched, canaries, sandbox};
use crate::dir::Dir;
use crate::redis_server::RedisServer;

/// What no store may show: the secrets of the calls, and the password of a Redis.
fn all() -> Canaries {
    let mut canaries = canaries();
    canaries.add("canary-password");
    canaries
}

/// Makes these calls; each fails since the store does, and shows no secret.
fn fail<'a>(
    base_url: &str,
    store: Arc<dyn Store>,
    kind: StoreErrorKind,
    calls: impl IntoIterator<Item = &'a (&'static str, Run)>,
) {
    let canaries = all();
    canaries.assert_debug_clean("store", &store);
    let watched = Watched::new(Scene::new("a store that fails", base_url), store);
    for (name, call) in calls {
        let place = format!("{kind:?}, {name}");
        let error = watched.run(&canaries, &place, *call).unwrap();
        assert_eq!(error.delivery(), Delivery::NotSent, "{place}");
        let Error::Token(none) = &error else {
            panic!("{place}: {error:?}");
        };
        let TokenError::Store { source, .. } = &none.reason else {
            panic!("{place}: {error:?}");
        };
        assert_eq!(source.kind(), kind, "{place}: {error:?}");
    }
}

fn every_call() -> impl Iterator<Item = &'static (&'static str, Run)> {
    CALLS.iter().chain([&TOKEN, &STATUS, &FORGET])
}

/// A file store in which a client has put a token, and the path of that token.
fn stored(sandbox: &Sandbox, dir: &Path) -> (Arc<FileStore>, PathBuf) {
    let store = FileStore::new(dir).unwrap();
    let store = Arc::new(store.lock_timeout(Duration::from_millis(50)));
    let base_url = sandbox.base_url();
    let place = "a token that is stored";
    let watched = Watched::new(Scene::new(place, &base_url), store.clone());
    assert!(watched.run(&all(), place, TOKEN.1).is_none());
    let path = store.data_path(&key(&base_url));
    (store, path)
}

#[cfg(unix)]
#[test]
fn a_stored_token_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let (sandbox, dir) = (sandbox(), Dir::new("canary-mode"));
    let folder = dir.path().join("made by the store");
    let (_, path) = stored(&sandbox, &folder);
    let content = fs::read_to_string(&path).unwrap();
    assert!(content.contains("sandbox-token-"), "it is the token");
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.file_name());
    }
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_file_store_that_fails_shows_no_secret() {
    let (sandbox, dir) = (sandbox(), Dir::new("canary-files"));
    let base_url = sandbox.base_url();
    let (store, path) = stored(&sandbox, dir.path());
    let content = fs::read_to_string(&path).unwrap();
    let requests = sandbox.chao8().token_requests();

    let newer = content.replacen("\"version\":1", "\"version\":2", 1);
    assert_ne!(newer, content);
    fs::write(&path, newer).unwrap();
    fail(
        &base_url,
        store.clone(),
        StoreErrorKind::Corrupt,
        every_call(),
    );

    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    fail(
        &base_url,
        store.clone(),
        StoreErrorKind::Refused,
        every_call(),
    );
    fs::remove_dir(&path).unwrap();

    // Nobody may begin while somebody holds the lock; the status is read without it.
    let needing_the_lock = || CALLS.iter().chain([&TOKEN, &FORGET]);
    let lock = File::open(store.lock_path(&key(&base_url))).unwrap();
    lock.lock().unwrap();
    fail(
        &base_url,
        store.clone(),
        StoreErrorKind::Timeout,
        needing_the_lock(),
    );
    drop(lock);

    // Where its directory was, there is a file.
    fs::remove_dir_all(dir.path()).unwrap();
    fs::write(dir.path(), "").unwrap();
    fail(&base_url, store, StoreErrorKind::Refused, every_call());
    fs::remove_file(dir.path()).unwrap();

    assert_eq!(
        sandbox.chao8().token_requests(),
        requests,
        "no error is none"
    );
    let error = FileStore::new("/dev/null/canary").unwrap_err();
    all().assert_error_clean("a directory that cannot be made", &error);
}

/// It is set aside, and counts as a token that was fetched just now.
#[test]
fn a_token_file_that_cannot_be_read_shows_no_secret() {
    let (sandbox, dir) = (sandbox(), Dir::new("canary-unreadable"));
    let base_url = sandbox.base_url();
    let (store, path) = stored(&sandbox, dir.path());
    let content = fs::read_to_string(&path).unwrap();
    let requests = sandbox.chao8().token_requests();
    let canaries = all();
    let cut = &content[..content.len() - 2];
    let odd = content.replacen("\"version\":1", "\"version\":\"sandbox-token-\"", 1);
    for spoiled in [cut, &odd, "sandbox-token-"] {
        assert_ne!(spoiled, content);
        for (name, call) in CALLS.iter().chain([&TOKEN]) {
            let place = format!("a file that cannot be read, {name}");
            fs::write(&path, spoiled).unwrap();
            let watched = Watched::new(Scene::new(&place, &base_url), store.clone());
            let error = watched.run(&canaries, &place, *call).unwrap();
            assert_eq!(error.delivery(), Delivery::NotSent, "{place}");
            assert!(error.is_rate_limited(), "{place}: {error:?}");
        }
    }
    assert_eq!(sandbox.chao8().token_requests(), requests);
}

/// Each part of a step may take so long.
fn within(limit: Duration, url: String) -> Arc<RedisStore> {
    let store = RedisStore::new(url).unwrap();
    Arc::new(store.connect_timeout(limit).timeout(limit))
}

/// One that is answered, also on a busy machine.
fn at(url: String) -> Arc<RedisStore> {
    within(Duration::from_secs(20), url)
}

#[test]
fn a_redis_that_is_away_or_silent_shows_no_secret() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let url = |port| format!("redis://user:canary-password@127.0.0.1:{port}/0");
    let nobody = Nobody::new();
    let away = at(url(nobody.address().port()));
    fail(&base_url, away, StoreErrorKind::Unavailable, every_call());

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = url(listener.local_addr().unwrap().port());
    let silent = within(Duration::from_millis(100), silent);
    fail(
        &base_url,
        silent,
        StoreErrorKind::Timeout,
        [&TOKEN, &STATUS, &FORGET],
    );

    for odd in [
        "canary-password",
        "http://:canary-password@host",
        "redis://:canary-password@h:x",
    ] {
        let error = RedisStore::new(odd).unwrap_err();
        all().assert_error_clean("an address that cannot be read", &error);
    }
    assert_eq!(sandbox.chao8().token_requests(), 0, "no error is none");
}

#[test]
fn a_redis_with_another_password_or_odd_content_shows_no_secret() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let Some(server) = RedisServer::start(&["--requirepass", "canary-password"]) else {
        return;
    };
    let url = |user: &str| format!("redis://{user}127.0.0.1:{}/0", server.port);
    let other = at(url(":canary-password-2@"));
    fail(&base_url, other, StoreErrorKind::Refused, every_call());
    fail(
        &base_url,
        at(url("")),
        StoreErrorKind::Refused,
        every_call(),
    );

    let store = at(url(":canary-password@"));
    let name = store.redis_key(&key(&base_url));
    let client = redis::Client::open(url(":canary-password@")).unwrap();
    let mut connection = client.get_connection().unwrap();
    for odd in [
        &["SET", &name, "sandbox-token-"][..],
        &["HSET", &name, "gate", "sandbox-token-"],
    ] {
        redis::cmd("DEL").arg(&name).exec(&mut connection).unwrap();
        redis::cmd(odd[0])
            .arg(&odd[1..])
            .exec(&mut connection)
            .unwrap();
        fail(
            &base_url,
            store.clone(),
            StoreErrorKind::Corrupt,
            every_call(),
        );
    }
    assert_eq!(sandbox.chao8().token_requests(), 0, "no error is none");
}
