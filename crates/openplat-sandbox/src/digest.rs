//! The MD5 digest that all providers use, and the order of the pairs under one.

use md5::{Digest, Md5};

/// MD5 in lower case hex.
pub(crate) fn md5_hex(bytes: impl AsRef<[u8]>) -> String {
    hex::encode(Md5::digest(bytes))
}

/// The pairs that enter a string to sign, sorted by name.
pub(crate) fn signed_pairs<T: Ord>(
    pairs: &[(T, T)],
    is_signed: impl Fn(&T, &T) -> bool,
) -> Vec<&(T, T)> {
    let mut signed: Vec<_> = pairs
        .iter()
        .filter(|(name, value)| is_signed(name, value))
        .collect();
    signed.sort();
    signed
}
