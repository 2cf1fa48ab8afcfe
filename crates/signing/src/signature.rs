use std::fmt;

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

    #[inline]
    pub(crate) fn upper(digest: [u8; 16]) -> Self {
        Self::of(digest, b'A')
    }

    #[inline]
    pub(crate) fn lower(digest: [u8; 16]) -> Self {
        Self::of(digest, b'a')
    }

    /// The digits of a digest, with this letter for ten.
    ///
    /// Worked out by arithmetic, which the compiler does for all of them at once: to look each up
    /// in a table takes a twentieth of a signature longer.
    #[inline]
    fn of(digest: [u8; 16], ten: u8) -> Self {
        let digit = |half: u8| half + if half < 10 { b'0' } else { ten - 10 };
        let mut digits = [b'0'; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
            pair[0] = digit(byte >> 4);
            pair[1] = digit(byte & 15);
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
