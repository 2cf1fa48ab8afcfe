//! A Redis that is away, silent, restarted, locked or full; and no password or token in what is said
//! of it.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/forwarder.rs"]
mod forwarder;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::error::Error;
use std::net::TcpListener;
use std::time::Duration;

use access_token::{Begin, Commit, Issued, Key, Store, StoreError, StoreErrorKind, Terms};
use access_token_redis::RedisStore;
use forwarder::{Answers, Forwarder};
use provider_testing::Nobody;
use redis_server::RedisServer;

/// A limit for steps that must pass, also on a machine that is busy with something else.
const GENEROUS: Duration = Duration::from_secs(20);

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
    let errors: [StoreError; 7] = [
        store.load(&key()).unwrap_err(),
        store.begin(&key(), None, &TERMS).unwrap_err(),
        store.commit(&key(), fence, &issued(), &TERMS).unwrap_err(),
        store.abandon(&key(), fence, &TERMS).unwrap_err(),
        store.reject(&key(), &"CANARY-token".into()).unwrap_err(),
        store.forget(&key()).unwrap_err(),
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
        "rediss://:CANARY@host#insecure",
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
    let nobody = Nobody::new();
    let address = nobody.address();
    let store = RedisStore::new(format!("redis://user:CANARY@{address}")).unwrap();
    let said = all_fail(&store, StoreErrorKind::Unavailable);
    let expected = format!("redis at {address} cannot be reached: ");
    assert!(said.starts_with(&expected), "{said}");
    assert!(said.contains("refused"), "{said}");
}

#[test]
fn a_redis_that_is_silent_is_an_error_in_time() {
    for scheme in ["redis", "rediss"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let short = Duration::from_millis(50);
        let store = RedisStore::new(format!("{scheme}://:CANARY@127.0.0.1:{port}")).unwrap();
        all_fail(
            &store.connect_timeout(short).timeout(short),
            StoreErrorKind::Timeout,
        );
    }
}

#[test]
fn a_redis_that_stops_answering_is_an_error_in_time() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = |limit| {
        let store = RedisStore::new(server.url()).unwrap();
        store.connect_timeout(GENEROUS).timeout(limit)
    };
    assert!(store(GENEROUS).load(&key()).unwrap().is_none());
    // Long after this test, so that only the time limit ends the step.
    let mut connection = server.connect();
    let _: () = redis::cmd("CLIENT")
        .arg(&["PAUSE", "600000", "ALL"])
        .query(&mut connection)
        .unwrap();
    let error = store(Duration::from_millis(50)).load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Timeout);
}

#[test]
fn a_late_answer_is_not_taken_for_that_of_the_next_step() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let forwarder = Forwarder::to(server.port);
    let store = RedisStore::new(forwarder.url()).unwrap();
    // The next step has this time as well, and needs a few milliseconds.
    let store = store.timeout(Duration::from_secs(1));
    store.load(&key()).unwrap();
    forwarder.set(Answers::Wait);
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Timeout);
    forwarder.set(Answers::Pass);
    let begin = store.begin(&key(), None, &TERMS).unwrap();
    assert!(matches!(begin, Begin::Granted(_)), "{begin:?}");
}

#[test]
fn a_redis_that_was_restarted_is_connected_again_and_has_lost_the_gate() {
    let (Some(before), Some(after)) = (RedisServer::start(&[]), RedisServer::start(&[])) else {
        return;
    };
    let forwarder = Forwarder::to(before.port);
    let store = RedisStore::new(forwarder.url()).unwrap();
    let Begin::Granted(old) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("an empty store grants");
    };
    drop(before);
    forwarder.move_to(after.port);
    let Begin::Granted(new) = store.begin(&key(), None, &TERMS).unwrap() else {
        panic!("what was lost cannot hold back");
    };
    assert!(new > old, "fences go on");
    let stored = store.commit(&key(), new, &issued(), &TERMS).unwrap();
    assert_eq!(stored, Commit::Stored);
    let late = store.commit(&key(), old, &issued(), &TERMS).unwrap();
    assert_eq!(late, Commit::Superseded);
}

#[test]
fn a_redis_that_is_full_is_an_error() {
    let Some(server) = RedisServer::start(&["--maxmemory", "1"]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let error = store.begin(&key(), None, &TERMS).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert!(error.to_string().contains("OOM command not"), "{error}");
}
