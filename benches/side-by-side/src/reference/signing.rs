//! Signatures as one writes them by hand.
//!
//! | function | what it stands for |
//! | --- | --- |
//! | [`bare_digest`] | the hash alone: what every goal is a multiple of |
//! | [`bare_md5`] | the hash and its digits |
//! | [`sorted_pairs`], [`form_encoded`], [`brace_pairs`] | the few lines of a program that has no library for it |
//!
//! None of them wipes a key, compares in constant time or masks anything.

use md5::{Digest, Md5};

/// Eight parameters of a call that makes pickup codes, unsorted; with [`KEY`] they make a string
/// to sign of 182 bytes, [`SORTED`].
pub const PAIRS: [(&str, &str); 8] = [
    ("machine_no", "8668380625375492"),
    ("method", "pickup_code.product.id"),
    ("product_id", "2111"),
    ("expired_at", "2024-04-28 14:00:08"),
    ("quantity", "1"),
    ("code_length", "6"),
    ("count", "1"),
    ("timestamp", "1713255411"),
];

/// [`PAIRS`] without a character that form encoding changes: its string to sign is as long.
pub const UNRESERVED_PAIRS: [(&str, &str); 8] = [
    ("machine_no", "8668380625375492"),
    ("method", "pickup_code.product.id"),
    ("product_id", "2111"),
    ("expired_at", "2024-04-28-14.00.08"),
    ("quantity", "1"),
    ("code_length", "6"),
    ("count", "1"),
    ("timestamp", "1713255411"),
];

/// The key of [`PAIRS`].
pub const KEY: &str = "fake-signing-key-01";

/// The 182 bytes that are hashed for [`PAIRS`].
pub const SORTED: &[u8] = b"code_length=6&count=1&expired_at=2024-04-28 14:00:08&\
machine_no=8668380625375492&method=pickup_code.product.id&product_id=2111&quantity=1&\
timestamp=1713255411&key=fake-signing-key-01";

/// The 186 bytes that are hashed for [`PAIRS`] when they are form-encoded.
pub const FORM_ENCODED: &[u8] = b"code_length=6&count=1&expired_at=2024-04-28+14%3A00%3A08&\
machine_no=8668380625375492&method=pickup_code.product.id&product_id=2111&quantity=1&\
timestamp=1713255411&key=fake-signing-key-01";

/// The parameters of a product list of post30, unsorted; with [`TIME`] and [`BRACE_KEY`] they make
/// a string to sign of 225 bytes, [`BRACE`].
pub const BRACE_PAIRS: [(&str, &str); 2] = [
    ("external_company", "fake1111-1111-1111-1111-111111111111"),
    (
        "data",
        r#"{"p":1,"pagesize":10,"name":"fake product name","barcode":"0000000000000","active":true  }"#,
    ),
];

/// The expiry of [`BRACE_PAIRS`].
pub const TIME: &str = "2016-01-25 22:00:44";

/// The key of [`BRACE_PAIRS`].
pub const BRACE_KEY: &str = "fake0000-0000-0000-0000-000000000000";

/// The 225 bytes that are hashed for [`BRACE_PAIRS`].
pub const BRACE: &[u8] = br#"data{$$}{"p":1,"pagesize":10,"name":"fake product name","barcode":"0000000000000","active":true  }{$$$}external_company{$$}fake1111-1111-1111-1111-111111111111{$$$}2016-01-25 22:00:44{$$$$}fake0000-0000-0000-0000-000000000000"#;

/// The hash of the bytes: `update` and `finalize`, and nothing besides.
pub fn bare_digest(bytes: &[u8]) -> [u8; 16] {
    let mut hash = Md5::new();
    hash.update(bytes);
    hash.finalize().into()
}

/// The hash of the bytes as 32 lower-case digits.
pub fn bare_md5(bytes: &[u8]) -> String {
    hex::encode(bare_digest(bytes))
}

/// `name=value&…&key=K`, MD5, upper case.
pub fn sorted_pairs(pairs: &[(&str, &str)], key: &str) -> String {
    signed_in_order(pairs, key, str::to_owned)
}

/// [`sorted_pairs`] with names and values form-encoded.
pub fn form_encoded(pairs: &[(&str, &str)], key: &str) -> String {
    signed_in_order(pairs, key, |text| {
        let mut encoded = String::new();
        for byte in text.bytes() {
            match byte {
                byte if is_unreserved(byte) => encoded.push(char::from(byte)),
                b' ' => encoded.push('+'),
                byte => encoded.push_str(&format!("%{byte:02X}")),
            }
        }
        encoded
    })
}

fn signed_in_order(pairs: &[(&str, &str)], key: &str, encode: impl Fn(&str) -> String) -> String {
    let mut pairs = pairs.to_vec();
    pairs.retain(|(name, value)| is_signed(name, value));
    pairs.sort();
    let mut text = String::new();
    for (name, value) in pairs {
        text.push_str(&encode(name));
        text.push('=');
        text.push_str(&encode(value));
        text.push('&');
    }
    text.push_str("key=");
    text.push_str(key);
    hex::encode_upper(Md5::digest(text))
}

/// `name{$$}value{$$$}…time{$$$$}K`, MD5, lower case.
pub fn brace_pairs(pairs: &[(&str, &str)], time: &str, key: &str) -> String {
    let mut pairs = pairs.to_vec();
    pairs.retain(|(name, _)| *name != "sign" && *name != "timer");
    pairs.sort();
    let mut text = String::new();
    for (name, value) in pairs {
        text.push_str(&name.to_ascii_lowercase());
        text.push_str("{$$}");
        text.push_str(value);
        text.push_str("{$$$}");
    }
    text.push_str(time);
    text.push_str("{$$$$}");
    text.push_str(key);
    hex::encode(Md5::digest(text))
}

pub(super) fn is_signed(name: &str, value: &str) -> bool {
    name != "sign" && !value.is_empty() && value != "NULL"
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}
