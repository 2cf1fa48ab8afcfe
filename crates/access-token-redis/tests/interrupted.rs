//! A process that is stopped while Redis answers, and goes on later.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "support/forwarder.rs"]
mod forwarder;
#[path = "support/redis_server.rs"]
mod redis_server;

use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use access_token::{Begin, Key, Owner, Store, Terms};
use access_token_redis::RedisStore;
use forwarder::{Answers, Forwarder};
use redis_server::RedisServer;

const URL: &str = "ACCESS_TOKEN_TEST_REDIS";
const LIMIT: &str = "ACCESS_TOKEN_TEST_LIMIT_MILLISECONDS";
const TERMS: Terms = Terms::new(
    Duration::from_secs(20),
    Duration::from_secs(60),
    Duration::from_secs(1),
);

fn key() -> Key {
    Key::new("chao8", "https://api.example", "app-1")
}

/// No test of its own: the process that is stopped.
#[test]
fn child() {
    let Ok(url) = std::env::var(URL) else {
        return;
    };
    let limit = Duration::from_millis(std::env::var(LIMIT).unwrap().parse().unwrap());
    let store = RedisStore::new(url).unwrap();
    let store = store.connect_timeout(limit).timeout(limit);
    let begin = store.begin(&key(), None, &TERMS.owned_by(Owner::random()));
    assert!(matches!(begin, Ok(Begin::Granted(_))), "{begin:?}");
}

fn start(url: &str, limit: Duration) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--nocapture"])
        .env(URL, url)
        .env(LIMIT, limit.as_millis().to_string())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let mut command = Command::new("sh");
    let status = command.args(["-c", &format!("kill -{signal} {id}")]);
    assert!(status.status().unwrap().success());
}

/// Waits until all threads of the process are stopped.
fn wait_until_stopped(child: &Child) {
    let is_stopped = |stat: String| {
        let (_, state) = stat.rsplit_once(") ").unwrap();
        state.starts_with('T')
    };
    let tasks = format!("/proc/{}/task", child.id());
    for _ in 0..6000 {
        let all = std::fs::read_dir(&tasks).unwrap().all(|task| {
            let stat = std::fs::read_to_string(task.unwrap().path().join("stat"));
            stat.is_ok_and(is_stopped)
        });
        if all {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the process was not stopped");
}

/// A Redis that knows the scripts, and an address before it.
fn ready() -> Option<(RedisServer, Forwarder)> {
    let server = RedisServer::start(&[])?;
    let store = RedisStore::new(server.url()).unwrap();
    let other = Key::new("chao8", "https://api.example", "app-2");
    store.begin(&other, None, &TERMS).unwrap();
    let forwarder = Forwarder::to(server.port);
    Some((server, forwarder))
}

#[test]
fn a_read_goes_on_after_a_stop() {
    let Some((_server, forwarder)) = ready() else {
        return;
    };
    forwarder.set(Answers::Wait);
    let mut child = start(&forwarder.url(), Duration::from_secs(60));
    forwarder.wait_for_kept(1);
    for _ in 0..3 {
        signal(&child, "STOP");
        wait_until_stopped(&child);
        signal(&child, "CONT");
        // It reads again, if it has not given up.
        thread::sleep(Duration::from_millis(50));
    }
    forwarder.set(Answers::Pass);
    assert!(child.wait().unwrap().success());
    assert_eq!(forwarder.connections(), 1, "the answer was read on");
}

#[test]
fn an_answer_that_came_while_the_process_was_stopped_is_taken() {
    let Some((_server, forwarder)) = ready() else {
        return;
    };
    let limit = Duration::from_secs(2);
    forwarder.set(Answers::Wait);
    let mut child = start(&forwarder.url(), limit);
    forwarder.wait_for_kept(1);
    signal(&child, "STOP");
    wait_until_stopped(&child);
    forwarder.set(Answers::Pass);
    // Past the deadlines of this connection and of another one.
    thread::sleep(limit * 2 + Duration::from_millis(500));
    signal(&child, "CONT");
    assert!(child.wait().unwrap().success());
    assert_eq!(forwarder.connections(), 1, "the answer was there");
}
