//! The MD5 digest that all providers use, and the order of the pairs under one.

use md5::{Digest, Md5};

/// MD5 in lower case hex.
pub(crate) fn md5_hex(bytes: impl AsRef<[u8]>) -> String {
    finish_hex(Md5::new_with_prefix(bytes))
}

/// The MD5 of all that was fed, in lower case hex.
pub(crate) fn finish_hex(fed: Md5) -> String {
    let mut digits = [0; 32];
    // 16 bytes have 32 digits, so this cannot fail.
    let _ = hex::encode_to_slice(fed.finalize(), &mut digits);
    String::from_utf8_lossy(&digits).into_owned()
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
