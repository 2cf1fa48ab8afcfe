#![doc = include_str!("../README.md")]

mod algorithm;
mod brace_pairs;
mod credentials;
mod diagnosis;
mod error;
mod limits;
mod mistake;
mod payload;
mod secret_digest;
mod sorted_pairs;
mod stages;
mod value;

mod digest;
mod mask;
mod received;
mod recipe;
mod search;
mod subject;
mod trials;
mod write;

#[cfg(test)]
mod page;

pub use algorithm::Algorithm;
pub use brace_pairs::BracePairs;
pub use credentials::Credentials;
pub use diagnosis::{Diagnosis, Explanation};
pub use error::Error;
pub use limits::{MAX_DIGESTS, MAX_INPUT_BYTES, MAX_OTHER_CREDENTIALS, MAX_PARAMS};
pub use mistake::Mistake;
pub use secret_digest::SecretDigest;
pub use signing::sorted_pairs::Encoding;
pub use signing::{MASK, Secret};
pub use sorted_pairs::SortedPairs;
pub use stages::{Fate, NonAscii, Parameter, Stages};
pub use value::Value;
