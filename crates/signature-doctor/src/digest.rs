use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};

/// What is done with the bytes of the string to sign.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Hash {
    #[default]
    Md5,
    /// MD5 of the digits of the MD5.
    Md5OfLowerMd5,
    Md5OfUpperMd5,
    /// MD5 of the 16 bytes of the MD5.
    Md5OfMd5Bytes,
    Md5OfBase64,
    Hmac,
    /// HMAC of a string to sign without the key, and without what stands before the key.
    HmacWithoutKey,
    /// HMAC of a string to sign without the key, but with what stands before it.
    HmacUpToKey,
    /// None at all.
    Plain,
}

impl Hash {
    /// The 16 bytes; [`Plain`](Hash::Plain) has none.
    pub(crate) fn digest(self, bytes: &[u8], key: &str) -> Option<[u8; 16]> {
        let md5 = |bytes: &[u8]| <[u8; 16]>::from(Md5::digest(bytes));
        Some(match self {
            Self::Md5 => md5(bytes),
            Self::Md5OfLowerMd5 => md5(hex::encode(md5(bytes)).as_bytes()),
            Self::Md5OfUpperMd5 => md5(hex::encode_upper(md5(bytes)).as_bytes()),
            Self::Md5OfMd5Bytes => md5(&md5(bytes)),
            Self::Md5OfBase64 => md5(BASE64_STANDARD.encode(bytes).as_bytes()),
            Self::Hmac | Self::HmacWithoutKey | Self::HmacUpToKey => {
                // A key of any length is accepted.
                let mut mac = <Hmac<Md5>>::new_from_slice(key.as_bytes()).ok()?;
                mac.update(bytes);
                mac.finalize().into_bytes().into()
            }
            Self::Plain => return None,
        })
    }
}
