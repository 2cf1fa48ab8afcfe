use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use signing::Secret;

/// Everything but the unreserved characters of RFC 3986 is encoded, a space as `%20`: every
/// decoder of queries and of forms reads that back to the same bytes.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The values of a query or a form, decoded.
pub(crate) fn values(encoded: &str) -> impl Iterator<Item = Secret> {
    let values = encoded.split('&').filter_map(|pair| pair.split_once('='));
    values.map(|(_, value)| Secret::from(&*percent_decode_str(value).decode_utf8_lossy()))
}

/// The pairs as the query of a URL, without the `?`, in the order given.
///
/// ```
/// assert_eq!(provider_http::query(&[("k", "a b&c"), ("名", "+")]), "k=a%20b%26c&%E5%90%8D=%2B");
/// ```
pub fn query<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend(utf8_percent_encode(name.as_ref(), ENCODED));
        text.push('=');
        text.extend(utf8_percent_encode(value.as_ref(), ENCODED));
    }
    text
}

/// The pairs as an `application/x-www-form-urlencoded` body, in the order given; pure ASCII.
///
/// ```
/// assert_eq!(provider_http::form(&[("data", r#"{"p":1}"#)]), b"data=%7B%22p%22%3A1%7D");
/// ```
pub fn form<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Vec<u8> {
    query(pairs).into_bytes()
}
