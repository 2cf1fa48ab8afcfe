//! What Redis refuses is told in its own words, with the kind that says whether a person must mend
//! it, and without our secrets.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/fake_redis.rs"]
mod fake_redis;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::time::Duration;

use access_token::{Fence, Issued, Key, Store, StoreError, StoreErrorKind, Terms};
use access_token_redis::RedisStore;
use fake_redis::FakeRedis;
use redis_server::RedisServer;

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

fn store(url: &str) -> RedisStore {
    let limit = Duration::from_secs(20);
    let store = RedisStore::new(url).unwrap();
    store.connect_timeout(limit).timeout(limit)
}

/// The errors of all steps, of which each must fail.
fn errors(store: &RedisStore) -> Vec<StoreError> {
    let fence = Fence::new(1);
    let issued = Issued::new("CANARY-token", None, Duration::ZERO);
    vec![
        store.load(&key()).unwrap_err(),
        store.begin(&key(), None, &TERMS).unwrap_err(),
        store.commit(&key(), fence, &issued, &TERMS).unwrap_err(),
        store.abandon(&key(), fence, &TERMS).unwrap_err(),
        store.reject(&key(), &issued.token).unwrap_err(),
        store.forget(&key()).unwrap_err(),
        store.next_request_in(&key()).unwrap_err(),
    ]
}

/// Every step is refused so, in these words.
fn all_say(store: &RedisStore, kind: StoreErrorKind, words: &[&str]) {
    for error in errors(store) {
        assert_eq!(error.kind(), kind, "{error}");
        let told = error.to_string();
        for words in words {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!format!("{told} {error:?}").contains("CANARY"), "{error:?}");
    }
}

#[test]
fn a_redis_with_a_password_lets_in_who_has_it() {
    let Some(server) = RedisServer::start(&["--requirepass", "CANARY"]) else {
        return;
    };
    let at = |user: &str| store(&format!("redis://{user}127.0.0.1:{}", server.port));
    for user in [":CANARY@", "default:CANARY@"] {
        assert!(at(user).load(&key()).unwrap().is_none());
    }
    let refused = |user, words| {
        let does_not = "does not let us in: ";
        all_say(&at(user), StoreErrorKind::Refused, &[does_not, words]);
    };
    refused("", "NOAUTH Authentication required.");
    refused(":CANARY2@", "WRONGPASS invalid username-password pair");
    refused("CANARY:CANARY@", "WRONGPASS invalid username-password pair");
}

#[test]
fn a_password_for_a_redis_without_one_is_refused() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = store(&format!("redis://:CANARY@127.0.0.1:{}", server.port));
    let words = "ERR AUTH <password> called without any password configured";
    all_say(&store, StoreErrorKind::Refused, &[words]);
}

#[test]
fn a_redis_that_knows_no_users_is_told_the_password_alone() {
    let fake = FakeRedis::saying(|asked| match asked.command {
        0 => "-ERR wrong number of arguments for 'auth' command\r\n".into(),
        1 if !asked.text.contains("user") => "+OK\r\n".into(),
        _ => fake_redis::list(&["none"]),
    });
    let store = store(&format!("redis://user:CANARY@127.0.0.1:{}", fake.port));
    assert!(store.load(&key()).unwrap().is_none());
}

#[test]
fn a_database_that_is_not_there_is_refused() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = store(&format!("redis://127.0.0.1:{}/99", server.port));
    let words = ["database 99", "ERR DB index is out of range"];
    all_say(&store, StoreErrorKind::Refused, &words);
}

#[test]
fn a_database_of_its_own_is_used() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = store(&format!("redis://127.0.0.1:{}/3", server.port));
    store.begin(&key(), None, &TERMS).unwrap();
    let info: String = redis::cmd("INFO")
        .arg("keyspace")
        .query(&mut server.connect())
        .unwrap();
    assert!(
        info.contains("db3:keys=1") && !info.contains("db0:"),
        "{info}"
    );
}

#[test]
fn a_key_that_holds_something_else_is_named_and_never_none() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = store(&server.url());
    let mut connection = server.connect();
    let name = store.redis_key(&key());
    let repair = format!("delete that key to repair: DEL {name}");
    let mut put = |command: &[&str], words: &[&str]| {
        redis::cmd("DEL").arg(&name).exec(&mut connection).unwrap();
        let mut odd = redis::cmd(command[0]);
        odd.arg(&name)
            .arg(&command[1..])
            .exec(&mut connection)
            .unwrap();
        all_say(
            &store,
            StoreErrorKind::Corrupt,
            &[words, &[&repair]].concat(),
        );
    };
    put(&["SET", "CANARY"], &["WRONGTYPE Operation against a key"]);
    for field in ["fence", "lease", "gate", "stamp", "fetched", "committed"] {
        for odd in ["CANARY", "", "-1", "1.5", "nan", "inf", "1e3"] {
            put(
                &["HSET", field, odd],
                &["CORRUPT a field of the record is not a number"],
            );
        }
    }
    for field in ["fence", "lease", "gate", "stamp", "fetched"] {
        let words = "CORRUPT a field of the record is out of range";
        for odd in ["9007199254740994", "18446744073709551615"] {
            put(&["HSET", field, odd], &[words]);
        }
    }
    // A record that lacks something is none that can be read.
    redis::cmd("DEL").arg(&name).exec(&mut connection).unwrap();
    let mut odd = redis::cmd("HSET");
    odd.arg(&name)
        .arg(&["token", "CANARY"])
        .exec(&mut connection)
        .unwrap();
    for error in [
        store.load(&key()).unwrap_err(),
        store.begin(&key(), None, &TERMS).unwrap_err(),
    ] {
        assert_eq!(error.kind(), StoreErrorKind::Corrupt, "{error}");
        assert!(error.to_string().contains(&repair), "{error}");
        assert!(!format!("{error:?}").contains("CANARY"));
    }
}

