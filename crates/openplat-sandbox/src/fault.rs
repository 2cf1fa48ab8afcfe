//! Faults of the transport, made by a proxy in front of a sandbox.

mod conversation;
mod http1;
mod kinds;
mod proxy;
mod switchboard;

pub use kinds::Fault;
pub use proxy::FaultProxy;
