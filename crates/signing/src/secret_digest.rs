//! MD5 of the secret alone, lower-case hexadecimal: `secretKeySign` of chao8 (超8).
//!
//! Nothing else enters the digest: no time, no key, no salt \[doc\]. It never changes, and whoever
//! has it can fetch tokens, so the result is a [`Secret`] and not a [`Signature`]. The secret is
//! hashed as UTF-8 \[inferred\], without trimming.

use md5::{Digest, Md5};

use crate::{Secret, Signature};

/// The digest that takes the place of the secret in a request: 32 lower-case digits.
///
/// ```
/// use signing::{Secret, secret_digest};
///
/// let digest = secret_digest::digest(&Secret::from("abc"));
/// assert_eq!(digest.expose(), "900150983cd24fb0d6963f7d28e17f72");
/// ```
pub fn digest(secret: &Secret) -> Secret {
    let digest = Md5::digest(secret.expose());
    Secret::from(Signature::lower(digest.into()).as_str())
}
