//! What grows with the number of processes: the tables of `docs/growth.md` are what these tests
//! count, and they fail when the page says something else.
//!
//! ```text
//! UPDATE_GROWTH=1 cargo test -p workspace-tests --test growth
//! ```
//!
//! writes the tables anew.

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

#[path = "growth/apart.rs"]
mod apart;
#[path = "growth/cases.rs"]
mod cases;
#[path = "growth/counting_store.rs"]
mod counting_store;
#[path = "growth/crowd.rs"]
mod crowd;
#[path = "growth/fleet.rs"]
mod fleet;
#[path = "growth/page.rs"]
mod page;
#[path = "growth/process.rs"]
mod process;
#[path = "growth/turns.rs"]
mod turns;
#[path = "growth/world.rs"]
mod world;
