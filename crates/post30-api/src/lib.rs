#![doc = include_str!("../README.md")]

mod branch;
mod business;
mod client;
mod code;
mod combined_picture;
mod credentials;
mod data;
mod hosts;
mod items;
mod local_time;
mod payload;
mod provider;
mod raw_object;
mod settings;
mod signed_call;
mod timer;
mod wire;

pub use branch::Branch;
pub use business::Business;
pub use client::Client;
pub use code::Code;
pub use credentials::Credentials;
pub use data::{DataText, data};
pub use items::{
    AliasItem, AliasQuery, ClassQuery, Image, Item, ItemDetail, ItemId, ItemPage, ItemPages,
    ItemQuery, Items,
};
pub use local_time::LocalTime;
pub use payload::{DigestCharset, payload};
pub use raw_object::RawObject;
pub use settings::Settings;
pub use signed_call::SignedCall;

/// Why a call failed.
pub type Error = provider_client::Error<Code>;

/// A refusal: the provider's message, and a number that says no more than that it is one.
///
/// A bad signature, an expired timer, an unknown access key and a refusal of the business cannot
/// be told apart by code: only by the message, whose texts are not documented.
pub type Refusal = provider_client::Refusal<Code>;

// What a user must name, so that this crate is the only one to depend on.
pub use provider_client::{Incomplete, OddRow, Pages, ProviderCode, Rows};
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, InvalidKind,
    Notify, NotifyVersion, Observation, Proof, Proxy, Reply, Settings as Transport, SystemClock,
    UnexpectedAnswer,
};
pub use signing::Secret;
pub use time::{OffsetDateTime, UtcOffset};
