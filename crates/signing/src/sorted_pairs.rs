//! `name=value&…&key=K`, MD5, upper-case hexadecimal: the scheme of vending (鼎商) and of
//! WeChat Pay v2.
//!
//! The rules, in the order in which they are applied:
//!
//! | question | rule | source |
//! | --- | --- | --- |
//! | `sign` | a parameter of exactly this name is left out; `Sign` is not | 参数加密, step 1 \[docs+\] |
//! | empty values | a value without a byte is left out; white space is a value | step 2 \[docs+\] |
//! | JSON null | has no bytes: give it as an empty value | step 2 \[docs+\] |
//! | the text `NULL` | left out, in this letter case only | the vendor's PHP and Go libraries \[observed\] |
//! | `"0"` | kept | the vendor's libraries \[observed\] |
//! | order | by the bytes of the name, unsigned, upper case before lower case | step 3 \[docs+\] |
//! | repeated names | all signed, in the order given: JSON objects cannot repeat a name, so no provider rule exists | our reading \[inferred\] |
//! | non-ASCII | bytes are signed as given, no re-encoding; vending expects UTF-8 | \[inferred\] |
//! | lower-casing | none, neither of names nor of values | \[docs+\] |
//! | form encoding | sorted first, then names and values are encoded, never the key | the vendor's Go library from 1.1.0 \[observed\] |
//! | `key` | last, whatever its place in the alphabet would be; a parameter named `key` is sorted in like any other | step 5 \[docs+\] |

use crate::order::visit_by_name;
use crate::string_to_sign::{Hashed, StringToSign};
use crate::{MASK, Secret, Signature};

/// How names and values are encoded in the string to sign.
///
/// The provider's page and its PHP library join them as they are, its Go library encodes them
/// from version 1.1.0 on; no published REST example with a special character settles it. The two
/// differ only where a character other than letters, digits and `-_.~` occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// As they are. The default.
    #[default]
    Raw,
    /// Form-encoded as Go's `url.QueryEscape` does it: letters, digits and `-_.~` stay, a space
    /// becomes `+`, every other byte `%XX` with upper-case digits. The key stays as it is.
    Form,
}

/// Signs the parameters: MD5 of the string to sign, 32 upper-case digits.
///
/// Neither the order of `pairs` nor the parameters that are [left out](is_signed) matter. No
/// heap memory is used for up to 64 pairs.
///
/// ```
/// use signing::{Secret, sorted_pairs};
///
/// let sign = sorted_pairs::sign(
///     &[("timestamp", "1717899356"), ("a", "123"), ("b", "456"), ("c", "789")],
///     &Secret::from("abc"),
///     sorted_pairs::Encoding::Raw,
/// );
/// assert_eq!(sign.as_str(), "0C59AD369ED0E8F5AD06610EBBE6F263");
/// ```
pub fn sign<N, V>(pairs: &[(N, V)], key: &Secret, encoding: Encoding) -> Signature
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let mut hash = Hashed::new();
    write(pairs, encoding, &mut hash);
    Signature::upper(hash.finish(key.expose()))
}

/// The string to sign, with [`MASK`] in place of the key: for people, logs and comparisons.
///
/// It is returned as bytes, since the values need not be UTF-8.
///
/// ```
/// use signing::sorted_pairs::{Encoding, masked_string_to_sign};
///
/// let text = masked_string_to_sign(&[("page", "1"), ("machine_no", "12345678")], Encoding::Raw);
/// assert_eq!(text, b"machine_no=12345678&page=1&key=***");
/// ```
pub fn masked_string_to_sign<N, V>(pairs: &[(N, V)], encoding: Encoding) -> Vec<u8>
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let mut text = Vec::new();
    write(pairs, encoding, &mut text);
    text.put(MASK.as_bytes());
    text
}

/// Whether a parameter takes part in the signature: not `sign` itself, not an empty value, not
/// the text `NULL`.
pub fn is_signed(name: &[u8], value: &[u8]) -> bool {
    name != b"sign" && !value.is_empty() && value != b"NULL"
}

fn write<N, V>(pairs: &[(N, V)], encoding: Encoding, to: &mut impl StringToSign)
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    visit_by_name(pairs, |(name, value)| {
        let (name, value) = (name.as_ref(), value.as_ref());
        if !is_signed(name, value) {
            return;
        }
        if encoding == Encoding::Raw || is_unreserved(name) && is_unreserved(value) {
            to.put_pair(name, b"=", value, b"&");
        } else {
            put_form_encoded(name, to);
            to.put(b"=");
            put_form_encoded(value, to);
            to.put(b"&");
        }
    });
    to.put(b"key=");
}

#[inline]
fn is_unreserved(text: &[u8]) -> bool {
    // Eight bytes are looked up before one decision is made.
    let (eights, rest) = text.as_chunks::<8>();
    eights.iter().all(|eight| all_unreserved(eight)) && all_unreserved(rest)
}

#[inline]
fn all_unreserved(bytes: &[u8]) -> bool {
    let each = bytes.iter().map(|byte| UNRESERVED[usize::from(*byte)]);
    each.fold(true, |all, is| all & is)
}

/// Encodes a few bytes at a time into a text that is long enough for all of them.
fn put_form_encoded(text: &[u8], to: &mut impl StringToSign) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for bytes in text.chunks(16) {
        let mut encoded = [0; 3 * 16];
        let mut len = 0;
        let mut push = |byte| {
            encoded[len] = byte;
            len += 1;
        };
        for byte in bytes {
            match *byte {
                byte if UNRESERVED[usize::from(byte)] => push(byte),
                b' ' => push(b'+'),
                byte => {
                    push(b'%');
                    push(DIGITS[usize::from(byte >> 4)]);
                    push(DIGITS[usize::from(byte & 15)]);
                }
            }
        }
        to.put(&encoded[..len]);
    }
}

/// Which bytes stand for themselves: looked up, since it is asked of every byte.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let is_mark = matches!(byte as u8, b'-' | b'_' | b'.' | b'~');
        table[byte] = (byte as u8).is_ascii_alphanumeric() || is_mark;
        byte += 1;
    }
    table
};
