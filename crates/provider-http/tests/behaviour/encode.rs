//! Form and query encoding: one way for all providers.

use proptest::prelude::*;
use provider_http::{form, query};

#[test]
fn unreserved_characters_stay() {
    let text = "AZaz09-._~";
    assert_eq!(query(&[(text, text)]), format!("{text}={text}"));
}

#[test]
fn every_other_ascii_character_is_encoded() {
    for byte in 0..128_u8 {
        let character = char::from(byte);
        if character.is_ascii_alphanumeric() || "-._~".contains(character) {
            continue;
        }
        let encoded = query(&[("a", character.to_string())]);
        assert_eq!(encoded, format!("a=%{byte:02X}"));
    }
}

#[test]
fn space_is_percent_20_in_forms_as_well() {
    assert_eq!(form(&[("a b", "c d")]), b"a%20b=c%20d");
}

#[test]
fn plus_is_not_a_space() {
    assert_eq!(query(&[("a", "1+1")]), "a=1%2B1");
}

#[test]
fn text_beyond_ascii_is_encoded_as_utf8() {
    assert_eq!(query(&[("名", "é")]), "%E5%90%8D=%C3%A9");
}

#[test]
fn order_and_repeats_are_kept() {
    assert_eq!(query(&[("b", "1"), ("a", "2"), ("b", "3")]), "b=1&a=2&b=3");
}

#[test]
fn empty_names_and_values_are_kept() {
    assert_eq!(query(&[("a", ""), ("", "b")]), "a=&=b");
}

#[test]
fn no_pairs_are_no_text() {
    let none: [(&str, &str); 0] = [];
    assert_eq!(query(&none), "");
    assert_eq!(form(&none), b"");
}

proptest! {
    #[test]
    fn pairs_come_back_from_any_decoder(
        pairs in prop::collection::vec((".*", ".*"), 1..5)
    ) {
        let text = query(&pairs);
        prop_assert!(text.is_ascii());
        let decode = |part: &str| {
            percent_encoding::percent_decode_str(part).decode_utf8().unwrap().into_owned()
        };
        let decoded: Vec<_> = text
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (decode(name), decode(value)))
            .collect();
        prop_assert_eq!(decoded, pairs);
    }
}
