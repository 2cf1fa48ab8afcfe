//! What holds for any input.

use std::collections::BTreeMap;

use md5::{Digest, Md5};
use proptest::prelude::*;
use signing::sorted_pairs::Encoding;
use signing::{MASK, Secret, brace_pairs, redact, redact_start, sorted_pairs};

type Pairs = Vec<(String, String)>;

/// Up to 80 pairs with distinct names, so that both ways of sorting are taken.
fn distinct_pairs() -> impl Strategy<Value = Pairs> {
    prop::collection::btree_map(any::<String>(), any::<String>(), 0..80)
        .prop_map(|pairs: BTreeMap<_, _>| pairs.into_iter().collect())
}

fn shuffled_twice() -> impl Strategy<Value = (Pairs, Pairs)> {
    distinct_pairs().prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle()))
}

fn unreserved_pairs() -> impl Strategy<Value = Pairs> {
    prop::collection::vec(("[a-zA-Z0-9._~-]{0,8}", "[a-zA-Z0-9._~-]{0,8}"), 0..12)
}

/// The digest of a masked string, once its mask has been replaced by the key.
fn digest_of(masked: &[u8], key: &str) -> String {
    let mut text = masked.to_vec();
    text.truncate(masked.len() - MASK.len());
    text.extend_from_slice(key.as_bytes());
    hex::encode(Md5::digest(&text))
}

/// What [`redact_start`] does, character by character: those of an occurrence fall under a mask.
fn redacted_by_character(text: &str, secrets: &[String], bytes: usize) -> String {
    let mut covered = vec![false; text.len()];
    for secret in secrets {
        for (start, _) in text.char_indices() {
            if text[start..].starts_with(secret.as_str()) {
                covered[start..start + secret.len()].fill(true);
            }
        }
    }
    let mut redacted = String::new();
    let mut is_masked = false;
    let is_in_front = |(start, character): &(usize, char)| start + character.len_utf8() <= bytes;
    for (start, character) in text.char_indices().take_while(is_in_front) {
        match (covered[start], is_masked) {
            (true, false) => redacted.push_str(MASK),
            (true, true) => {}
            (false, _) => redacted.push(character),
        }
        is_masked = covered[start];
    }
    redacted
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_distinct_names_does_not_matter_to_sorted_pairs(
        (pairs, shuffled) in shuffled_twice(), key: String,
    ) {
        let key = Secret::from(key);
        for encoding in [Encoding::Raw, Encoding::Form] {
            let sign = sorted_pairs::sign(&pairs, &key, encoding);
            prop_assert!(sign.verify(sorted_pairs::sign(&shuffled, &key, encoding).as_str()));
        }
    }

    #[test]
    fn order_of_distinct_names_does_not_matter_to_brace_pairs(
        (pairs, shuffled) in shuffled_twice(), key: String,
    ) {
        let key = Secret::from(key);
        let sign = brace_pairs::sign(&pairs, None, &key);
        prop_assert!(sign.verify(brace_pairs::sign(&shuffled, None, &key).as_str()));
    }

    #[test]
    fn form_encoded_equals_raw_for_unreserved_text(pairs in unreserved_pairs()) {
        prop_assert_eq!(
            sorted_pairs::masked_string_to_sign(&pairs, Encoding::Form),
            sorted_pairs::masked_string_to_sign(&pairs, Encoding::Raw)
        );
    }

    #[test]
    fn form_encoded_text_holds_nothing_but_unreserved_bytes_and_separators(
        pairs in distinct_pairs(),
    ) {
        let text = sorted_pairs::masked_string_to_sign(&pairs, Encoding::Form);
        let pairs = text.strip_suffix(b"key=***").unwrap();
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~+%=&".contains(byte);
        prop_assert!(pairs.iter().all(allowed));
    }

    #[test]
    fn parameters_that_are_left_out_change_no_signature(pairs in distinct_pairs(), key: String) {
        let key = Secret::from(key);
        let kept: Pairs = pairs
            .iter()
            .filter(|(name, value)| sorted_pairs::is_signed(name.as_bytes(), value.as_bytes()))
            .cloned()
            .collect();
        let mut padded = pairs;
        padded.extend([("sign".into(), "x".into()), ("y".into(), "".into())]);
        padded.insert(0, ("z".into(), "NULL".into()));
        let expected = sorted_pairs::sign(&kept, &key, Encoding::Raw);
        prop_assert!(expected.verify(sorted_pairs::sign(&padded, &key, Encoding::Raw).as_str()));
    }

    #[test]
    fn masked_string_with_the_key_hashes_to_the_signature_of_sorted_pairs(
        pairs: Vec<(Vec<u8>, Vec<u8>)>, key: String,
    ) {
        for encoding in [Encoding::Raw, Encoding::Form] {
            let masked = sorted_pairs::masked_string_to_sign(&pairs, encoding);
            let sign = sorted_pairs::sign(&pairs, &Secret::from(key.as_str()), encoding);
            prop_assert_eq!(sign.as_str(), digest_of(&masked, &key).to_uppercase());
        }
    }

    #[test]
    fn masked_string_with_the_key_hashes_to_the_signature_of_brace_pairs(
        pairs: Vec<(Vec<u8>, Vec<u8>)>, time: Option<String>, key: String,
    ) {
        let masked = brace_pairs::masked_string_to_sign(&pairs, time.as_deref());
        let sign = brace_pairs::sign(&pairs, time.as_deref(), &Secret::from(key.as_str()));
        prop_assert_eq!(sign.as_str(), digest_of(&masked, &key));
    }

    #[test]
    fn another_key_gives_another_signature(pairs in distinct_pairs(), key: String) {
        let sign = |key: &str| sorted_pairs::sign(&pairs, &Secret::from(key), Encoding::Raw);
        let other = format!("{key}x");
        prop_assert!(!sign(&key).verify(sign(&other).as_str()));
    }

    #[test]
    fn verify_never_panics(received: Vec<u8>) {
        let sign = brace_pairs::sign(&[("a", "1")], None, &Secret::from("fake-key"));
        prop_assert_eq!(sign.verify(&received), received == sign.as_str().as_bytes());
    }

    #[test]
    fn redacted_text_holds_no_secret(
        before in "[b-z密 ]{0,9}", secret in "[a-c密]{1,6}", after in "[b-z密 ]{0,9}",
    ) {
        let secret_of_text = Secret::from(secret.as_str());
        let text = redact(&format!("{before}{secret}{after}"), &[&secret_of_text]);
        prop_assert!(!text.contains(&secret));
        prop_assert!(text.contains(MASK));
    }

    #[test]
    fn redact_masks_what_a_look_at_every_character_masks(
        text in "[a密]{0,40}", secrets in prop::collection::vec("[a密]{0,5}", 0..4),
    ) {
        let hidden: Vec<Secret> = secrets.iter().map(|text| text.as_str().into()).collect();
        let hidden: Vec<&Secret> = hidden.iter().collect();
        let whole = redacted_by_character(&text, &secrets, text.len());
        prop_assert_eq!(redact(&text, &hidden), whole);
        for bytes in 0..=text.len() + 1 {
            let start = redacted_by_character(&text, &secrets, bytes);
            prop_assert_eq!(redact_start(&text, &hidden, bytes), start);
        }
    }
}
