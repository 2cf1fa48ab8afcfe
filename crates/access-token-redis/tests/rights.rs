//! The user of Redis that the README says is enough, and what is said when it may do less.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/contract.rs"]
mod contract;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::sync::Arc;
use std::time::Duration;

use access_token::{Begin, Commit, Issued, Key, Store, StoreError, StoreErrorKind, Terms};
use access_token_redis::RedisStore;
use redis::Connection;
use redis_server::RedisServer;

const README: &str = include_str!("../README.md");

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

/// The command of the README that makes the user, word by word.
fn words() -> Vec<&'static str> {
    let mut lines = README.lines();
    let line = lines.find(|line| line.starts_with("ACL SETUSER "));
    line.unwrap().split(' ').collect()
}

/// The rights among these words.
fn rights() -> Vec<&'static str> {
    let words = words().into_iter();
    words.filter(|word| word.starts_with('+')).collect()
}

/// Makes the user of the README, without this right.
fn make_user(admin: &mut Connection, without: Option<&str>) {
    redis::cmd("ACL")
        .arg(&["DELUSER", words()[2]])
        .exec(admin)
        .unwrap();
    // No script is known, so that each must be loaded.
    redis::cmd("SCRIPT").arg("FLUSH").exec(admin).unwrap();
    redis::cmd("FLUSHALL").exec(admin).unwrap();
    let words = words().into_iter().filter(|word| Some(*word) != without);
    let words: Vec<&str> = words.collect();
    redis::cmd(words[0]).arg(&words[1..]).exec(admin).unwrap();
}

/// A store that logs in as the user of the README, in a database that must be selected.
fn store(server: &RedisServer) -> RedisStore {
    let words = words();
    let password = words.iter().find_map(|word| word.strip_prefix('>'));
    let (user, password) = (words[2], password.unwrap());
    let url = format!("redis://{user}:{password}@127.0.0.1:{}/1", server.port);
    let limit = Duration::from_secs(20);
    let store = RedisStore::new(url).unwrap();
    store.connect_timeout(limit).timeout(limit)
}

#[test]
fn the_user_of_the_readme_keeps_the_contract() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    make_user(&mut server.connect(), None);
    let url = format!("{}1", server.url().strip_suffix('0').unwrap());
    contract::is_kept_by(
        &Arc::new(store(&server)),
        &redis::Client::open(url).unwrap(),
    );
}

/// Each step once, up to the first that is refused.
fn every_step(store: &RedisStore) -> Result<(), StoreError> {
    let key = Key::new("chao8", "https://api.example", "app-1");
    store.load(&key)?;
    let Begin::Granted(fence) = store.begin(&key, None, &TERMS)? else {
        panic!("an empty store grants");
    };
    let issued = Issued::new("fake-token", None, Duration::ZERO);
    let commit = store.commit(&key, fence, &issued, &TERMS)?;
    assert_eq!(commit, Commit::Stored);
    store.abandon(&key, fence, &TERMS)?;
    store.next_request_in(&key)?;
    store.reject(&key, &issued.token)?;
    store.forget(&key)
}

#[test]
fn each_right_that_is_missing_is_refused_with_what_the_user_needs() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let admin = &mut server.connect();
    make_user(admin, None);
    every_step(&store(&server)).unwrap();
    assert!(rights().len() > 3);
    for right in rights() {
        make_user(admin, Some(right));
        let error = every_step(&store(&server)).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Refused, "{right}: {error}");
        let told = error.to_string();
        assert!(told.contains("; for access-token:"), "{told}");
        assert!(
            told.contains("lets this user do too little"),
            "{right}: {told}"
        );
        assert!(told.contains(&rights().join(" ")), "{right}: {told}");
    }
}

#[test]
fn keys_that_the_user_may_not_touch_are_named() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    make_user(&mut server.connect(), None);
    let store = store(&server).prefix("another:");
    let error = every_step(&store).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Refused, "{error}");
    assert!(error.to_string().contains("for another:"), "{error}");
}
