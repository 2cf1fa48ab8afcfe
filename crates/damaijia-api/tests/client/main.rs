//! The client against mockito (requests, samples of answers) and against the sandbox (behaviour).

#![allow(
    clippy::unwrap_used,
    reason = "a panic in a helper of a test is its report too"
)]

/// The names of this crate, for a test that it shares with the other provider of tokens.
mod api {
    pub(crate) use damaijia_api::*;
}

mod codes;
mod conformance;
mod created_orders;
mod credentials;
mod forgotten_tokens;
mod hammer;
mod invalid_input;
mod lossy;
mod lost_answers;
mod notifications;
mod odd_answers;
mod order_files;
mod orders;
#[path = "../../../chao8-api/tests/client/own_store.rs"]
mod own_store;
mod pages;
mod parcels;
mod provider;
mod reached_codes;
mod refusals;
mod requests;
mod robustness;
mod samples;
mod secrecy;
mod settings;
mod tokens;
mod warehouses;
