//! What a `Secret` shows, compares and takes out of texts.

use signing::{MASK, Secret, redact};

#[test]
fn debug_shows_nothing_of_the_secret() {
    let secret = Secret::from("canary-7f3a");
    assert_eq!(format!("{secret:?}"), "Secret(***)");
    assert_eq!(format!("{secret:#?}"), "Secret(***)");
    assert_eq!(format!("{:?}", Some(&secret)), "Some(Secret(***))");
}

#[test]
fn debug_does_not_show_the_length() {
    let short = format!("{:?}", Secret::from(""));
    let long = format!("{:?}", Secret::from("x".repeat(1000)));
    assert_eq!(short, long);
}

#[test]
fn expose_gives_the_text_as_it_was_taken() {
    assert_eq!(Secret::new(" Key\n").expose(), " Key\n");
    assert_eq!(Secret::from(String::from("密钥")).expose(), "密钥");
    assert_eq!(Secret::from("a").clone().expose(), "a");
}

#[test]
fn is_empty_is_true_without_any_character_only() {
    assert!(Secret::from("").is_empty());
    assert!(!Secret::from(" ").is_empty());
}

#[test]
fn same_as_compares_the_whole_text() {
    let secret = Secret::from("fake-key");
    assert!(secret.same_as(&Secret::from("fake-key")));
    assert!(!secret.same_as(&Secret::from("fake-keY")));
    assert!(!secret.same_as(&Secret::from("Fake-key")));
    assert!(!secret.same_as(&Secret::from("fake-ke")));
    assert!(!secret.same_as(&Secret::from("fake-key ")));
    assert!(!secret.same_as(&Secret::from("")));
    assert!(Secret::from("").same_as(&Secret::from("")));
}

#[test]
fn redact_replaces_every_occurrence() {
    let secret = Secret::from("abc");
    assert_eq!(redact("abc, xabcx, abcabc", &[&secret]), "***, x***x, ***");
}

#[test]
fn redact_leaves_a_text_without_secrets_alone() {
    let secret = Secret::from("abc");
    assert_eq!(
        redact("取货码功能尚未开启", &[&secret]),
        "取货码功能尚未开启"
    );
    assert_eq!(redact("", &[&secret]), "");
    assert_eq!(redact("ab c", &[]), "ab c");
}

#[test]
fn redact_takes_the_longest_secret_first() {
    let (short, long) = (Secret::from("key"), Secret::from("key-of-the-app"));
    let text = "key-of-the-app and key";
    assert_eq!(redact(text, &[&short, &long]), "*** and ***");
    assert_eq!(redact(text, &[&long, &short]), "*** and ***");
}

#[test]
fn redact_passes_over_empty_secrets() {
    let (empty, secret) = (Secret::from(""), Secret::from("b"));
    assert_eq!(redact("abc", &[&empty]), "abc");
    assert_eq!(redact("abc", &[&empty, &secret]), "a***c");
}

#[test]
fn redact_works_inside_multi_byte_text() {
    let secret = Secret::from("密钥");
    assert_eq!(
        redact("错误:密钥不对🔑密钥", &[&secret]),
        "错误:***不对🔑***"
    );
    // The two characters share their first two bytes.
    assert_eq!(redact("寇密", &[&Secret::from("密")]), "寇***");
}

#[test]
fn redact_takes_the_same_secret_twice() {
    let secret = Secret::from("abc");
    assert_eq!(redact("abc", &[&secret, &secret]), MASK);
}

#[test]
fn redact_leaves_nothing_of_secrets_that_overlap() {
    let (one, other) = (Secret::from("abc"), Secret::from("bcd"));
    assert_eq!(redact("xabcdx", &[&one, &other]), "x***x");
    assert_eq!(redact("ababax", &[&Secret::from("aba")]), "***x");
}
