#![doc = include_str!("../README.md")]

mod answer;
mod clock;
mod fault;
mod post30;
mod recording;
mod sandbox;
mod server;
mod vending;

pub use answer::Answer;
pub use clock::SandboxClock;
pub use fault::{Fault, FaultProxy};
pub use post30::{DigestCharset, FirstPage, PastTheEnd, Post30, Shape, SuccessStyle, TimerRule};
pub use recording::RecordedRequest;
pub use sandbox::Sandbox;
pub use vending::{CodeStatus, SignedValues, StoredCode, Vending};
