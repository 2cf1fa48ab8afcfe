//! The contract of a store, all checks at once.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use access_token::conformance::{self, Bench};
use access_token_redis::RedisStore;
use redis::Client;

/// Long against a slow moment of the machine; the checks wait side by side.
const MINUTE: Duration = Duration::from_secs(1);

/// Every check of the store; `admin` is where an administrator deletes what it keeps.
pub(crate) fn is_kept_by(store: &Arc<RedisStore>, admin: &Client) {
    let check = |name| {
        let (names, admin) = (Arc::clone(store), admin.clone());
        let bench = Bench::in_real_time(Arc::clone(store) as _, MINUTE).wiped_by(move |key| {
            let mut connection = admin.get_connection().unwrap();
            let mut delete = redis::cmd("DEL");
            let delete = delete.arg(names.redis_key(key));
            delete.exec(&mut connection).unwrap();
        });
        conformance::run_one(&bench, name)
    };
    let broken: Vec<_> = thread::scope(|scope| {
        let checks = conformance::CHECKS.iter();
        let checks: Vec<_> = checks.map(|name| scope.spawn(|| check(name))).collect();
        let ends = checks.into_iter().map(|check| check.join().unwrap());
        ends.filter_map(Result::err).collect()
    });
    assert!(broken.is_empty(), "{broken:?}");
}
