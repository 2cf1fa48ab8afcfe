#![doc = include_str!("../README.md")]
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "a panic is the report of a test"
)]

mod canary;
mod canned;
mod codes;
pub mod conformance;
mod failed;
mod faults;
mod json;
mod keeping;
mod nobody;
mod paged;
mod scripted;
mod subject;

pub use canary::{Canaries, capture_log, is_hidden};
pub use canned::{
    Answer, Canned, invalid, problem_with, refusal, refused_unsent, refused_unsent_with, unexpected,
};
pub use codes::{assert_codes, assert_documented, open_codes};
pub use failed::{Failed, shown};
pub use faults::{faults, silent};
pub use json::{bytes, cuts, json, run};
pub use keeping::Keeping;
pub use nobody::Nobody;
pub use paged::Paged;
pub use scripted::{Scripted, Seen};
pub use subject::{Call, Outcome, Subject, Token, listed, made};

// So that a suite needs no other crate by name.
pub use provider_clock::ManualClock;
pub use provider_http::Settings as Transport;
