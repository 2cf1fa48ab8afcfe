#![doc = include_str!("../README.md")]

mod answer;
mod cached_json;
mod calendar;
mod chao8;
mod clock;
mod damaijia;
mod digest;
mod fault;
mod form;
mod number_text;
mod paging;
mod post30;
mod recording;
mod remote_control;
mod request;
mod sandbox;
mod script;
mod server;
mod shared;
mod vending;

pub use answer::Answer;
pub use chao8::{
    AccessKeyHeader, Chao8, LiveTokens, Numbers, Rejection, StoredProduct, TokenFields, TokenLimit,
    TokenPrefix, TokenTtl,
};
pub use clock::SandboxClock;
pub use damaijia::{
    Damaijia, DamaijiaLogin, NumberStyle, ParcelStatus, RefusalStyle, ReplacedToken, StoredOrder,
    StoredParcel, WarehouseReply,
};
pub use fault::{Fault, FaultProxy};
pub use post30::{DigestCharset, FirstPage, PastTheEnd, Post30, Shape, SuccessStyle, TimerRule};
pub use recording::RecordedRequest;
pub use sandbox::Sandbox;
pub use vending::{CodeStatus, SignedEncoding, StoredCode, Vending};
