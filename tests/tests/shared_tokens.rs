//! One access token of chao8 for 32 threads, for 8 processes on files and for 8 processes on
//! Redis: what the sandbox counts.
//!
//! Two soaks run 8 processes while tokens expire, are rejected and are replaced by somebody else,
//! and kill one of the processes every now and then. In their short form they are part of every
//! run; these variables make them longer or repeat them:
//!
//! | variable | meaning | without it |
//! | --- | --- | --- |
//! | `OPENPLAT_SOAK_HOURS` | simulated hours of the soak on the file store | 3 |
//! | `OPENPLAT_SOAK_SECONDS` | real seconds of the soak on Redis, where a minute is 200 ms | 8 |
//! | `OPENPLAT_SOAK_SEED` | the seed that a soak has printed | another one each time |
//! | `OPENPLAT_REQUIRE_REDIS` | 1: no `redis-server` is a failure | the tests on Redis are skipped |
//!
//! ```text
//! OPENPLAT_SOAK_HOURS=100 OPENPLAT_SOAK_SECONDS=600 cargo test -p workspace-tests --test shared_tokens
//! ```

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

// The processes, directories and Redis servers of the tests of the two token crates.
#[path = "../../crates/access-token/tests/support/crew.rs"]
mod crew;
#[path = "../../crates/access-token/tests/support/dir.rs"]
mod dir;
#[path = "../../crates/access-token-redis/tests/support/redis_server.rs"]
mod redis_server;
#[path = "../../crates/access-token-redis/tests/support/slowest.rs"]
mod slowest;

#[path = "shared_tokens/at_once.rs"]
mod at_once;
#[path = "shared_tokens/fast_time.rs"]
mod fast_time;
#[path = "shared_tokens/file_soak.rs"]
mod file_soak;
#[path = "shared_tokens/late_look.rs"]
mod late_look;
#[path = "shared_tokens/moved_time.rs"]
mod moved_time;
#[path = "shared_tokens/redis_soak.rs"]
mod redis_soak;
#[path = "shared_tokens/soak.rs"]
mod soak;
#[path = "shared_tokens/witness.rs"]
mod witness;
#[path = "shared_tokens/worker.rs"]
mod worker;

/// No test of its own: what the processes do that the tests start.
#[test]
fn child() {
    if let Some(role) = worker::role() {
        match role.as_str() {
            at_once::ROLE => at_once::child(),
            file_soak::ROLE => file_soak::child(),
            redis_soak::ROLE => redis_soak::child(),
            _ => panic!("no such role: {role}"),
        }
    }
}
