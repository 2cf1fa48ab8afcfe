#![doc = include_str!("../../README.md")]
//!
//! This crate holds the tests that span crates, and what they share.

pub mod chao8;
pub mod dice;
pub mod providers;
pub mod soak;
