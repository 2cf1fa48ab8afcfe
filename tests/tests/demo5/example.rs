//! A fifth provider, built by the recipe in CONTRIBUTING.md; made up, and nobody's.
//!
//! It takes forms under `/open/v2/`, wants the signature of `sorted_pairs` in a header, hands out
//! tokens for two hours, and answers with `errno`, `errmsg` and `result`.

#[path = "client.rs"]
mod client;
#[path = "code.rs"]
mod code;
#[path = "get_token.rs"]
mod get_token;
#[path = "goods.rs"]
mod goods;
#[path = "provider.rs"]
mod provider;
#[path = "reservation.rs"]
mod reservation;
#[path = "settings.rs"]
mod settings;
#[path = "wire.rs"]
mod wire;

pub(crate) use client::{Client, Credentials};
pub(crate) use code::Code;
pub(crate) use settings::Settings;

/// Why a call failed.
pub(crate) type Error = provider_client::Error<Code>;
