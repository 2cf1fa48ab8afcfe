//! What the tests of chao8 begin with: credentials, and a token that is already there.

use std::time::Duration;

use access_token::{Begin, Issued, Key, MemoryStore, Store, Terms};
use chao8_api::{Credentials, Secret};
use openplat_sandbox::Chao8;

/// The credentials that the sandbox knows.
pub fn credentials() -> Credentials {
    Credentials {
        access_key: Chao8::ACCESS_KEY.to_owned(),
        secret: Secret::from(Chao8::SECRET),
    }
}

/// The key under which clients with these credentials keep their token.
pub fn key(base_url: &str) -> Key {
    Key::new("chao8", base_url, Chao8::ACCESS_KEY)
}

/// A store that holds a token of an hour for the clients of this base URL, so that a call is
/// their only exchange; `next` says when another token may be fetched.
///
/// # Panics
///
/// When the store does not work.
pub fn store_holding(base_url: &str, token: &str, next: Duration) -> MemoryStore {
    let store = MemoryStore::new();
    let key = key(base_url);
    let terms = Terms::new(Duration::from_secs(20), next, Duration::ZERO);
    let issued = Issued::new(token, Some(Duration::from_secs(3600)), Duration::ZERO);
    match store.begin(&key, None, &terms) {
        Ok(Begin::Granted(fence)) => store.commit(&key, fence, &issued, &terms).map(drop),
        other => panic!("an empty store grants, and not {other:?}"),
    }
    .expect("the fence is the first one");
    store
}
