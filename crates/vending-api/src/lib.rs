#![doc = include_str!("../README.md")]

mod client;
mod code;
mod credentials;
mod machine_no;
mod payload;
mod pickup_codes;
mod products;
mod provider;
mod settings;
mod wire;

pub use client::Client;
pub use code::Code;
pub use credentials::Credentials;
pub use machine_no::MachineNo;
pub use payload::{Value, payload};
pub use pickup_codes::{NewPickupCodes, PickupCode, PickupCodeId, PickupCodeStatus};
pub use products::{
    Category, Channel, Good, Product, ProductId, ProductPage, ProductPages, ProductQuery, Products,
    Shelf,
};
pub use settings::Settings;

/// Why a call failed.
pub type Error = provider_client::Error<Code>;

/// A refusal: the provider's code and message.
pub type Refusal = provider_client::Refusal<Code>;

// What a user must name, so that this crate is the only one to depend on.
pub use provider_client::{Gmt8Time, Incomplete, Json, OddRow, Pages, ProviderCode, Rows};
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, InvalidKind,
    Notify, NotifyVersion, Observation, Proof, Proxy, Settings as Transport, SystemClock,
    UnexpectedAnswer,
};
pub use signing::Secret;
pub use signing::sorted_pairs::Encoding;
pub use time::OffsetDateTime;
