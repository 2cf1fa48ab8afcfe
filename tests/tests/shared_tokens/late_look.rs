//! A client that looked at the store before another one fetched, and asks for a token after it.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use access_token::{
    Begin, Commit, Fence, FileStore, Issued, Key, MemoryStore, Record, Secret, Store, Stored, Terms,
};
use access_token_redis::RedisStore;
use chao8_api::{Client, Settings};
use openplat_sandbox::Sandbox;
use workspace_tests::chao8::credentials;

use crate::dir::Dir;
use crate::redis_server::RedisServer;
use crate::worker::call;

/// A store after whose first look something happens.
struct LateStore {
    store: Arc<dyn Store>,
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl fmt::Debug for LateStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LateStore")
    }
}

impl Store for LateStore {
    fn load(&self, key: &Key) -> Stored<Option<Record>> {
        let record = self.store.load(key);
        let meanwhile = self.meanwhile.lock().unwrap().take();
        if let Some(meanwhile) = meanwhile {
            meanwhile();
        }
        record
    }

    fn begin(&self, key: &Key, seen: Option<Fence>, terms: &Terms) -> Stored<Begin> {
        self.store.begin(key, seen, terms)
    }

    fn commit(&self, key: &Key, fence: Fence, issued: &Issued, terms: &Terms) -> Stored<Commit> {
        self.store.commit(key, fence, issued, terms)
    }

    fn abandon(&self, key: &Key, fence: Fence, terms: &Terms) -> Stored<()> {
        self.store.abandon(key, fence, terms)
    }

    fn reject(&self, key: &Key, token: &Secret) -> Stored<()> {
        self.store.reject(key, token)
    }

    fn next_request_in(&self, key: &Key) -> Stored<Duration> {
        self.store.next_request_in(key)
    }
}

fn gets_the_token_of_the_other(store: Arc<dyn Store>) {
    let sandbox = Sandbox::start().unwrap();
    let client = |store| {
        let settings = Settings::new(sandbox.base_url()).store(store);
        Client::new(credentials(), settings).unwrap()
    };
    let other = client(Arc::clone(&store));
    let late = LateStore {
        store,
        meanwhile: Mutex::new(Some(Box::new(move || call(&other).unwrap()))),
    };
    call(&client(Arc::new(late))).unwrap();
    assert_eq!(sandbox.chao8().token_requests(), 1);
}

#[test]
fn who_looked_too_early_into_a_memory_store_gets_the_token_of_the_other() {
    gets_the_token_of_the_other(Arc::new(MemoryStore::new()));
}

#[test]
fn who_looked_too_early_into_a_file_store_gets_the_token_of_the_other() {
    let dir = Dir::new("late-look");
    gets_the_token_of_the_other(Arc::new(FileStore::new(dir.path()).unwrap()));
}

#[test]
fn who_looked_too_early_into_redis_gets_the_token_of_the_other() {
    if let Some(redis) = RedisServer::start(&[]) {
        gets_the_token_of_the_other(Arc::new(RedisStore::new(redis.url()).unwrap()));
    }
}
