#![doc = include_str!("../README.md")]

mod branch;
mod business;
mod client;
mod code;
mod combined_picture;
mod credentials;
mod data;
mod error;
mod hosts;
mod items;
mod local_time;
mod payload;
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
pub use error::{Error, Refusal};
pub use items::{
    AliasItem, AliasQuery, ClassQuery, Image, Item, ItemDetail, ItemId, ItemPage, ItemQuery, Items,
};
pub use local_time::LocalTime;
pub use payload::{DigestCharset, payload};
pub use raw_object::RawObject;
pub use settings::Settings;
pub use signed_call::SignedCall;

// What a user must name, so that this crate is the only one to depend on.
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, Observation, Proxy,
    Reply, Settings as Transport, SystemClock, UnexpectedAnswer,
};
pub use signing::Secret;
