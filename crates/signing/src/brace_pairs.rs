//! `name{$$}value{$$$}…time{$$$$}K`, MD5, lower-case hexadecimal: the scheme of post30 (30post).
//!
//! The rules, in the order in which they are applied:
//!
//! | question | rule | source |
//! | --- | --- | --- |
//! | `sign`, `timer` | parameters of exactly these names are left out: both are added after signing | the C# sample \[doc\] |
//! | order | by the bytes of the name as given, before lower-casing | prose and C# text \[doc\] |
//! | lower-casing | names only, ASCII letters only, after sorting | C# text \[doc\], ASCII \[inferred\] |
//! | empty values | signed: nothing says that they are left out | C# text \[doc\] |
//! | values | as given: not encoded, not trimmed, separators inside are not escaped | \[doc\] |
//! | separator | `{$$$}` after every value, also the last | \[doc\] |
//! | time | bare, between the last `{$$$}` and `{$$$$}`; without one nothing stands there | C# text \[doc\] |
//! | repeated names | all signed, in the order given | our reading \[inferred\] |
//! | non-ASCII | bytes are signed as given: which charset the provider reads is open, so send pure ASCII | \[inferred\] |

use crate::order::visit_by_name;
use crate::string_to_sign::{Hashed, StringToSign};
use crate::{MASK, Secret, Signature};

/// Signs the parameters: MD5 of the string to sign, 32 lower-case digits.
///
/// `time` is the expiry as it is sent, `yyyy-MM-dd HH:mm:ss`; it is signed as given and not
/// checked. No heap memory is used for up to 64 pairs.
///
/// ```
/// use signing::{Secret, brace_pairs};
///
/// let sign = brace_pairs::sign(
///     &[
///         ("data", r#"{"p":1,"pagesize":10}"#),
///         ("external_company", "52a5b692-081a-4a90-a62a-c0312735be9b"),
///     ],
///     None,
///     &Secret::from("7f7af653-407e-4a02-98e3-94722b09bff2"),
/// );
/// assert_eq!(sign.as_str(), "306c5b18635a36a88a4e068f80bb6255");
/// ```
pub fn sign<N, V>(pairs: &[(N, V)], time: Option<&str>, key: &Secret) -> Signature
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let mut hash = Hashed::new();
    write(pairs, time, &mut hash);
    Signature::lower(hash.finish(key.expose()))
}

/// The string to sign, with [`MASK`] in place of the key: for people, logs and comparisons.
///
/// It is returned as bytes, since the values need not be UTF-8.
///
/// ```
/// use signing::brace_pairs::masked_string_to_sign;
///
/// let text = masked_string_to_sign(&[("data", "{}")], Some("2016-01-25 22:00:44"));
/// assert_eq!(text, b"data{$$}{}{$$$}2016-01-25 22:00:44{$$$$}***");
/// ```
pub fn masked_string_to_sign<N, V>(pairs: &[(N, V)], time: Option<&str>) -> Vec<u8>
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    let mut text = Vec::new();
    write(pairs, time, &mut text);
    text.put(MASK.as_bytes());
    text
}

/// Whether a parameter takes part in the signature: all but `sign` and `timer`.
pub fn is_signed(name: &[u8]) -> bool {
    name != b"sign" && name != b"timer"
}

fn write<N, V>(pairs: &[(N, V)], time: Option<&str>, to: &mut impl StringToSign)
where
    N: AsRef<[u8]>,
    V: AsRef<[u8]>,
{
    visit_by_name(pairs, |(name, value)| {
        let mut name = name.as_ref();
        if !is_signed(name) {
            return;
        }
        // Most names are in lower case and go in one piece.
        if name.iter().any(u8::is_ascii_uppercase) {
            for byte in name {
                to.put(&[byte.to_ascii_lowercase()]);
            }
            name = b"";
        }
        to.put_pair(name, b"{$$}", value.as_ref(), b"{$$$}");
    });
    to.put(time.unwrap_or_default().as_bytes());
    to.put(b"{$$$$}");
}
