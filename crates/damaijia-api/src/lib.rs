#![doc = include_str!("../README.md")]

mod balance;
mod cancel;
mod client;
mod code;
mod couriers;
mod credentials;
mod get_token;
mod ids;
mod new_order;
mod notification;
mod orders;
mod parcel_states;
mod parcels;
mod products;
mod provider;
mod range;
mod settings;
mod wire;

pub use client::Client;
pub use code::Code;
pub use couriers::{Ban, Courier, CourierId, Warehouse, WarehouseId};
pub use credentials::Credentials;
pub use ids::{SiteOrderId, SiteParcelId};
pub use new_order::{
    Acceptance, CreatedOrder, CreatedParcel, Existence, NewOrder, NewParcel, Recipient, Source,
};
pub use notification::UnverifiedNotification;
pub use orders::{Order, OrderPage, OrderQuery};
pub use parcel_states::{ParcelState, ParcelStatus};
pub use parcels::{Parcel, ParcelPage, ParcelPages, ParcelQuery, Parcels};
pub use products::{Product, ProductId, ProductPage, ProductPages, ProductQuery, Products};
pub use range::{Page, RowWindow};
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
pub use provider_client::{Gmt8Time, Incomplete, OddRow, Pages, ProviderCode, Rows};
pub use provider_http::{
    Class, Clock, DecodeError, Delivery, Error as TransportError, InvalidInput, InvalidKind,
    Notify, NotifyVersion, Observation, Proof, Proxy, Settings as Transport, SystemClock,
    UnexpectedAnswer,
};
pub use signing::Secret;
pub use time::{Date, OffsetDateTime};
