//! A Redis that is away, silent, restarted, locked or full of something else; and no password or
//! token in what is said of it.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/redis_server.rs"]
mod redis_server;

use std::error::Error;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use access_token::{Begin, Commit, Issued, Key, Store, StoreError, StoreErrorKind, Terms};
use access_token_redis::RedisStore;
use redis_server::RedisServer;

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

fn issued() -> Issued {
    Issued::new("CANARY-token", None, Duration::ZERO)
}

/// Every step of the store fails; each error says the kind and nothing secret.
fn all_fail(store: &RedisStore, kind: StoreErrorKind) -> String {
    let fence = access_token::Fence::new(1);
    let errors: [StoreError; 6] = [
        store.load(&key()).unwrap_err(),
        store.begin(&key(), None, &TERMS).unwrap_err(),
        store.commit(&key(), fence, &issued(), &TERMS).unwrap_err(),
        store.abandon(&key(), fence, &TERMS).unwrap_err(),
        store.reject(&key(), &"CANARY-token".into()).unwrap_err(),
        store.next_request_in(&key()).unwrap_err(),
    ];
    let mut said = format!("{store:?}");
    for error in &errors {
        assert_eq!(error.kind(), kind, "{error}");
        let mut next: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = next {
            said += &format!("{error} {error:?} {error:#?}");
            next = error.source();
        }
    }
    assert!(!said.contains("CANARY"), "{said}");
    errors[0].to_string()
}

#[test]
fn an_address_that_cannot_be_read_is_refused_without_being_shown() {
    for url in [
        "CANARY",
        "http://:CANARY@host",
        "redis://:CANARY@host:99999",
        "redis://u:CANARY@host/x",
    ] {
        let error = RedisStore::new(url).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Refused);
        assert!(
            !format!("{error} {error:?}").contains("CANARY"),
            "{error:?}"
        );
        assert!(error.source().is_none());
    }
}

#[test]
fn a_redis_that_is_away_is_an_error() {
    let port = redis_server::free_port();
    let store = RedisStore::new(format!("redis://user:CANARY@127.0.0.1:{port}")).unwrap();
    let said = all_fail(&store, StoreErrorKind::Unavailable);
    assert_eq!(said, format!("redis at 127.0.0.1:{port} cannot be reached"));
}

#[test]
fn a_redis_that_is_silent_is_an_error_in_time() {
    for scheme in ["redis", "rediss"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let store = RedisStore::new(format!("{scheme}://:CANARY@127.0.0.1:{port}"))
            .unwrap()
            .connect_timeout(Duration::from_millis(50))
            .timeout(Duration::from_millis(50));
        let start = Instant::now();
        all_fail(&store, StoreErrorKind::Timeout);
        assert!(start.elapsed() < Duration::from_secs(3));
        drop(listener);
    }
}

#[test]
fn a_redis_that_stops_answering_is_an_error_in_time() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url())
        .unwrap()
        .timeout(Duration::from_millis(50));
    assert!(store.load(&key()).unwrap().is_none());
    let mut connection = server.connect();
    let _: () = redis::cmd("CLIENT")
        .arg(&["PAUSE", "500", "ALL"])
        .query(&mut connection)
        .unwrap();
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Timeout);
    // The late answer is not taken for that of the next step.
    std::thread::sleep(Duration::from_millis(600));
    assert!(matches!(
        store.begin(&key(), None, &TERMS).unwrap(),
        Begin::Granted(_)
    ));
}

#[test]
fn a_redis_that_was_restarted_is_connected_again_and_has_lost_the_gate() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let Begin::Granted(old) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    let port = server.port;
    drop(server);
    let server = RedisServer::start_on(port, &redis_server::directory(), &[]).unwrap();
    let Begin::Granted(new) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("what was lost cannot hold back");
    };
    assert!(new > old, "fences go on");
    let stored = store.commit(&key(), new, &issued(), &TERMS).unwrap();
    assert_eq!(stored, Commit::Stored);
    let late = store.commit(&key(), old, &issued(), &TERMS).unwrap();
    assert_eq!(late, Commit::Superseded);
    drop(server);
}

#[test]
fn a_redis_with_a_password_lets_in_who_has_it() {
    let Some(server) = RedisServer::start(&["--requirepass", "CANARY"]) else {
        return;
    };
    let port = server.port;
    let at = |user: &str| RedisStore::new(format!("redis://{user}127.0.0.1:{port}")).unwrap();
    assert!(at(":CANARY@").load(&key()).unwrap().is_none());
    all_fail(&at(""), StoreErrorKind::Refused);
    all_fail(&at(":CANARY2@"), StoreErrorKind::Refused);
}

#[test]
fn a_key_that_holds_something_else_is_an_error_and_never_none() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let mut connection = server.connect();
    let name = store.redis_key(&key());
    let _: () = redis::cmd("SET")
        .arg(&[&name, "CANARY"])
        .query(&mut connection)
        .unwrap();
    let said = all_fail(&store, StoreErrorKind::Corrupt);
    assert!(said.contains("delete that key to repair"), "{said}");
    let _: () = redis::cmd("DEL").arg(&name).query(&mut connection).unwrap();
    let _: () = redis::cmd("HSET")
        .arg(&[&name, "gate", "CANARY"])
        .query(&mut connection)
        .unwrap();
    all_fail(&store, StoreErrorKind::Corrupt);
    let _: () = redis::cmd("DEL").arg(&name).query(&mut connection).unwrap();
    let _: () = redis::cmd("HSET")
        .arg(&[&name, "token", "CANARY"])
        .query(&mut connection)
        .unwrap();
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{error}");
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[test]
fn a_redis_that_is_full_is_an_error() {
    let Some(server) = RedisServer::start(&["--maxmemory", "1"]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let error = store.begin(&key(), None, &TERMS).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert!(error.to_string().contains("OOM"), "{error}");
}
