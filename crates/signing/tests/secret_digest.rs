//! The rules of `secret_digest`. The digests were computed with Python's hashlib.

use signing::{Secret, secret_digest::digest};

#[track_caller]
fn assert_digest(secret: &str, expected: &str) {
    assert_eq!(digest(&Secret::from(secret)).expose(), expected);
}

#[test]
fn digest_is_the_one_of_rfc_1321() {
    assert_digest("abc", "900150983cd24fb0d6963f7d28e17f72");
    assert_digest("", "d41d8cd98f00b204e9800998ecf8427e");
}

#[test]
fn digest_has_32_lower_case_digits() {
    let digest = digest(&Secret::from("fake-secret"));
    assert_eq!(digest.expose(), "645a7b7fb529174747d98a430e8d7fce");
    assert_eq!(digest.expose().len(), 32);
}

#[test]
fn secret_keeps_its_letter_case() {
    assert_digest("Fake-Secret", "d1b2e9c5333d232d3611b26553f2c44d");
}

#[test]
fn secret_is_not_trimmed() {
    assert_digest(" fake-secret ", "7b99ae8eab873b28eff39cc33139f496");
    assert_digest("fake-secret\n", "b3cc77f03e0e69fd9c0b0db226c63ac0");
}

#[test]
fn hexadecimal_secret_is_hashed_as_text() {
    assert_digest(
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "2cca6779558996f81297797fa96d4c80",
    );
}

#[test]
fn non_ascii_secret_is_hashed_in_utf_8() {
    assert_digest("测试密钥", "5733daa4c382e85f755e38ef33424eb9");
    assert_digest("clé", "a28cca724a993e4d2632421255a6f085");
}

#[test]
fn digest_is_a_secret_that_debug_does_not_show() {
    let digest = digest(&Secret::from("abc"));
    assert_eq!(format!("{digest:?}"), "Secret(***)");
}
