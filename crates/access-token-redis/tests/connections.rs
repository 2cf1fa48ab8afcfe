//! Which connections are kept, and when a step is made again on another one.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/fake_redis.rs"]
mod fake_redis;
#[path = "support/forwarder.rs"]
mod forwarder;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::io::{Error, Write};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, Issued, Key, Owner, Store, StoreErrorKind, Stored, Terms,
};
use access_token_redis::RedisStore;
use fake_redis::{FakeRedis, list};
use forwarder::{Answers, Forwarder};
use redis_server::{Directory, RedisServer};

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

/// A limit for steps that must pass, also on a machine that is busy with something else.
const GENEROUS: Duration = Duration::from_secs(20);

fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

fn store(url: impl Into<String>) -> RedisStore {
    let store = RedisStore::new(url.into()).unwrap();
    store.connect_timeout(GENEROUS).timeout(GENEROUS)
}

/// What a Redis says that is not, or no longer, the primary that it was, and some that no version
/// says yet.
const OUT_OF_ORDER: [&str; 14] = [
    "READONLY You can't write against a read only replica.",
    "MOVED 3999 127.0.0.1:6381",
    "ASK 3999 127.0.0.1:6381",
    "TRYAGAIN Multiple keys request during rehashing of slot",
    "CLUSTERDOWN Hash slot not served",
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "LOADING Redis is loading the dataset in memory",
    "NOAUTH Authentication required.",
    "WRONGPASS invalid username-password pair or user is disabled.",
    "NOPERM this user has no permissions to run the 'evalsha' command",
    "UNBLOCKED force unblock from blocking operation, instance state changed",
    "MISCONF Errors writing to the AOF file",
    "ERR something else",
    "FUTURE words of a version to come",
];

#[test]
fn a_step_refused_on_a_kept_connection_is_tried_on_a_new_one() {
    for refusal in OUT_OF_ORDER {
        let fake = FakeRedis::saying(move |asked| match (asked.connection, asked.command) {
            (0, 0) | (1, _) => list(&["none"]),
            _ => format!("-{refusal}\r\n"),
        });
        let store = store(fake.url());
        store.load(&key()).unwrap();
        assert!(store.load(&key()).unwrap().is_none(), "{refusal}");
        assert_eq!(fake.connections(), 2, "{refusal}");
        store.load(&key()).unwrap();
        assert_eq!(fake.connections(), 2, "the new one is kept: {refusal}");
    }
}

#[test]
fn a_connection_that_was_refused_is_not_kept() {
    for refusal in OUT_OF_ORDER {
        let fake = FakeRedis::saying(move |asked| match asked.connection {
            0 => format!("-{refusal}\r\n"),
            _ => list(&["none"]),
        });
        let store = store(fake.url());
        let error = store.load(&key()).unwrap_err();
        assert!(error.to_string().contains(refusal), "{error}");
        assert!(store.load(&key()).unwrap().is_none(), "{refusal}");
        assert_eq!(fake.connections(), 2, "{refusal}");
    }
}

#[test]
fn a_key_that_is_corrupt_costs_no_connection() {
    let fake = FakeRedis::saying(|_| "-WRONGTYPE Operation against a key\r\n".into());
    let store = store(fake.url());
    for _ in 0..3 {
        let error = store.load(&key()).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Corrupt);
    }
    assert_eq!(fake.connections(), 1);
}

#[test]
fn when_one_connection_is_refused_the_other_kept_ones_are_dropped() {
    let both = Arc::new(Barrier::new(2));
    let meeting = Arc::clone(&both);
    let fake = FakeRedis::saying(move |asked| {
        if asked.command == 0 && asked.connection < 2 {
            // Both connections are in use at the same time.
            meeting.wait();
        }
        match (asked.connection, asked.command) {
            (0 | 1, 1..) => "-READONLY You can't write against a read only replica.\r\n".into(),
            _ => list(&["none"]),
        }
    });
    let store = Arc::new(store(fake.url()));
    let other = Arc::clone(&store);
    let loading = thread::spawn(move || drop(other.load(&key()).unwrap()));
    store.load(&key()).unwrap();
    loading.join().unwrap();
    assert_eq!(fake.connections(), 2);
    // One of them is refused and makes way for a third; the second would be refused, too.
    store.load(&key()).unwrap();
    store.load(&key()).unwrap();
    assert_eq!(fake.connections(), 3);
}

/// Makes the step of this name, which writes.
fn write(store: &RedisStore, step: &str) -> Stored<()> {
    let key = key();
    let fence = Fence::new(1);
    let issued = Issued::new("fake-token", None, Duration::ZERO);
    let owned = TERMS.owned_by(Owner::new(7));
    match step {
        "begin" => store.begin(&key, None, &owned).map(drop),
        "commit" => store.commit(&key, fence, &issued, &owned).map(drop),
        "abandon" => store.abandon(&key, fence, &owned),
        "reject" => store.reject(&key, &issued.token),
        "forget" => store.forget(&key),
        other => panic!("no step: {other}"),
    }
}

