#![doc = include_str!("../README.md")]

mod bell;
mod clock;
mod manual_clock;

pub use bell::{Bell, Rings};
pub use clock::{Clock, SystemClock};
pub use manual_clock::ManualClock;
