//! Texts of every length, short and long, on both sides of the 64-byte blocks of the hash.

use md5::{Digest, Md5};
use signing::sorted_pairs::Encoding;
use signing::{MASK, Secret, brace_pairs, sorted_pairs};

/// So many lengths go past two blocks.
const LENGTHS: std::ops::Range<usize> = 0..150;

/// Bytes that differ from their neighbours, none of which is encoded.
fn text(len: usize) -> String {
    ('a'..='z').chain('0'..='9').cycle().take(len).collect()
}

/// MD5 of the string, with the key in place of its mask.
fn digest(masked: &[u8], key: &str) -> String {
    let text = &masked[..masked.len() - MASK.len()];
    hex::encode(Md5::new().chain_update(text).chain_update(key).finalize())
}

#[test]
fn sorted_pairs_signs_values_of_every_length_whole() {
    for len in LENGTHS {
        let (value, key) = (text(len), text(len / 3));
        // In front of the value stands as much as makes every place in a block its beginning.
        let pairs = [("a", text(64 - len % 64)), ("b", value), ("c", "1".into())];
        let expected = format!("a={}&b={}&c=1&key=***", pairs[0].1, pairs[1].1);
        let expected = expected.replace("b=&", "");
        for encoding in [Encoding::Raw, Encoding::Form] {
            let masked = sorted_pairs::masked_string_to_sign(&pairs, encoding);
            assert_eq!(String::from_utf8(masked.clone()).unwrap(), expected);
            let sign = sorted_pairs::sign(&pairs, &Secret::from(key.as_str()), encoding);
            assert_eq!(sign.as_str(), digest(&masked, &key).to_uppercase(), "{len}");
        }
    }
}

#[test]
fn sorted_pairs_signs_names_of_every_length_whole() {
    for len in LENGTHS {
        let pairs = [(text(len), "1"), (text(len) + "2", "3")];
        let expected = format!("{0}=1&{0}2=3&key=***", text(len));
        let masked = sorted_pairs::masked_string_to_sign(&pairs, Encoding::Raw);
        assert_eq!(String::from_utf8(masked.clone()).unwrap(), expected);
        let sign = sorted_pairs::sign(&pairs, &Secret::from("fake-key"), Encoding::Raw);
        assert_eq!(
            sign.as_str(),
            digest(&masked, "fake-key").to_uppercase(),
            "{len}"
        );
    }
}

#[test]
fn form_encoding_keeps_texts_of_every_length_whole() {
    for len in LENGTHS {
        let spaced = text(len) + " é" + &text(len / 2);
        let expected = format!("a={}+%C3%A9{}&key=***", text(len), text(len / 2));
        let pairs = [("a", spaced)];
        let masked = sorted_pairs::masked_string_to_sign(&pairs, Encoding::Form);
        assert_eq!(String::from_utf8(masked.clone()).unwrap(), expected);
        let sign = sorted_pairs::sign(&pairs, &Secret::from("fake-key"), Encoding::Form);
        assert_eq!(
            sign.as_str(),
            digest(&masked, "fake-key").to_uppercase(),
            "{len}"
        );
    }
}

#[test]
fn form_encoding_is_asked_for_every_byte_at_every_place() {
    for len in 0..20 {
        for place in 0..=len {
            let pairs = [("a", text(place) + "/" + &text(len - place))];
            let expected = format!("a={}%2F{}&key=***", text(place), text(len - place));
            let masked = sorted_pairs::masked_string_to_sign(&pairs, Encoding::Form);
            assert_eq!(String::from_utf8(masked).unwrap(), expected);
        }
    }
}

#[test]
fn brace_pairs_signs_texts_of_every_length_whole() {
    for len in LENGTHS {
        let (name, value) = (text(len % 70), text(len));
        let expected = format!("{name}{{$$}}{value}{{$$$}}{value}{{$$$$}}***");
        for name in [name.clone(), name.to_uppercase()] {
            let pairs = [(name, value.as_str())];
            let masked = brace_pairs::masked_string_to_sign(&pairs, Some(&value));
            assert_eq!(String::from_utf8(masked.clone()).unwrap(), expected);
            let sign = brace_pairs::sign(&pairs, Some(&value), &Secret::from("fake-key"));
            assert_eq!(sign.as_str(), digest(&masked, "fake-key"), "{len}");
        }
    }
}