fn is_made_again(server: &RedisServer, step: &str) {
    for answers in [Answers::OneIsLost, Answers::OneIsStuck] {
        for is_kept in [true, false] {
            let forwarder = Forwarder::to(server.port);
            let store = store(forwarder.url());
            // A stuck answer is waited for this long; what must pass needs a few milliseconds.
            let store = store.timeout(Duration::from_secs(2));
            if is_kept {
                store.load(&key()).unwrap();
            }
            forwarder.set(answers);
            let told = format!("{step}, {answers:?}, kept: {is_kept}");
            if let Err(error) = write(&store, step) {
                panic!("{told}: {error}");
            }
            assert_eq!(forwarder.connections(), 2, "{told}");
        }
    }
}

#[test]
fn a_write_whose_answer_is_lost_is_made_again_on_a_new_connection() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    thread::scope(|scope| {
        for step in ["begin", "commit", "abandon", "reject", "forget"] {
            let server = &server;
            scope.spawn(move || is_made_again(server, step));
        }
    });
}

#[test]
fn an_owner_whose_answer_was_lost_has_one_lease_and_can_use_it() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let forwarder = Forwarder::to(server.port);
    let store = store(forwarder.url());
    // Redis knows the scripts, so the next answer is that of begin.
    assert!(matches!(
        store.begin(&key(), None, &TERMS),
        Ok(Begin::Granted(_))
    ));
    store.forget(&key()).unwrap();
    let key = Key::new("chao8", "https://api.example", "app-2");
    forwarder.set(Answers::OneIsLost);
    let terms = TERMS.owned_by(Owner::random());
    let Begin::Granted(fence) = store.begin(&key, None, &terms).unwrap() else {
        panic!("his own lease held him back");
    };
    forwarder.wait_for_kept(1);
    let other = store.begin(&key, None, &TERMS.owned_by(Owner::random()));
    assert!(matches!(other, Ok(Begin::Held { .. })), "{other:?}");
    let issued = Issued::new("fake-token", None, Duration::ZERO);
    let commit = store.commit(&key, fence, &issued, &terms).unwrap();
    assert_eq!(commit, Commit::Stored);
}

#[test]
fn a_begin_without_an_owner_whose_answer_is_lost_is_an_error() {
    let fake = FakeRedis::start(|_, _| Err(Error::other("closed")));
    let error = store(fake.url()).begin(&key(), None, &TERMS).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert_eq!(fake.connections(), 1);
}

#[test]
fn a_write_is_made_twice_at_most_on_new_connections() {
    let fake = FakeRedis::start(|_, _| Err(Error::other("closed")));
    let owned = TERMS.owned_by(Owner::random());
    let error = store(fake.url()).begin(&key(), None, &owned).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert_eq!(fake.connections(), 2);
}

#[test]
fn an_answer_has_one_deadline_however_slowly_its_bytes_come() {
    // 20 s for the whole answer, and a byte long before each limit.
    let fake = FakeRedis::start(|_, stream| {
        for byte in list(&["none"]).bytes().cycle().take(200) {
            stream.write_all(&[byte])?;
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    });
    let slow = RedisStore::new(fake.url()).unwrap();
    let slow = slow
        .connect_timeout(GENEROUS)
        .timeout(Duration::from_secs(1));
    let error = slow.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Timeout, "{error}");
}

#[test]
fn an_answer_without_an_end_is_given_up() {
    let fake = FakeRedis::start(|_, stream| {
        stream.write_all(b"$2000000000\r\n")?;
        loop {
            stream.write_all(&[b'x'; 65_536])?;
        }
    });
    let error = store(fake.url()).load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable, "{error}");
    assert!(error.to_string().contains("too long"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_socket_of_the_machine_is_connected() {
    let dir = Directory::new();
    let path = dir.file("redis.sock");
    let Some(server) = RedisServer::start(&["--unixsocket", &path, "--requirepass", "fake"]) else {
        return;
    };
    let store = store(format!("unix://{path}?pass=fake&db=2"));
    assert!(matches!(
        store.begin(&key(), None, &TERMS),
        Ok(Begin::Granted(_))
    ));
    let told = format!("{store:?}");
    assert!(told.contains(&path) && !told.contains("fake"), "{told}");
    drop(server);
    let error = store.load(&key()).unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Unavailable, "{error}");
}

/// It takes no more connections, so that each of them has to wait.
#[cfg(unix)]
#[test]
fn a_socket_of_the_machine_on_which_nobody_accepts_is_an_error_in_time() {
    use socket2::{Domain, SockAddr, Socket, Type};

    let dir = Directory::new();
    let path = dir.file("redis.sock");
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None).unwrap();
    socket.bind(&SockAddr::unix(&path).unwrap()).unwrap();
    socket.listen(0).unwrap();
    let store = RedisStore::new(format!("unix://{path}")).unwrap();
    let short = Duration::from_millis(50);
    let store = store.connect_timeout(short).timeout(short);
    // The first ones wait to be accepted, and are silent.
    for _ in 0..3 {
        let error = store.load(&key()).unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Timeout, "{error}");
    }
}
