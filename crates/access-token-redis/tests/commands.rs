//! What each step costs Redis, and what Redis takes: the README says what a server counts.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/redis_server.rs"]
mod redis_server;

use std::time::Duration;

use access_token::{Begin, Fence, Issued, Key, Owner, Secret, Store, Terms};
use access_token_redis::RedisStore;
use redis::Connection;
use redis_server::RedisServer;

const README: &str = include_str!("../README.md");

const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

/// A row: what clients send, and what the scripts call.
fn row(watch: &mut Connection, what: &str, step: impl FnOnce()) -> String {
    let _: () = redis::cmd("CONFIG").arg("RESETSTAT").query(watch).unwrap();
    step();
    let told: String = redis::cmd("INFO").arg("commandstats").query(watch).unwrap();
    let (mut sent, mut inside) = (0, 0);
    for line in told
        .lines()
        .filter_map(|line| line.strip_prefix("cmdstat_"))
    {
        let (name, numbers) = line.split_once(":calls=").unwrap();
        let calls = numbers.split(',').next().unwrap();
        let calls: u32 = calls.parse().unwrap();
        match name.split('|').next().unwrap() {
            // Of this test, and of the connection that it makes.
            "info" | "config" | "client" => {}
            "evalsha" | "script" => sent += calls,
            _ => inside += calls,
        }
    }
    format!("| {what} | {sent} | {inside} |\n")
}

fn begin(store: &RedisStore, seen: Option<Fence>) -> Fence {
    match store.begin(&key(), seen, &TERMS).unwrap() {
        Begin::Granted(fence) => fence,
        other => panic!("{other:?}"),
    }
}

fn delete(watch: &mut Connection, store: &RedisStore) {
    let name = store.redis_key(&key());
    let _: () = redis::cmd("DEL").arg(name).query(watch).unwrap();
}

#[test]
fn the_readme_says_what_each_step_costs() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let store = RedisStore::new(server.url()).unwrap();
    let watch = &mut server.connect();
    let token = Secret::from("fake-token");
    let issued = Issued::new(
        token.clone(),
        Some(Duration::from_secs(28_800)),
        Duration::ZERO,
    );
    let load = || drop(store.load(&key()).unwrap());
    let reject = |token: &Secret| store.reject(&key(), token).unwrap();

    let mut table =
        "| step | sent to Redis | called by the script |\n| --- | --- | --- |\n".to_owned();
    table += &row(
        watch,
        "the first `load` of a process, on a fresh Redis",
        load,
    );
    // Each script once, so that Redis knows it.
    reject(&token);
    let fence = begin(&store, None);
    store.commit(&key(), fence, &issued, &TERMS).unwrap();
    store.abandon(&key(), fence, &TERMS).unwrap();
    store.forget(&key()).unwrap();
    delete(watch, &store);

    table += &row(watch, "`load`, no token", load);
    let mut granted = None;
    table += &row(watch, "`begin`, granted", || {
        granted = Some(begin(&store, None))
    });
    let fence = granted.unwrap();
    table += &row(watch, "`begin`, another one asks", || {
        let answer = store.begin(&key(), None, &TERMS).unwrap();
        assert!(matches!(answer, Begin::Held { .. }), "{answer:?}");
    });
    store.forget(&key()).unwrap();
    store.abandon(&key(), fence, &TERMS).unwrap();
    store.forget(&key()).unwrap();
    let owned = TERMS.owned_by(Owner::new(7));
    let mut again = store.begin(&key(), None, &owned).unwrap();
    table += &row(watch, "`begin`, its owner asks again", || {
        again = store.begin(&key(), None, &owned).unwrap();
    });
    let Begin::Granted(fence) = again else {
        panic!("{again:?}");
    };
    table += &row(watch, "`abandon`", || {
        store.abandon(&key(), fence, &TERMS).unwrap()
    });
    table += &row(watch, "`commit`", || {
        store.commit(&key(), fence, &issued, &TERMS).unwrap();
    });
    table += &row(watch, "`load`, a token", load);
    table += &row(watch, "`begin`, another token is there", || {
        let answer = store.begin(&key(), None, &TERMS).unwrap();
        assert!(matches!(answer, Begin::Newer(_)), "{answer:?}");
    });
    table += &row(watch, "`reject` of the current token", || reject(&token));
    table += &row(watch, "`reject` of one that is not there any more", || {
        reject(&token)
    });
    table += &row(watch, "`forget`", || store.forget(&key()).unwrap());
    assert!(README.contains(&table), "README.md must say:\n\n{table}");
}

#[test]
fn the_readme_says_how_many_connections_redis_takes() {
    let Some(server) = RedisServer::start(&[]) else {
        return;
    };
    let mut config = redis::cmd("CONFIG");
    let maxclients = config.arg("GET").arg("maxclients");
    let told: Vec<String> = maxclients.query(&mut server.connect()).unwrap();
    let (thousands, rest) = told[1].split_at(told[1].len() - 3);
    let said = format!("a Redis takes {thousands},{rest} connections");
    // It takes fewer where the machine allows it fewer open files.
    assert!(README.contains(&said), "README.md must say: {said}");
}

#[test]
fn a_process_beyond_the_connections_of_redis_gets_a_store_error() {
    let Some(server) = RedisServer::start(&["--maxclients", "2"]) else {
        return;
    };
    let _others = [server.connect(), server.connect()];
    let store = RedisStore::new(server.url()).unwrap();
    store.load(&key()).unwrap_err();
}
