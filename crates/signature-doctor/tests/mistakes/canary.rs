//! Nothing that is shown holds a credential.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use signature_doctor::{Algorithm, Credentials, Mistake, SecretDigest, SortedPairs, Value};

use crate::construction::{Doing, Input, SECOND_CREDENTIAL, sign, ways};
use crate::inputs::{diagnose, input};

const KEY: &str = "Canary/key+of \"可\" Anybody";

/// The credential in every form in which it must not be seen.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned(), secret.to_lowercase()];
    for (mark, form) in [
        ("/", "%2F"),
        ("/", "%2f"),
        ("/", "\\/"),
        ("可", "\\u53ef"),
        ("\"", "\\\""),
    ] {
        forms.push(secret.replace(mark, form));
    }
    // What none of the encodings changes: the longest words.
    forms.extend(["Canary", "canary", "Anybody", "anybody", "Second-fake"].map(str::to_owned));
    forms
}

/// The input with both credentials inside of names, values and the time.
fn with_canaries(mut input: Input) -> Input {
    let key = KEY.to_owned();
    input.key = key.clone();
    if input.algorithm == Algorithm::SecretDigest {
        return input;
    }
    let json = format!("{{\"b\":\"{}\",\"a\":1}}", key.replace('"', "\\\""));
    let texts = [
        (
            "url",
            format!(" http://example.com/{key}?{SECOND_CREDENTIAL} "),
        ),
        (KEY, "a".to_owned()),
        ("data", json),
        (
            "encoded",
            "Canary%2Fkey%2Bof+%22%E5%8F%AF%22+Anybody".to_owned(),
        ),
        ("expired_at", "2024-04-28 14:00:08".to_owned()),
    ];
    let texts = texts.map(|(name, text)| (name.to_owned(), Value::Text(text)));
    input.params.extend(texts);
    input.time = input.time.map(|time| format!("{time}{SECOND_CREDENTIAL}"));
    input
}

fn assert_hidden(shown: &str, what: &str) {
    for form in forms(KEY).iter().chain(&forms(SECOND_CREDENTIAL)) {
        assert!(!shown.contains(form), "{what} shows {form}:\n{shown}");
    }
}

#[test]
fn no_credential_is_shown_for_any_mistake() {
    let mut runner = TestRunner::deterministic();
    let mut explained = 0;
    for algorithm in Algorithm::ALL {
        for mistake in Mistake::of(algorithm) {
            let input = input(algorithm).new_tree(&mut runner).unwrap().current();
            let input = with_canaries(input);
            for way in 0..ways(algorithm, &mistake) {
                let received = sign(&input, &Doing::new(&[(mistake.clone(), way)]));
                let diagnosis = diagnose(&input, &received);
                explained += diagnosis.explanations.len();
                let shown = format!("{diagnosis} {diagnosis:?} {diagnosis:#?}");
                assert_hidden(&shown, &mistake.to_string());
            }
        }
    }
    assert!(explained > 200, "{explained}");
}

#[test]
fn no_credential_is_shown_for_two_mistakes() {
    let mut runner = TestRunner::deterministic();
    for (first, second) in [
        (Mistake::SecretInQuotes, Mistake::GoFormEncoding),
        (Mistake::SecretLowerCased, Mistake::KeySortedIn),
        (Mistake::ValuesLowerCased, Mistake::NamesLowerCased),
        (Mistake::SecretFormEncoded, Mistake::KeyFirst),
        (Mistake::Unsorted, Mistake::ValuesJsonQuoted),
    ] {
        let input = input(Algorithm::SortedPairs)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let input = with_canaries(input);
        let received = sign(&input, &Doing::new(&[(first, 0), (second, 0)]));
        let diagnosis = diagnose(&input, &received);
        assert!(!diagnosis.explanations.is_empty());
        assert_hidden(&format!("{diagnosis} {diagnosis:?}"), "a pair");
    }
}

#[test]
fn no_credential_is_shown_that_was_given_as_the_signature_or_as_a_name() {
    let credentials = Credentials::new(KEY).with_other(KEY, SECOND_CREDENTIAL);
    let input = SortedPairs::new([("a", KEY)]);
    // MD5 with the other credential as the key.
    let mistaken = Input {
        algorithm: Algorithm::SortedPairs,
        params: vec![("a".to_owned(), Value::from(KEY))],
        texts: Vec::new(),
        time: None,
        is_form_encoded: false,
        key: SECOND_CREDENTIAL.to_owned(),
    };
    let received = sign(&mistaken, &Doing::default());
    for received in [KEY, SECOND_CREDENTIAL, &received] {
        let diagnosis = input.diagnose(&credentials, received).unwrap();
        assert_hidden(&format!("{diagnosis} {diagnosis:?}"), "a diagnosis");
        let diagnosis = SecretDigest
            .diagnose(&credentials, &received.into())
            .unwrap();
        assert_hidden(&format!("{diagnosis} {diagnosis:?}"), "a diagnosis");
    }
    assert_hidden(&format!("{credentials:?} {input:?}"), "Debug");
}

#[test]
fn credential_that_only_the_joined_text_holds_is_hidden() {
    let credentials = Credentials::new("1&b=2");
    let input = SortedPairs::new([("a", "1"), ("b", "2")]);
    let stages = input.explain(&credentials).unwrap();
    assert_eq!(stages.string_to_sign, "a=***&key=***");

    // MD5 of `a=1&b=2`.
    let received = "ED04C91CF6F6AB5A01A31C0295C5DA34";
    let diagnosis = input.diagnose(&credentials, received).unwrap();
    assert_eq!(diagnosis.explanations[0].string_to_sign, "a=***");
}

#[test]
fn mask_is_not_encoded() {
    let credentials = Credentials::new("fake key");
    let input = SortedPairs::new([("a", "x y:fake key")]);
    // MD5 of `a=x+y%3Afake+key&key=fake key`.
    let received = "6293D441BA9D4D1106B1CDADB8771DA2";
    let diagnosis = input.diagnose(&credentials, received).unwrap();
    assert_eq!(
        diagnosis.explanations[0].string_to_sign,
        "a=x+y%3A***&key=***"
    );
}

#[test]
fn masked_text_is_sorted_and_left_out_as_the_real_one() {
    let credentials = Credentials::new("z").with_other("other", "NULL");
    let input = SortedPairs::new([("z", "1"), ("a", "z"), ("n", "NULL"), ("sign", "z")]);
    let stages = input.explain(&credentials).unwrap();
    assert_eq!(stages.string_to_sign, "a=***&***=1&key=***");
    assert_eq!(stages.order, ["a", "***"]);
}
