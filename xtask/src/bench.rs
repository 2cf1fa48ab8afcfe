//! What the crates cost, against the same work written by hand.

pub mod weight;
