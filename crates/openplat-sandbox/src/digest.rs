//! The MD5 digest that all providers use, and the order of the pairs under one.

use md5::{Digest, Md5};

/// MD5 in lower case hex.
pub(crate) fn md5_hex(bytes: impl AsRef<[u8]>) -> String {
    let mut digits = [0; 32];
    // 16 bytes have 32 digits, so this cannot fail.
    let _ = hex::encode_to_slice(Md5::digest(bytes), &mut digits);
    str::from_utf8(&digits).unwrap_or_default().to_owned()
}

/// The pairs that enter a string to sign, sorted by name.
pub(crate) fn signed_pairs<T: Ord>(
    pairs: &[(T, T)],
    is_signed: impl Fn(&T, &T) -> bool,
) -> Vec<&(T, T)> {
    let mut signed = Vec::with_capacity(pairs.len());
    signed.extend(pairs.iter().filter(|(name, value)| is_signed(name, value)));
    signed.sort();
    signed
}
