//! The Redis store keeps the contract.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/redis_server.rs"]
mod redis_server;

use std::sync::Arc;
use std::time::Duration;

use access_token::conformance::{self, Bench};
use access_token::{Begin, Key, Store, Terms};
use access_token_redis::RedisStore;
use redis_server::RedisServer;

#[test]
fn redis_store_keeps_the_contract() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = Arc::new(RedisStore::new(server.url()).unwrap());
    let (names, url) = (Arc::clone(&store), server.url());
    let bench = Bench::in_real_time(store, Duration::from_millis(200)).wiped_by(move |key| {
        let mut connection = redis::Client::open(&*url)
            .unwrap()
            .get_connection()
            .unwrap();
        let name = names.redis_key(key);
        let _: () = redis::cmd("DEL").arg(name).query(&mut connection).unwrap();
    });
    conformance::run(&bench).unwrap();
}

#[test]
fn a_clock_of_redis_that_stepped_back_lengthens_no_wait() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let key = Key::new("chao8", "https://api.example", "app-1");
    let seconds = Duration::from_secs;
    let terms = Terms::new(seconds(20), seconds(60), seconds(1));
    let Begin::Granted(fence) = store.begin(&key, None, &terms).unwrap() else {
        panic!("an empty store grants");
    };
    store.abandon(&key, fence, &terms).unwrap();
    // As if the record had been written by a clock that was a day ahead.
    let mut connection = server.connect();
    for field in ["stamp", "gate"] {
        let _: i64 = redis::cmd("HINCRBY")
            .arg(store.redis_key(&key))
            .arg(field)
            .arg(86_400_000_000_i64)
            .query(&mut connection)
            .unwrap();
    }
    let Begin::TooSoon { retry_in, .. } = store.begin(&key, None, &terms).unwrap() else {
        panic!("the gate is closed");
    };
    assert!(retry_in <= Duration::from_secs(61), "{retry_in:?}");
    // The times in the record have followed, so the wait goes on and does not begin anew.
    std::thread::sleep(Duration::from_millis(20));
    let left = store.next_request_in(&key).unwrap();
    assert!(left <= retry_in - Duration::from_millis(20), "{left:?}");
}
