//! Whether a call of chao8 may have taken effect: what depends on its tokens and on the sandbox.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "delivery/chao8.rs"]
mod chao8;
