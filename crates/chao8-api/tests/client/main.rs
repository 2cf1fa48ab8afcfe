//! What callers of this crate can rely on, by topic.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

/// The names of this crate, for a test that it shares with the other provider of tokens.
mod api {
    pub(crate) use chao8_api::*;
}

mod calls;
mod codes;
mod conformance;
mod credentials;
mod downloads;
#[path = "../../../access-token/tests/support/failing.rs"]
mod failing;
mod flow;
mod forgotten_tokens;
mod invalid_input;
mod odd_answers;
mod own_store;
mod processes;
mod provider;
mod refusals;
mod rejected_tokens;
mod sandbox;
mod secrecy;
mod settings;
mod token_answers;
mod token_lifetimes;
mod token_refusals;
mod token_requests;
mod token_reuse;
mod transport;
