#![doc = include_str!("../README.md")]
// A time that overflows is a panic in every process that shares a store.
#![deny(clippy::arithmetic_side_effects)]

mod manager;

mod error;
mod event;
mod fetch;
mod lifetime;
mod moment;
mod settings;
mod window;

mod key;
mod one_spelling;
mod owner;
mod store;
mod store_error;
mod store_time;
mod wall;

mod file_store;
mod memory_store;
mod slot;

#[allow(
    clippy::arithmetic_side_effects,
    reason = "a panic is the report of a test"
)]
pub mod conformance;

pub use error::{Error, Unusable};
pub use event::TokenEvent;
pub use fetch::{Fetch, Fetched, Verdict};
pub use file_store::FileStore;
pub use key::Key;
pub use lifetime::Lifetime;
pub use manager::{Missing, Rejection, Status, TokenManager};
pub use memory_store::MemoryStore;
pub use owner::Owner;
pub use settings::{Settings, StoreDown, TooSoon, Unstated};
pub use store::{Begin, Commit, Fence, Issued, Record, Store, Terms};
pub use store_error::{StoreError, StoreErrorKind, Stored};
pub use window::{RefreshWindow, Stage};

pub use provider_clock::{Clock, ManualClock, Notify, NotifyVersion, SystemClock};
pub use signing::Secret;
