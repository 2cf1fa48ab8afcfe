//! Eight processes on one Redis: one fetch at the start, and a soak in real time where a minute is
//! 200 ms.
//!
//! The soak lasts 6 s; `ACCESS_TOKEN_SOAK_SECONDS=600` makes it last longer.

#![allow(clippy::unwrap_used, reason = "a panic is the report")]

#[path = "../../access-token/tests/support/crew.rs"]
mod crew;
#[path = "support/redis_server.rs"]
mod redis_server;
#[path = "../../access-token/tests/support/server.rs"]
mod server;
#[path = "support/slowest.rs"]
mod slowest;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use access_token::{Settings, Store};
use access_token_redis::RedisStore;
use crew::{Crew, Dice, key, work};
use redis_server::RedisServer;
use server::{Rules, Server};
use slowest::Slowest;

const URL: &str = "ACCESS_TOKEN_TEST_REDIS";
const MINUTE: Duration = Duration::from_millis(200);

/// No test of its own: what the processes do that the tests start.
#[test]
fn child() {
    let Ok(url) = std::env::var(URL) else {
        return;
    };
    let slowest = Arc::new(Slowest::of(Arc::new(RedisStore::new(url).unwrap())));
    let store: Arc<dyn Store> = Arc::clone(&slowest) as _;
    // The lease is long against a slow moment of the machine: a process that sleeps through its
    // lease sends its request late, which no store can prevent.
    let settings = Settings::default()
        .min_interval(MINUTE)
        .margin(MINUTE / 60)
        .fetch_timeout(MINUTE * 2)
        .lease(MINUTE * 5)
        .longest_wait(MINUTE * 10)
        .look_again(MINUTE / 40);
    work(&store, settings, || slowest.answer());
}

fn crew(server: &Server, redis: &RedisServer) -> Crew {
    let (port, url) = (server.port, redis.url());
    Crew::new(8, move || {
        let mut command = Crew::command(port);
        command.env(URL, &url);
        command
    })
}

#[test]
fn eight_processes_without_a_token_cause_one_fetch() {
    let Some(redis) = RedisServer::start(&[]) else {
        return;
    };
    let start = Instant::now();
    let rules = Rules {
        min_interval: MINUTE,
        lifetime: Duration::from_secs(3600),
        delay: MINUTE / 2,
        refuse_one_in: 0,
    };
    let server = Server::start(rules, Arc::new(move || start.elapsed()));
    let mut crew = crew(&server, &redis);
    crew.order(1);
    crew.finish(|| {});
    assert_eq!(crew.good, 8);
    assert_eq!(server.requests(), 1);
}

#[test]
fn eight_processes_share_a_token_while_some_are_killed() {
    let Some(redis) = RedisServer::start(&[]) else {
        return;
    };
    let seconds = std::env::var("ACCESS_TOKEN_SOAK_SECONDS");
    let seconds: u64 = seconds.map_or(6, |seconds| seconds.parse().unwrap());
    let start = Instant::now();
    let rules = Rules {
        min_interval: MINUTE,
        lifetime: MINUTE * 10,
        delay: MINUTE / 100,
        refuse_one_in: 7,
    };
    let server = Server::start(rules, Arc::new(move || start.elapsed()));
    let mut crew = crew(&server, &redis);
    let mut dice = Dice::new();
    let mut next_kill = Duration::from_millis(300);
    let length = Duration::from_secs(seconds);
    // A soak in which nothing happens shows nothing: on a busy machine it lasts until enough has.
    let enough = |crew: &Crew| {
        u64::from(crew.kills) >= seconds
            && u64::from(crew.good) >= seconds * 100
            && server.requests() as u64 >= seconds / 2
    };
    while start.elapsed() < length || !enough(&crew) {
        let told = format!(
            "{} kills, {} good calls, {} token requests",
            crew.kills,
            crew.good,
            server.requests()
        );
        assert!(
            start.elapsed() < length + Duration::from_secs(300),
            "{told}"
        );
        thread::sleep(Duration::from_millis(dice.below(10)));
        if dice.below(20) == 0 {
            server.revoke();
        }
        crew.order(5);
        if start.elapsed() > next_kill {
            next_kill = start.elapsed() + Duration::from_millis(200 + dice.below(400));
            thread::sleep(Duration::from_micros(dice.below(4000)));
            let place = dice.below(8);
            crew.kill(usize::try_from(place).unwrap());
        }
        crew.finish(|| {});
    }
    let store = RedisStore::new(redis.url()).unwrap();
    store.load(&key()).unwrap();
    assert_eq!(server.violations(), [], "token requests came too close");
}
