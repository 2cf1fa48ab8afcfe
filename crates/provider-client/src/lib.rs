#![doc = include_str!("../README.md")]

// How a provider describes itself.
mod codes;
mod endpoint;
mod provider;

// What its answers say, and what becomes of them.
mod answer;
mod charset;
mod data;
mod envelope;
mod exchange;
mod named;
mod shown_text;

mod error;
#[cfg(feature = "access-token")]
mod no_token;
mod refusal;

// The token's way into a call.
#[cfg(feature = "access-token")]
mod access;
mod tells;
mod token_text;

// Lists, and times in a provider's zone.
mod json;
mod local_time;
mod pages;
mod rows;

#[cfg(feature = "access-token")]
pub use access::{Access, TokenRequest, TokenSettings};
pub use answer::Answer;
pub use codes::ProviderCode;
pub use endpoint::Endpoint;
pub use envelope::{Absent, Data, Envelope};
pub use error::Error;
pub use exchange::Exchange;
pub use json::Json;
pub use local_time::{
    GMT8, Gmt8Time, LocalForm, gmt8, gmt8_day, text_in_zone, until_next_gmt8_day,
};
#[cfg(feature = "access-token")]
pub use no_token::NoToken;
pub use pages::{Incomplete, Page, PageSource, Pages, Repeats, TotalMeans};
pub use provider::{Provider, TokenSign};
pub use refusal::Refusal;
pub use rows::{OddRow, Rows};
pub use tells::tells_success;
pub use token_text::{token_in, token_text};

// For the macro.
#[doc(hidden)]
pub use provider_http as __http;
#[doc(hidden)]
pub use serde as __serde;
