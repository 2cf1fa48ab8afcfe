#![doc = include_str!("../README.md")]

mod answer;
mod call;
mod client;
mod code;
mod credentials;
mod error;
mod exchange;
mod flow;
mod get_token;
mod settings;
mod token_clock;
mod wire;

pub use answer::{Download, RawAnswer};
pub use call::Call;
pub use client::Client;
pub use code::Code;
pub use credentials::Credentials;
pub use error::{Error, NoToken, Refusal};
pub use flow::{Digit, Direction, Flow, FlowRecord};
pub use settings::Settings;

// What a user must name, so that this crate is the only one to depend on.
pub use access_token::{
    Error as TokenError, FileStore, MemoryStore, RefreshWindow, Stage, Status as TokenStatus,
    Store, StoreDown, StoreError, StoreErrorKind, TooSoon, Unusable, Verdict,
};
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, Method,
    Observation, Proxy, Settings as Transport, SystemClock, UnexpectedAnswer,
};
pub use serde::de::IgnoredAny;
pub use signing::Secret;
