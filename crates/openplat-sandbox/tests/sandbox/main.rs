//! The sandbox and its fault proxy, from the outside.

#![allow(
    clippy::unwrap_used,
    reason = "a panic in a helper of a test is its report too"
)]

mod access;
mod caller;
mod chao8;
mod damaijia;
mod faults;
mod machines;
// `provider-testing` leans on this crate, so that the file is read in place of the crate.
#[allow(dead_code, unreachable_pub, reason = "these tests use a part of it")]
#[path = "../../../provider-testing/src/nobody.rs"]
mod nobody;
mod payload;
mod pickup_codes;
mod post30;
mod product_list;
mod remote_control;
mod running;
