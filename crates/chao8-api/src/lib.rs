#![doc = include_str!("../README.md")]

mod answer;
mod call;
mod client;
mod code;
mod credentials;
mod flow;
mod get_token;
mod provider;
mod settings;
mod wire;

pub use answer::{Download, RawAnswer};
pub use call::Call;
pub use client::Client;
pub use code::Code;
pub use credentials::Credentials;
pub use flow::{Digit, Direction, Flow, FlowRecord};
pub use settings::Settings;

/// Why a call failed.
pub type Error = provider_client::Error<Code>;

/// A refusal: the provider's code and message.
pub type Refusal = provider_client::Refusal<Code>;

/// Why there is no access token.
pub type NoToken = provider_client::NoToken<Code>;

// What a user must name, so that this crate is the only one to depend on.
pub use access_token::{
    Begin, Commit, Error as TokenError, Fence, FileStore, Issued, Key, ManualClock, MemoryStore,
    Missing, Owner, Record, RefreshWindow, Settings as Token, Stage, Status as TokenStatus, Store,
    StoreDown, StoreError, StoreErrorKind, Stored, Terms, TokenEvent, TooSoon, Unstated, Unusable,
    Verdict, conformance,
};
pub use provider_client::{OddRow, ProviderCode, Rows};
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, InvalidKind,
    Method, Notify, NotifyVersion, Observation, Proof, Proxy, Settings as Transport, SystemClock,
    UnexpectedAnswer,
};
pub use serde::de::IgnoredAny;
pub use signing::Secret;
pub use time::OffsetDateTime;
