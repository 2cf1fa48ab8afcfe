//! The mistakes that must-reject cases name, each built from the parameters of the case.
//!
//! This is no use of the `signing` crate: every algorithm is written down once more, plainly and
//! with its mistakes, so that a changed digit of a wrong signature is found without Python.

use md5::{Digest, Md5};

use super::algorithm::Algorithm;
use super::vector::Case;

mod brace_pairs;
mod gbk;
mod secret_digest;
mod sorted_pairs;

/// No mistake: the construction must then make the right signature.
pub(crate) const NONE: &str = "";

/// The mistakes that people make with an algorithm.
pub(crate) fn names(algorithm: Algorithm) -> &'static [&'static str] {
    match algorithm {
        Algorithm::SortedPairs => sorted_pairs::NAMES,
        Algorithm::BracePairs => brace_pairs::NAMES,
        Algorithm::SecretDigest => secret_digest::NAMES,
    }
}

/// The signature of somebody who makes one mistake.
pub(crate) fn sign(algorithm: Algorithm, case: &Case, mistake: &str) -> Result<String, String> {
    match algorithm {
        Algorithm::SortedPairs => sorted_pairs::sign(case, mistake),
        Algorithm::BracePairs => brace_pairs::sign(case, mistake),
        Algorithm::SecretDigest => secret_digest::sign(case, mistake),
    }
}

fn md5_lower(text: &[u8]) -> String {
    hex::encode(Md5::digest(text))
}

fn md5_upper(text: &[u8]) -> String {
    hex::encode_upper(Md5::digest(text))
}

/// Keeps the last pair of each name; the pairs are sorted.
fn keep_last(pairs: &mut Vec<(Vec<u8>, Vec<u8>)>) {
    pairs.reverse();
    pairs.dedup_by(|later, kept| later.0 == kept.0);
    pairs.reverse();
}

/// Form encoding; `kept` are the marks that stay besides letters and digits.
fn form_encoded(text: &[u8], kept: &str, space: &str) -> Vec<u8> {
    let mut encoded = String::new();
    for &byte in text {
        let mark = char::from(byte);
        if mark.is_ascii_alphanumeric() || kept.contains(mark) {
            encoded.push(mark);
        } else if mark == ' ' {
            encoded.push_str(space);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded.into_bytes()
}

fn go_form_encoded(text: &[u8]) -> Vec<u8> {
    form_encoded(text, "-_.~", "+")
}
