//! What callers of this crate can rely on, by topic.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod codes;
mod combined_picture;
mod conformance;
mod credentials;
mod invalid_input;
mod item_answers;
mod item_requests;
mod lost_answers;
mod odd_answers;
mod pages;
mod payloads;
mod provider;
mod refusals;
mod robustness;
mod settings;
mod signed_calls;
mod tables;
mod timers;
mod transport;
