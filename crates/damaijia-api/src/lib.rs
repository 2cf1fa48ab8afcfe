#![doc = include_str!("../README.md")]

mod balance;
mod cancel;
mod client;
mod code;
mod couriers;
mod credentials;
mod error;
mod exchange;
mod get_token;
mod gmt8;
mod ids;
mod new_order;
mod notification;
mod orders;
mod parcel_states;
mod parcels;
mod products;
mod range;
mod settings;
mod token_clock;
mod wire;

pub use client::Client;
pub use code::Code;
pub use couriers::{Ban, Courier, CourierId, Warehouse, WarehouseId};
pub use credentials::Credentials;
pub use error::{Error, NoToken, Refusal};
pub use gmt8::Gmt8Time;
pub use ids::{SiteOrderId, SiteParcelId};
pub use new_order::{
    Acceptance, CreatedOrder, CreatedParcel, Existence, NewOrder, NewParcel, Recipient, Source,
};
pub use notification::UnverifiedNotification;
pub use orders::{Order, OrderPage, OrderQuery};
pub use parcel_states::{ParcelState, ParcelStatus};
pub use parcels::{Parcel, ParcelPage, ParcelQuery, Parcels};
pub use products::{Product, ProductId, ProductPage, ProductQuery, Products};
pub use range::{Page, RowWindow};
pub use settings::Settings;

// What a user must name, so that this crate is the only one to depend on.
pub use access_token::{
    Error as TokenError, FileStore, MemoryStore, Status as TokenStatus, Store, StoreDown,
    StoreError, StoreErrorKind, TooSoon, Unusable, Verdict,
};
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, Observation, Proxy,
    Settings as Transport, SystemClock, UnexpectedAnswer,
};
pub use signing::Secret;
