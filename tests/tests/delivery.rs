//! Every error says whether the call may have taken effect.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "delivery/chao8.rs"]
mod chao8;
#[path = "delivery/vending.rs"]
mod vending;
