#![doc = include_str!("../README.md")]

mod clock;
mod manual_clock;
mod notify;
mod suspension;
mod system_clock;

pub use clock::Clock;
pub use manual_clock::ManualClock;
pub use notify::{Notify, NotifyVersion};
pub use system_clock::SystemClock;
