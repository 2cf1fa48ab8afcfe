#![doc = include_str!("../README.md")]

mod answer;
mod clock;
mod damaijia;
mod fault;
mod recording;
mod sandbox;
mod server;
mod vending;

pub use answer::Answer;
pub use clock::SandboxClock;
pub use damaijia::{
    Damaijia, DamaijiaLogin, NumberStyle, ParcelStatus, RefusalStyle, ReplacedToken, StoredOrder,
    StoredParcel, WarehouseReply,
};
pub use fault::{Fault, FaultProxy};
pub use recording::RecordedRequest;
pub use sandbox::Sandbox;
pub use vending::{CodeStatus, SignedValues, StoredCode, Vending};
