//! The Redis store keeps the contract.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/contract.rs"]
mod contract;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use access_token::{Begin, Commit, Fence, Issued, Key, Store, Terms};
use access_token_redis::RedisStore;
use redis_server::RedisServer;
use time::OffsetDateTime;

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

const DAY: Duration = Duration::from_secs(24 * 3600);

fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

#[test]
fn redis_store_keeps_the_contract() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = Arc::new(RedisStore::new(server.url()).unwrap());
    contract::is_kept_by(&store, &redis::Client::open(server.url()).unwrap());
}

/// As if the record had been written by a clock that was so far ahead.
fn move_ahead(server: &RedisServer, name: &str, by: Duration, fields: &[&str]) {
    let mut connection = server.connect();
    let micros = u64::try_from(by.as_micros()).unwrap();
    for field in fields {
        let mut move_ahead = redis::cmd("HINCRBY");
        let move_ahead = move_ahead.arg(name).arg(field).arg(micros);
        move_ahead.exec(&mut connection).unwrap();
    }
}

fn hash(server: &RedisServer, name: &str) -> BTreeMap<String, String> {
    let mut all = redis::cmd("HGETALL");
    all.arg(name).query(&mut server.connect()).unwrap()
}

#[test]
fn a_clock_of_redis_that_stepped_back_lengthens_no_wait() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let Begin::Granted(fence) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    store.abandon(&key(), fence, &TERMS).unwrap();
    move_ahead(&server, &store.redis_key(&key()), DAY, &["stamp", "gate"]);
    let Begin::TooSoon { retry_in, .. } = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("the gate is closed");
    };
    assert!(retry_in <= TERMS.after_a_request(), "{retry_in:?}");
    // The times in the record have followed, so the wait goes on and does not begin anew.
    thread::sleep(Duration::from_millis(20));
    let left = store.next_request_in(&key()).unwrap();
    assert!(left <= retry_in - Duration::from_millis(20), "{left:?}");
}

#[test]
fn a_clock_of_redis_that_stepped_back_is_kept_by_writers_and_not_by_readers() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let name = store.redis_key(&key());
    let Begin::Granted(fence) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    let issued = Issued::new("fake-token", None, Duration::from_secs(5));
    store.commit(&key(), fence, &issued, &TERMS).unwrap();
    move_ahead(&server, &name, DAY, &["stamp", "gate", "fetched"]);
    let before = hash(&server, &name);

    let record = store.load(&key()).unwrap().unwrap();
    assert!(record.age >= issued.age && record.age < DAY, "{record:?}");
    let gate = store.next_request_in(&key()).unwrap();
    assert!(gate <= TERMS.after_a_request(), "{gate:?}");
    assert_eq!(hash(&server, &name), before, "readers keep nothing");

    store.reject(&key(), &"another token".into()).unwrap();
    let after = hash(&server, &name);
    for field in ["stamp", "gate", "fetched"] {
        assert!(after[field] < before[field], "{field}");
    }
    assert_eq!(after["token"], "fake-token");
}

#[test]
fn the_time_of_fetch_is_right_again_after_a_clock_that_was_ahead() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let Begin::Granted(fence) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    let issued = Issued::new("fake-token", None, Duration::ZERO);
    store.commit(&key(), fence, &issued, &TERMS).unwrap();
    let name = store.redis_key(&key());
    let mut kept = hash(&server, &name);
    // All that is not a time.
    for other in [
        "fence",
        "committed",
        "owner",
        "token",
        "token_fence",
        "lifetime",
    ] {
        kept.remove(other);
    }
    let times: Vec<&str> = kept.keys().map(String::as_str).collect();
    move_ahead(&server, &name, DAY * 365, &times);
    let record = store.load(&key()).unwrap().unwrap();
    // Redis and this test read the same clock.
    let off = (record.fetched_at - OffsetDateTime::now_utc()).unsigned_abs();
    assert!(off < DAY, "{record:?}");
}

#[test]
fn a_step_that_is_told_to_wait_changes_nothing() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let name = store.redis_key(&key());
    store.forget(&key()).unwrap();
    assert!(matches!(
        store.begin(&key(), None, &TERMS),
        Ok(Begin::Granted(_))
    ));
    let before = hash(&server, &name);
    store.load(&key()).unwrap();
    store.next_request_in(&key()).unwrap();
    assert!(matches!(
        store.begin(&key(), None, &TERMS),
        Ok(Begin::Held { .. })
    ));
    store.reject(&key(), &"another token".into()).unwrap();
    assert_eq!(hash(&server, &name), before);
}

/// Lua counts in floating point numbers, which do not tell these from each other.
#[test]
fn the_largest_fences_are_told_apart() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let issued = Issued::new("fake-token", None, Duration::ZERO);
    let commit = |number| {
        let fence = Fence::new(number);
        store.commit(&key(), fence, &issued, &TERMS).unwrap()
    };
    assert_eq!(commit(u64::MAX - 1), Commit::Stored);
    assert_eq!(commit(u64::MAX - 1), Commit::Stored, "a repetition");
    assert_eq!(commit(u64::MAX - 2), Commit::Superseded);
    assert_eq!(
        commit(u64::MAX),
        Commit::Superseded,
        "nobody was granted it"
    );
    store.reject(&key(), &issued.token).unwrap();
    assert_eq!(commit(u64::MAX - 2), Commit::Superseded);
    assert_eq!(commit(u64::MAX - 1), Commit::Superseded, "it was rejected");
    assert_eq!(commit(u64::MAX), Commit::Stored);
    let record = store.load(&key()).unwrap().unwrap();
    assert_eq!(record.fence, Fence::new(u64::MAX));
}

#[test]
fn no_span_is_too_long() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let store = store.timeout(Duration::MAX).connect_timeout(Duration::MAX);
    let terms = Terms::new(Duration::MAX, Duration::MAX, Duration::MAX);
    let begin = || store.begin(&key(), Some(Fence::new(u64::MAX)), &terms);
    let Begin::Granted(fence) = begin().unwrap() else {
        panic!("an empty store grants");
    };
    assert!(matches!(begin().unwrap(), Begin::Held { .. }));
    let issued = Issued::new("fake-token", Some(Duration::MAX), Duration::MAX);
    let commit = store.commit(&key(), fence, &issued, &terms).unwrap();
    assert_eq!(commit, Commit::Stored);
    let record = store.load(&key()).unwrap().unwrap();
    assert!(
        record.age > DAY && record.lifetime > Some(DAY),
        "{record:?}"
    );
    assert!(store.next_request_in(&key()).unwrap() > DAY);
    store.abandon(&key(), fence, &terms).unwrap();
    store.forget(&key()).unwrap();
    assert!(store.next_request_in(&key()).unwrap().is_zero());
}
