#![doc = include_str!("../README.md")]

mod agent;
mod base_url;
mod class;
mod client;
mod clock;
mod codes;
mod connector;
mod decode;
mod delivery;
mod encode;
mod error;
mod exchange;
mod invalid;
mod observe;
mod reply;
mod request;
mod settings;
mod unexpected_answer;

pub mod lenient;

pub use class::Class;
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use decode::{DecodeError, from_json};
pub use delivery::Delivery;
pub use encode::{form, query};
pub use error::Error;
pub use invalid::InvalidInput;
pub use observe::{Note, Observation};
pub use reply::Reply;
pub use request::{Method, Request};
pub use settings::{Proxy, Settings};
pub use signing::Secret;
pub use unexpected_answer::UnexpectedAnswer;
