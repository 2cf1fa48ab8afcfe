use std::fmt;

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

/// A signature: 32 hexadecimal digits of an MD5, upper or lower case as the algorithm says.
///
/// A signature is sent in clear and is no secret, but it belongs to one request and one key.
/// To check a received one use [`verify`](Signature::verify), never `==` on the texts.
#[derive(Clone, Copy)]
pub struct Signature([u8; 32]);

impl Signature {
    /// The signature as text, as it goes into the request.
    pub fn as_str(&self) -> &str {
        // Only hexadecimal digits are ever written into the array.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether a received text is this signature, letter case included.
    ///
    /// Takes the same time wherever the two differ, so that the answer time tells nothing about
    /// the right digits.
    pub fn verify(&self, received: impl AsRef<[u8]>) -> bool {
        self.0.ct_eq(received.as_ref()).into()
    }

    pub(crate) fn upper(hash: Md5) -> Self {
        let mut signature = Self::lower(hash);
        signature.0.make_ascii_uppercase();
        signature
    }

    pub(crate) fn lower(hash: Md5) -> Self {
        let digest = hash.finalize();
        let mut digits = [b'0'; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
            // Two digits fit one byte, so this cannot fail.
            let _ = hex::encode_to_slice([byte], pair);
        }
        Self(digits)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Signature").field(&self.as_str()).finish()
    }
}
