//! What the crates of this workspace cost, against the same work by hand.
//!
//! [`ROWS`] names what is measured. Instructions are counted by `benches/instructions.rs`, wall
//! time is taken by `src/bin/wall.rs`, always of both sides in turn in one run, and memory by
//! `src/bin/memory.rs`. `cargo xtask bench` runs all of them and writes `docs/performance.md`.

pub mod answers;
pub mod clients;
pub mod lists;
pub mod pair;
pub mod reference;
mod rows;
pub mod sandboxes;
pub mod server;
pub mod siblings;
pub mod signatures;
pub mod tls;
pub mod tokens;

pub use rows::{Measure, ROWS, Row, report};
