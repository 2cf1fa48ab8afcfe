//! What a `Signature` shows, and what `verify` refuses.

use signing::{Secret, Signature, brace_pairs, sorted_pairs};

// MD5 of "a=1&key=fake-key" and of "a{$$}1{$$$}{$$$$}fake-key", computed with Python's hashlib.
const UPPER: &str = "01378CAB871AF1148B919F778F4A31E8";
const LOWER: &str = "4535d7b87b79bafa8cb0e757e64a41e7";

fn upper() -> Signature {
    let key = Secret::from("fake-key");
    sorted_pairs::sign(&[("a", "1")], &key, sorted_pairs::Encoding::Raw)
}

fn lower() -> Signature {
    brace_pairs::sign(&[("a", "1")], None, &Secret::from("fake-key"))
}

#[test]
fn verify_accepts_the_signature_as_text_and_as_bytes() {
    assert!(upper().verify(UPPER));
    assert!(upper().verify(String::from(UPPER)));
    assert!(lower().verify(LOWER.as_bytes()));
}

#[test]
fn verify_refuses_the_wrong_letter_case() {
    assert!(!upper().verify(UPPER.to_lowercase()));
    assert!(!lower().verify(LOWER.to_uppercase()));
}

#[test]
fn verify_refuses_every_single_changed_digit() {
    for place in 0..32 {
        let mut changed = UPPER.as_bytes().to_vec();
        changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
        assert!(!upper().verify(&changed), "digit {place}");
    }
}

#[test]
fn verify_refuses_another_length() {
    assert!(!upper().verify(&UPPER[..31]));
    assert!(!upper().verify(&UPPER[8..24]));
    assert!(!upper().verify(format!("{UPPER}0")));
    assert!(!upper().verify(format!("{UPPER}\n")));
    assert!(!upper().verify(format!(" {UPPER}")));
    assert!(!upper().verify(UPPER.repeat(2)));
}

#[test]
fn verify_refuses_empty_input() {
    assert!(!upper().verify(""));
    assert!(!upper().verify([]));
}

#[test]
fn verify_refuses_input_that_is_not_ascii() {
    // Sixteen two-byte characters have the right length in bytes.
    assert!(!upper().verify("é".repeat(16)));
    assert!(!upper().verify("签名"));
    assert!(!upper().verify([0xff; 32]));
    assert!(!upper().verify([0; 32]));
}

#[test]
fn display_and_as_str_give_the_digits() {
    assert_eq!(upper().as_str(), UPPER);
    assert_eq!(upper().to_string(), UPPER);
    assert_eq!(lower().to_string(), LOWER);
}

#[test]
fn display_obeys_width_and_fill() {
    assert_eq!(format!("{:>34}", upper()), format!("  {UPPER}"));
}

#[test]
fn debug_names_the_type_and_shows_the_digits() {
    assert_eq!(format!("{:?}", upper()), format!("Signature({UPPER:?})"));
}
