//! What callers of this crate can rely on, by topic.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod cancel_pickup_codes;
mod codes;
mod conformance;
mod create_pickup_codes;
mod credentials;
mod documents;
mod invalid_input;
mod lost_answers;
mod machine_numbers;
mod odd_answers;
mod pages;
mod payloads;
mod pickup_codes;
mod ping;
mod product_answers;
mod product_requests;
mod provider;
mod refusals;
mod robustness;
mod settings;
mod transport;
