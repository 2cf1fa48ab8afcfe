//! Eight processes on one Redis in real time, where a minute is 200 ms.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use access_token::Store;
use access_token_redis::RedisStore;
use chao8_api::Settings;
use openplat_sandbox::Sandbox;
use workspace_tests::chao8::key;
use workspace_tests::dice::Dice;

use crate::crew::Crew;
use crate::fast_time::{FastClock, FastStore, MINUTE, SPEED};
use crate::redis_server::RedisServer;
use crate::slowest::Slowest;
use crate::soak::{AtLeast, length, misbehave, violations};
use crate::witness::Witness;
use crate::worker::{self, Worker};

pub(crate) const ROLE: &str = "redis soak";
const URL: &str = "OPENPLAT_TEST_REDIS";

pub(crate) fn child() {
    let store = RedisStore::new(std::env::var(URL).unwrap()).unwrap();
    let slowest = Arc::new(Slowest::of(Arc::new(FastStore(store))));
    let store = Arc::clone(&slowest);
    let last_moment = move || slowest.answer() * SPEED;
    Worker::new(store, Arc::new(FastClock::start()), last_moment, settings).work();
}

/// The lease is 1 s in real time, long against a slow moment of the machine: a process that
/// sleeps through its lease sends its request late, which no store can prevent.
fn settings(settings: Settings) -> Settings {
    settings.token(|token| {
        token
            // Of the transport, so this is real time.
            .fetch_timeout(Duration::from_millis(500))
            .lease(Duration::from_secs(300))
            .longest_wait(Duration::from_secs(600))
    })
}

#[test]
fn eight_processes_share_a_token_on_redis_in_real_time_while_some_are_killed() {
    let Some(redis) = RedisServer::start(&[]) else {
        return;
    };
    let mut dice = Dice::cast_for("soak on Redis");
    let seconds = length("OPENPLAT_SOAK_SECONDS", 8);
    let sandbox = Sandbox::start().unwrap();
    let (chao8, base_url) = (sandbox.chao8(), sandbox.base_url());
    chao8.set_token_interval(MINUTE);
    let witness = Witness::of(chao8);
    let (url, redis_url) = (base_url.clone(), redis.url());
    let mut crew = Crew::new(8, move || {
        let mut command = worker::command(ROLE, &url, &witness);
        command.env(URL, &redis_url);
        command
    });
    let store = RedisStore::new(redis.url()).unwrap();
    crew.order(0);
    crew.finish(|| {});
    let start = Instant::now();
    let mut next_kill = Duration::from_millis(300);
    let (length, at_least) = (
        Duration::from_secs(seconds),
        AtLeast {
            token_requests: seconds / 2,
            kills: seconds / 2,
            good_calls: seconds * 20,
        },
    );
    // On a busy machine it lasts until enough has happened.
    while start.elapsed() < length || !at_least.is_reached(&crew, chao8) {
        if start.elapsed() > length + Duration::from_secs(300) {
            at_least.assert(&crew, chao8);
        }
        thread::sleep(Duration::from_millis(dice.below(10)));
        misbehave(chao8, &mut dice);
        crew.order(2);
        if start.elapsed() > next_kill {
            next_kill = start.elapsed() + Duration::from_millis(200 + dice.below(400));
            thread::sleep(Duration::from_micros(dice.below(8000)));
            crew.kill(usize::try_from(dice.below(8)).unwrap());
            store.load(&key(&base_url)).unwrap();
        }
        crew.finish(|| {});
    }
    assert_eq!(violations(chao8, MINUTE), Vec::<String>::new());
}