#[test]
fn a_sentinel_is_refused_with_its_words() {
    let Some(server) = RedisServer::start(&["--sentinel"]) else {
        return;
    };
    let words = ["a Sentinel is not supported", "ERR unknown command"];
    all_say(&store(&server.url()), StoreErrorKind::Refused, &words);
}

#[test]
fn a_cluster_is_refused_with_its_words() {
    let cluster = ["--cluster-enabled", "yes", "--cluster-port", "ANOTHER"];
    let Some(server) = RedisServer::start(&cluster) else {
        return;
    };
    let words = ["a cluster, which is not supported", "CLUSTERDOWN Hash slot"];
    all_say(&store(&server.url()), StoreErrorKind::Refused, &words);
}

#[test]
fn errors_of_a_script_are_read_from_the_words_of_every_version() {
    let cases = [
        ("MOVED 3999 127.0.0.1:6381", StoreErrorKind::Refused),
        (
            "DENIED Redis is running in protected mode because protected mode is enabled",
            StoreErrorKind::Refused,
        ),
        (
            "ERR Error running script (call to f_0123456789abcdef): @user_script:8: WRONGTYPE \
             Operation against a key holding the wrong kind of value",
            StoreErrorKind::Corrupt,
        ),
        (
            "ERR Error running script (call to f_0123456789abcdef): @user_script:8: @user_script: \
             8: -NOPERM The user executing the script can't run this command or subcommand",
            StoreErrorKind::Refused,
        ),
        (
            "ERR Error running script (call to f_0123456789abcdef): @user_script:30: @user_script: \
             30: -READONLY You can't write against a read only replica.",
            StoreErrorKind::Unavailable,
        ),
        (
            "ERR The user executing the script can't run this command or subcommand script: \
             0123456789abcdef, on @user_script:1.",
            StoreErrorKind::Refused,
        ),
        (
            "ERR ACL failure in script: this user has no permissions to run the 'hset' command",
            StoreErrorKind::Refused,
        ),
        (
            "ERR max number of clients reached",
            StoreErrorKind::Unavailable,
        ),
        (
            "LOADING Redis is loading the dataset in memory",
            StoreErrorKind::Unavailable,
        ),
        (
            "NOREPLICAS Not enough good replicas to write.",
            StoreErrorKind::Unavailable,
        ),
    ];
    for (words, kind) in cases {
        let fake = FakeRedis::saying(move |_| format!("-{words}\r\n"));
        all_say(&store(&fake.url()), kind, &[&words[..90.min(words.len())]]);
    }
}

#[test]
fn our_secrets_are_taken_out_of_the_words_of_redis() {
    let fake = FakeRedis::saying(|asked| match asked.text.contains("AUTH") {
        true => "+OK\r\n".into(),
        false => "-ERR CANARY-user, CANARY-password: no \u{202e}\u{7}CANARY-token\r\n".into(),
    });
    let url = format!(
        "redis://CANARY-user:CANARY-password@127.0.0.1:{}",
        fake.port
    );
    let store = store(&url);
    let issued = Issued::new("CANARY-token", None, Duration::ZERO);
    for error in [
        store
            .commit(&key(), Fence::new(1), &issued, &TERMS)
            .unwrap_err(),
        store.reject(&key(), &issued.token).unwrap_err(),
    ] {
        let told = error.to_string();
        let expected = r"cannot do it: ERR ***, ***: no \u{202e}\u{7}***";
        assert!(told.ends_with(expected), "{told}");
    }
}

#[test]
fn what_redis_was_sent_is_not_repeated_in_part() {
    let fake = FakeRedis::saying(|_| {
        "-ERR unknown command 'EVALSHA', with args beginning with: 'CANARY-to\r\n".into()
    });
    let words = ["ERR unknown command 'EVALSHA'"];
    all_say(&store(&fake.url()), StoreErrorKind::Refused, &words);
}

#[test]
fn long_words_are_cut() {
    let fake = FakeRedis::saying(|_| format!("-ERR {}\r\n", "word ".repeat(1000)));
    let told = store(&fake.url()).load(&key()).unwrap_err().to_string();
    assert!(told.ends_with('…') && told.len() < 300, "{told}");
}
