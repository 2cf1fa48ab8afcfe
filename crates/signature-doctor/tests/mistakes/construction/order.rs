//! How names are sorted.

use super::bytes::escaped;
use super::{Doing, Pair, text};

pub(super) fn sort(pairs: &mut [Pair], doing: &Doing) {
    let key: fn(&Pair) -> Vec<u8> = match doing.way("case_insensitive_order") {
        Some(0) => |pair| pair.0.to_ascii_lowercase(),
        Some(_) => |pair| pair.0.to_ascii_uppercase(),
        None if doing.does("names_lower_cased_first") => |pair| pair.0.to_ascii_lowercase(),
        None if doing.does("joined_before_sorting") => |pair| [&pair.0[..], b"=", &pair.1].concat(),
        None if doing.does("encoded_before_sorting") => {
            |pair| escaped(text(&pair.0), "-_.~", Some("+"), false, &Doing::default())
        }
        None => match doing.way("culture_order") {
            Some(0) => |pair| by_culture(&pair.0),
            Some(_) => |pair| {
                let is_mark = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric();
                let letters: Vec<u8> = pair.0.iter().copied().filter(|b| !is_mark(b)).collect();
                let cases = pair
                    .0
                    .iter()
                    .map(|byte| 1 + u8::from(byte.is_ascii_uppercase()));
                // The case of all letters counts before the marks, as they are compared alone.
                let letters = lower_weights(&letters).into_iter().chain([0]).chain(cases);
                letters.chain([0]).chain(by_culture(&pair.0)).collect()
            },
            None => |pair| pair.0.clone(),
        },
    };
    if !doing.does("unsorted") {
        pairs.sort_by_key(key);
    }
}

/// Marks first, then digits, then letters; then lower case before upper case.
fn by_culture(name: &[u8]) -> Vec<u8> {
    let cases = name
        .iter()
        .map(|byte| 1 + u8::from(byte.is_ascii_uppercase()));
    lower_weights(name)
        .into_iter()
        .chain([0])
        .chain(cases)
        .collect()
}

/// The marks of the inputs in their order; it ends before the first digit.
fn lower_weights(name: &[u8]) -> Vec<u8> {
    let weight = |byte: &u8| match b" _-:[]".iter().position(|mark| mark == byte) {
        Some(place) => u8::try_from(place).unwrap() + 1,
        None => byte.to_ascii_lowercase(),
    };
    name.iter().map(weight).collect()
}
