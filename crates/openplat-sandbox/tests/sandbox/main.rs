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
mod payload;
mod pickup_codes;
mod post30;
mod product_list;
mod remote_control;
mod running;
