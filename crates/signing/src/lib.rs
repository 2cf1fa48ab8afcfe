#![doc = include_str!("../README.md")]

mod order;
mod secret;
mod signature;
mod string_to_sign;

pub mod brace_pairs;
pub mod secret_digest;
pub mod sorted_pairs;

pub use secret::{MASK, Secret, redact, redact_start};
pub use signature::Signature;
