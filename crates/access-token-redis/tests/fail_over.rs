//! A primary, its replica, and an address that moves from one to the other.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/forwarder.rs"]
mod forwarder;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::thread;
use std::time::{Duration, Instant};

use access_token::{Begin, Commit, Fence, Issued, Key, Owner, Store, Terms};
use access_token_redis::RedisStore;
use forwarder::Forwarder;
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
    Issued::new("fake-token", None, Duration::ZERO)
}

struct Pair {
    primary: RedisServer,
    replica: RedisServer,
    address: Forwarder,
    store: RedisStore,
}

impl Pair {
    /// A primary with a replica, and a store at an address that leads to the primary.
    fn start() -> Option<Self> {
        let at_once = ["--repl-diskless-sync-delay", "0"];
        let primary = RedisServer::start(&at_once)?;
        let replica = RedisServer::start(&at_once)?;
        replicate(&replica, "127.0.0.1", &primary.port.to_string());
        let limit = Instant::now() + Duration::from_secs(60);
        while !info(&replica).contains("master_link_status:up") {
            assert!(Instant::now() < limit, "the replica finds no primary");
            thread::sleep(Duration::from_millis(20));
        }
        let address = Forwarder::to(primary.port);
        let store = RedisStore::new(address.url()).unwrap();
        let limit = Duration::from_secs(20);
        Some(Self {
            primary,
            replica,
            address,
            store: store.connect_timeout(limit).timeout(limit),
        })
    }

    /// A token is stored, and has reached the replica.
    fn store_a_token(&self) -> Fence {
        let Begin::Granted(fence) = self.store.begin(&key(), None, &TERMS).unwrap() else {
            panic!("an empty store grants");
        };
        let commit = self.store.commit(&key(), fence, &issued(), &TERMS).unwrap();
        assert_eq!(commit, Commit::Stored);
        self.wait_for_the_replica();
        fence
    }

    fn wait_for_the_replica(&self) {
        let mut primary = self.primary.connect();
        // What this connection writes comes after all that was written before.
        redis::cmd("INCR").arg("waits").exec(&mut primary).unwrap();
        let mut wait = redis::cmd("WAIT");
        let reached: u32 = wait.arg(1).arg(60_000).query(&mut primary).unwrap();
        assert_eq!(reached, 1);
    }

    /// The replica becomes the primary, the primary its replica; the connections stay.
    fn swap(&self) {
        replicate(&self.replica, "NO", "ONE");
        replicate(&self.primary, "127.0.0.1", &self.replica.port.to_string());
        self.address.move_to(self.replica.port);
    }
}

fn info(server: &RedisServer) -> String {
    let mut info = redis::cmd("INFO");
    info.arg("replication")
        .query(&mut server.connect())
        .unwrap()
}

fn replicate(server: &RedisServer, host: &str, port: &str) {
    let mut command = redis::cmd("REPLICAOF");
    let command = command.arg(host).arg(port);
    command.exec(&mut server.connect()).unwrap();
}

#[test]
fn a_store_follows_an_address_that_moves_to_the_new_primary() {
    let Some(pair) = Pair::start() else { return };
    let first = pair.store_a_token();
    pair.swap();
    // The kept connection leads to what is a replica now, which is found out by the first write.
    let begin = pair.store.begin(&key(), Some(first), &TERMS).unwrap();
    assert!(matches!(begin, Begin::TooSoon { .. }), "{begin:?}");
    assert_eq!(pair.address.connections(), 2);
    let record = pair.store.load(&key()).unwrap().unwrap();
    assert_eq!((record.fence, record.token.expose()), (first, "fake-token"));
    // Everything goes on there.
    pair.store.forget(&key()).unwrap();
    let owned = TERMS.owned_by(Owner::random());
    let Begin::Granted(second) = pair.store.begin(&key(), None, &owned).unwrap() else {
        panic!("the gate was opened");
    };
    assert!(second > first);
    let commit = pair
        .store
        .commit(&key(), second, &issued(), &owned)
        .unwrap();
    assert_eq!(commit, Commit::Stored);
    assert_eq!(pair.address.connections(), 2);
}

#[test]
fn every_write_finds_the_new_primary() {
    let Some(pair) = Pair::start() else { return };
    let steps: [&dyn Fn(Fence); 4] = [
        &|fence| {
            let commit = pair.store.commit(&key(), fence, &issued(), &TERMS);
            assert_eq!(commit.unwrap(), Commit::Stored);
        },
        &|fence| pair.store.abandon(&key(), fence, &TERMS).unwrap(),
        &|_| {
            pair.store.reject(&key(), &"fake-token".into()).unwrap();
            assert!(pair.store.load(&key()).unwrap().is_none());
        },
        &|_| pair.store.forget(&key()).unwrap(),
    ];
    for step in steps {
        let fence = pair.store_a_token();
        pair.swap();
        step(fence);
        // And back.
        replicate(&pair.primary, "NO", "ONE");
        pair.address.move_to(pair.primary.port);
        replicate(&pair.replica, "127.0.0.1", &pair.primary.port.to_string());
        pair.store.forget(&key()).unwrap();
        pair.wait_for_the_replica();
    }
}

#[test]
fn a_primary_that_died_is_replaced_and_its_lease_is_known() {
    let Some(pair) = Pair::start() else { return };
    let owned = TERMS.owned_by(Owner::random());
    let Begin::Granted(fence) = pair.store.begin(&key(), None, &owned).unwrap() else {
        panic!("an empty store grants");
    };
    pair.wait_for_the_replica();
    let Pair {
        primary,
        replica,
        address,
        store,
    } = pair;
    drop(primary);
    replicate(&replica, "NO", "ONE");
    address.move_to(replica.port);
    let other = store.begin(&key(), None, &TERMS.owned_by(Owner::random()));
    assert!(matches!(other, Ok(Begin::Held { .. })), "{other:?}");
    let commit = store.commit(&key(), fence, &issued(), &owned).unwrap();
    assert_eq!(commit, Commit::Stored);
}
