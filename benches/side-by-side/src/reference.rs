//! What the crates are measured against.

pub mod quickest;
pub mod server;
pub mod signing;
pub mod token;
