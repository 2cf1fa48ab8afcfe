//! The signatures of people who make mistakes, written down once more and plainly: nothing of the
//! library's own making of strings is used.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use brace_pairs::brace_pairs;
use bytes::{escaped, in_charset};
use md5::{Digest, Md5};
use signature_doctor::{Algorithm, Mistake, Value};
use sorted_pairs::sorted_pairs;
use std::collections::HashMap;

mod brace_pairs;
mod bytes;
mod order;
mod sorted_pairs;
mod times;
mod values;

pub(crate) const SECOND_CREDENTIAL: &str = "Second-fake credential";

/// An input as a person has it.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) algorithm: Algorithm,
    pub(crate) params: Vec<(String, Value)>,
    #[expect(
        dead_code,
        reason = "a failing test prints it: `Debug` of a value shows nothing"
    )]
    pub(crate) texts: Vec<String>,
    pub(crate) time: Option<String>,
    pub(crate) is_form_encoded: bool,
    pub(crate) key: String,
}

/// The mistakes that a person makes, by name, and which way of making each.
#[derive(Default)]
pub(crate) struct Doing(HashMap<&'static str, (Mistake, usize)>);

type Pair = (Vec<u8>, Vec<u8>);

impl Doing {
    pub(crate) fn new(mistakes: &[(Mistake, usize)]) -> Self {
        let entry = |(mistake, way): &(Mistake, usize)| (mistake.name(), (mistake.clone(), *way));
        Self(mistakes.iter().map(entry).collect())
    }

    fn does(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The way of a mistake, when it is made.
    fn way(&self, name: &str) -> Option<usize> {
        self.0.get(name).map(|(_, way)| *way)
    }

    fn mistake(&self, name: &str) -> Option<&Mistake> {
        self.0.get(name).map(|(mistake, _)| mistake)
    }
}

/// In how many ways a mistake can be made.
pub(crate) fn ways(algorithm: Algorithm, mistake: &Mistake) -> usize {
    match (mistake.name(), algorithm) {
        ("key_missing", Algorithm::BracePairs) => 2,
        ("key_without_name" | "trailing_newline" | "utf_16_bytes" | "sign_kept", _) => 2,
        ("culture_order" | "gbk_bytes", _) => 2,
        ("case_insensitive_order" | "json_pretty" | "values_escaped", _) => 2,
        ("key_missing" | "key_first" | "hmac_md5" | "md5_of_md5" | "null_as_text", _) => 3,
        ("separators_missing", _) => 3,
        _ => 1,
    }
}

/// The signature of somebody who makes these mistakes.
pub(crate) fn sign(input: &Input, doing: &Doing) -> String {
    let key = key(input, doing);
    let mut text = match input.algorithm {
        Algorithm::SortedPairs => sorted_pairs(input, doing, &key),
        Algorithm::BracePairs => brace_pairs(input, doing, &key),
        _ => key.clone(),
    };
    if doing.does("byte_order_mark") {
        text.splice(0..0, "\u{feff}".bytes());
    }
    let ending = match doing.way("trailing_newline") {
        Some(0) => "\n",
        Some(_) => "\r\n",
        None if doing.does("trailing_carriage_return") => "\r",
        None if doing.does("trailing_space") => " ",
        None => "",
    };
    text.extend(ending.bytes());
    if doing.does("secret_not_digested") {
        return String::from_utf8_lossy(&in_charset(&text, doing)).into_owned();
    }
    let bytes = if doing.does("secret_hex_decoded") {
        let digits = text.strip_suffix(ending.as_bytes()).unwrap();
        match hex::decode(digits) {
            Ok(decoded) => [&decoded[..], ending.as_bytes()].concat(),
            Err(_) => text.clone(),
        }
    } else {
        in_charset(&text, doing)
    };
    written(input.algorithm, &hashed(&bytes, &key, doing), doing)
}

fn hashed(bytes: &[u8], key: &[u8], doing: &Doing) -> [u8; 16] {
    let md5 = |bytes: &[u8]| -> [u8; 16] { Md5::digest(bytes).into() };
    if doing.does("hmac_md5") {
        // RFC 2104.
        let mut block = [0_u8; 64];
        match key.len() > 64 {
            true => block[..16].copy_from_slice(&md5(key)),
            false => block[..key.len()].copy_from_slice(key),
        }
        let inner = md5(&[&block.map(|byte| byte ^ 0x36)[..], bytes].concat());
        return md5(&[&block.map(|byte| byte ^ 0x5c)[..], &inner].concat());
    }
    match doing.way("md5_of_md5") {
        Some(0) => md5(hex::encode(md5(bytes)).as_bytes()),
        Some(1) => md5(hex::encode_upper(md5(bytes)).as_bytes()),
        Some(_) => md5(&md5(bytes)),
        None if doing.does("md5_of_base64") => md5(BASE64_STANDARD.encode(bytes).as_bytes()),
        None => md5(bytes),
    }
}

fn written(algorithm: Algorithm, digest: &[u8; 16], doing: &Doing) -> String {
    if doing.does("base64_digest") {
        return BASE64_STANDARD.encode(digest);
    }
    let is_upper = match algorithm {
        Algorithm::SortedPairs => !doing.does("lower_case_hex"),
        _ => doing.does("upper_case_hex"),
    };
    let digits = match is_upper {
        true => hex::encode_upper(digest),
        false => hex::encode(digest),
    };
    match doing.does("sixteen_digits") {
        true => digits[8..24].to_owned(),
        false => digits,
    }
}

fn key(input: &Input, doing: &Doing) -> Vec<u8> {
    let key = match doing.does("another_credential") {
        true => SECOND_CREDENTIAL,
        false => &input.key,
    };
    if doing.does("secret_trimmed") {
        key.trim().into()
    } else if doing.does("secret_lower_cased") {
        key.to_lowercase().into()
    } else if doing.does("secret_in_quotes") {
        format!("\"{key}\"").into()
    } else if doing.does("secret_cut_at_nul") {
        key.split('\0').next().unwrap().into()
    } else if doing.does("secret_form_encoded") {
        escaped(key, "-_.~", Some("+"), false, doing)
    } else {
        key.into()
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn repeats(pairs: &mut Vec<Pair>, doing: &Doing) {
    if !doing.does("last_of_repeated_names") {
        return;
    }
    let all = std::mem::take(pairs);
    for (name, value) in &all {
        if !pairs.iter().any(|(known, _)| known == name) {
            let last = all.iter().rev().find(|(other, _)| other == name);
            pairs.push((name.clone(), last.map_or(value, |(_, last)| last).clone()));
        }
    }
}

/// Takes `sign` out, or leaves it in as the mistake has it.
fn own_sign(
    pairs: &mut Vec<Pair>,
    params: &[(String, Value)],
    doing: &Doing,
    is_kept: impl Fn(&[u8]) -> bool,
) {
    match doing.way("sign_kept") {
        None => pairs.retain(|(name, _)| name != b"sign"),
        Some(0) => pairs.retain(|(name, value)| name != b"sign" || is_kept(value)),
        Some(_) => {
            pairs
                .iter_mut()
                .filter(|(name, _)| name == b"sign")
                .for_each(|(_, value)| value.clear());
            if !params.iter().any(|(name, _)| name == "sign") {
                pairs.push((b"sign".to_vec(), Vec::new()));
            }
        }
    }
}
