#![doc = include_str!("../README.md")]

mod agent;
mod base_url;
mod channel;
mod class;
mod client;
mod connector;
mod decode;
mod delivery;
mod effect;
mod encode;
mod error;
mod exchange;
mod invalid;
mod observe;
mod plain_text;
mod reply;
mod request;
mod rules;
mod settings;
mod shown;
mod strict;
mod unexpected_answer;

pub mod lenient;

pub use class::Class;
pub use client::Client;
pub use decode::{DecodeError, from_json, read_json, try_json, without_marks};
pub use delivery::{Delivery, Proof};
pub use effect::Effect;
pub use encode::{form, query};
pub use error::{Error, Failure};
pub use invalid::{InvalidInput, InvalidKind};
pub use observe::{Note, Observation};
pub use plain_text::{Purpose, check_printable, check_text};
pub use provider_clock::{Clock, Notify, NotifyVersion, SystemClock};
pub use reply::Reply;
pub use request::{Method, Request};
pub use rules::{at_least_1, filled};
pub use settings::{Proxy, Settings};
pub use shown::shown;
pub use signing::Secret;
pub use unexpected_answer::UnexpectedAnswer;
