//! What callers of this crate can rely on, by topic.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

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
