//! Many at once without a token: the sandbox counts one token request.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use access_token::{FileStore, MemoryStore, Store};
use access_token_redis::RedisStore;
use chao8_api::{Client, Settings, SystemClock};
use openplat_sandbox::{Fault, FaultProxy, Sandbox};
use workspace_tests::chao8::credentials;

use crate::crew::Crew;
use crate::dir::Dir;
use crate::redis_server::RedisServer;
use crate::witness::Witness;
use crate::worker::{self, Worker, call};

pub(crate) const ROLE: &str = "at once";
const DIR: &str = "OPENPLAT_TEST_DIR";
const URL: &str = "OPENPLAT_TEST_REDIS";

pub(crate) fn child() {
    let store: Arc<dyn Store> = match std::env::var_os(DIR) {
        Some(dir) => Arc::new(FileStore::new(dir).unwrap()),
        None => Arc::new(RedisStore::new(std::env::var(URL).unwrap()).unwrap()),
    };
    let clock = Arc::new(SystemClock::new());
    Worker::new(store, clock, || Duration::ZERO, patient).work();
}

/// On a busy machine an answer that comes byte by byte takes its time.
fn patient(settings: Settings) -> Settings {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    settings
        .token(|token| token.fetch_timeout(minutes(2)).lease(minutes(4)))
        .token(|token| token.longest_wait(minutes(8)))
        .transport(|transport| transport.timeout(minutes(2)))
}

/// A sandbox whose answers take a third of a second and more, so that all come while the first
/// one is still waiting for the token.
fn slow(sandbox: &Sandbox) -> FaultProxy {
    let pause = Duration::from_micros(300);
    FaultProxy::start(sandbox.address(), Fault::SlowBytes { pause }).unwrap()
}

/// 32 threads, each with the client that `client` gives it, make a call.
fn thirty_two_calls(client: impl Fn(Settings) -> Client) {
    let sandbox = Sandbox::start().unwrap();
    let proxy = slow(&sandbox);
    let together = Arc::new(Barrier::new(32));
    let callers: Vec<_> = (0..32)
        .map(|_| {
            let client = client(patient(Settings::new(proxy.base_url())));
            let together = Arc::clone(&together);
            thread::spawn(move || {
                together.wait();
                call(&client)
            })
        })
        .collect();
    for caller in callers {
        caller.join().unwrap().unwrap();
    }
    assert_eq!(sandbox.chao8().token_requests(), 1);
    let calls = sandbox.requests().len() - 1;
    assert_eq!(calls, 32);
}

#[test]
fn thirty_two_threads_with_one_client_cause_one_token_request() {
    let shared = std::cell::OnceCell::new();
    thirty_two_calls(|settings| {
        let client = shared.get_or_init(|| Client::new(credentials(), settings).unwrap());
        client.clone()
    });
}

#[test]
fn thirty_two_threads_with_a_client_each_and_one_store_cause_one_token_request() {
    let store = Arc::new(MemoryStore::new());
    thirty_two_calls(|settings| Client::new(credentials(), settings.store(store.clone())).unwrap());
}

/// Eight processes on the store that the environment names make a call.
fn eight_processes(variable: &'static str, store: String) {
    let sandbox = Sandbox::start().unwrap();
    let proxy = slow(&sandbox);
    let (base_url, witness) = (proxy.base_url(), Witness::of(sandbox.chao8()));
    let mut crew = Crew::new(8, move || {
        let mut command = worker::command(ROLE, &base_url, &witness);
        command.env(variable, &store);
        command
    });
    // All are there before the first one calls.
    crew.order(0);
    crew.finish(|| {});
    crew.order(1);
    crew.finish(|| {});
    assert_eq!(crew.good, 8);
    assert_eq!(sandbox.chao8().token_requests(), 1);
}

#[test]
fn eight_processes_on_the_file_store_cause_one_token_request() {
    let dir = Dir::new("at-once");
    eight_processes(DIR, dir.path().to_str().unwrap().to_owned());
}

#[test]
fn eight_processes_on_redis_cause_one_token_request() {
    if let Some(redis) = RedisServer::start(&[]) {
        eight_processes(URL, redis.url());
    }
}
