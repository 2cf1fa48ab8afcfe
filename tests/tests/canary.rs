//! No token is ever shown: every call of chao8 with the tokens and stores that the suite of
//! `provider-testing` does not know.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "../../crates/access-token/tests/support/dir.rs"]
mod dir;
#[path = "../../crates/access-token-redis/tests/support/redis_server.rs"]
mod redis_server;

#[path = "canary/chao8.rs"]
mod chao8;
#[path = "canary/chao8_calls.rs"]
mod chao8_calls;
#[path = "canary/chao8_token_requests.rs"]
mod chao8_token_requests;
#[path = "canary/fixed_clock.rs"]
mod fixed_clock;
#[path = "canary/token_stores.rs"]
mod token_stores;
