#![doc = include_str!("../README.md")]

mod client;
mod code;
mod credentials;
mod error;
mod gmt8;
mod machine_no;
mod payload;
mod pickup_codes;
mod products;
mod settings;
mod wire;

pub use client::Client;
pub use code::Code;
pub use credentials::Credentials;
pub use error::{Error, Refusal};
pub use gmt8::Gmt8Time;
pub use machine_no::MachineNo;
pub use payload::{Value, payload};
pub use pickup_codes::{NewPickupCodes, PickupCode, PickupCodeId, PickupCodeStatus};
pub use products::{
    Category, Channel, Good, Product, ProductId, ProductPage, ProductQuery, Products, Shelf,
};
pub use settings::Settings;

// What a user must name, so that this crate is the only one to depend on.
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, Observation, Proxy,
    Settings as Transport, SystemClock, UnexpectedAnswer,
};
pub use signing::Secret;
pub use signing::sorted_pairs::Values;
pub use time::OffsetDateTime;
