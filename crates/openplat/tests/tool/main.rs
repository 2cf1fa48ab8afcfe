//! The tool as it is built, against a sandbox of the test.

#![allow(
    clippy::unwrap_used,
    reason = "a panic in a helper of a test is its report too"
)]

mod chao8;
mod codes;
mod damaijia;
mod demo;
mod environment;
mod errors;
mod explain;
mod forget_token;
mod output;
mod ping;
mod post30;
mod products;
mod readme;
mod sandbox;
mod secrets;
mod store_names;
#[cfg(target_os = "linux")]
mod terminal;
mod tool;
