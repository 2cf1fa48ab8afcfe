#![doc = include_str!("../README.md")]

mod manager;

mod error;
mod event;
mod fetch;
mod lifetime;
mod settings;
mod window;

mod key;
mod one_spelling;
mod store;
mod store_error;

mod file_store;
mod memory_store;
mod slot;

pub mod conformance;

pub use error::{Error, Unusable};
pub use event::TokenEvent;
pub use fetch::{Fetch, Fetched, Verdict};
pub use file_store::FileStore;
pub use key::Key;
pub use lifetime::Lifetime;
pub use manager::{Missing, Rejection, Status, TokenManager};
pub use memory_store::MemoryStore;
pub use settings::{Settings, StoreDown, TooSoon, Unstated};
pub use store::{Begin, Commit, Fence, Issued, Record, Store, Terms};
pub use store_error::{StoreError, StoreErrorKind, Stored};
pub use window::{RefreshWindow, Stage};

pub use provider_clock::{Bell, Clock, ManualClock, Rings, SystemClock};
pub use signing::Secret;
