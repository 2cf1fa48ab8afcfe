//! The bounds of a diagnosis, and that no input makes it fail otherwise.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use proptest::prelude::*;
use signature_doctor::{
    BracePairs, Credentials, Diagnosis, Encoding, Error, MAX_DIGESTS, MAX_INPUT_BYTES,
    MAX_OTHER_CREDENTIALS, MAX_PARAMS, Mistake, SecretDigest, SortedPairs,
};

/// The signature of nothing.
const UNKNOWN: &str = "00000000000000000000000000000000";

fn with_others(count: usize) -> Credentials {
    (0..count).fold(Credentials::new("fake-key"), |credentials, number| {
        credentials.with_other(format!("other {number}"), format!("fake-other-{number}"))
    })
}

#[test]
fn input_as_large_as_the_limit_is_examined_and_a_larger_one_refused() {
    let credentials = Credentials::new("fake-key").with_other("other", "fake-other");
    // The name, the key, the name of the other credential and the credential.
    let rest = "a".len() + "fake-key".len() + "other".len() + "fake-other".len();
    let explain = |bytes: usize| {
        let input = SortedPairs::new([("a", "x".repeat(bytes - rest))]);
        input.explain(&credentials).map(drop)
    };
    assert_eq!(explain(MAX_INPUT_BYTES), Ok(()));
    let Err(Error::TooLarge { bytes, limit, .. }) = explain(MAX_INPUT_BYTES + 1) else {
        panic!("not refused");
    };
    assert_eq!((bytes, limit), (MAX_INPUT_BYTES + 1, MAX_INPUT_BYTES));
}

#[test]
fn time_and_received_signature_count_too() {
    let long = "x".repeat(MAX_INPUT_BYTES);
    let credentials = Credentials::new("k");
    let none: [(&str, &str); 0] = [];
    let by_time = BracePairs::new(none, Some(&long)).explain(&credentials);
    assert!(matches!(by_time, Err(Error::TooLarge { .. })));
    let by_received = SortedPairs::new(none).diagnose(&credentials, &long);
    assert!(matches!(by_received, Err(Error::TooLarge { .. })));
    let by_received = SecretDigest.diagnose(&credentials, &long.into());
    assert!(matches!(by_received, Err(Error::TooLarge { .. })));
}

#[test]
fn as_many_parameters_as_the_limit_are_examined_and_one_more_is_refused() {
    let explain = |count: usize| {
        let params = (0..count).map(|number| (number.to_string(), "x"));
        SortedPairs::new(params)
            .explain(&Credentials::new("fake-key"))
            .map(drop)
    };
    assert_eq!(explain(MAX_PARAMS), Ok(()));
    let refused = explain(MAX_PARAMS + 1);
    assert!(matches!(
        refused,
        Err(Error::TooManyParams { count: 257, .. })
    ));
}

#[test]
fn as_many_credentials_as_the_limit_are_tried_and_one_more_is_refused() {
    let explain = |count: usize| SecretDigest.explain(&with_others(count)).map(drop);
    assert_eq!(explain(MAX_OTHER_CREDENTIALS), Ok(()));
    let refused = explain(MAX_OTHER_CREDENTIALS + 1);
    assert!(matches!(
        refused,
        Err(Error::TooManyCredentials { count: 9, .. })
    ));
}

#[test]
fn no_diagnosis_computes_more_signatures_than_it_says() {
    const TIME: &str = "2016-01-25 22:00:44";
    let credentials = with_others(MAX_OTHER_CREDENTIALS);
    let sorted = SortedPairs::new([("a", TIME)]);
    let encoded = sorted.clone().with_encoding(Encoding::Form);
    let brace = BracePairs::new([("a", "b")], Some(TIME));
    let digests = [
        sorted.diagnose(&credentials, UNKNOWN).unwrap().digests,
        encoded.diagnose(&credentials, UNKNOWN).unwrap().digests,
        brace.diagnose(&credentials, UNKNOWN).unwrap().digests,
        SecretDigest
            .diagnose(&credentials, &UNKNOWN.into())
            .unwrap()
            .digests,
    ];
    for digests in digests {
        assert!(digests <= MAX_DIGESTS, "{digests}");
    }
    // The bound is no multiple of what is ever needed.
    assert!(
        digests.iter().max() > Some(&(MAX_DIGESTS / 2)),
        "{digests:?}"
    );
}

#[test]
fn credential_that_is_empty_or_the_key_itself_is_no_explanation() {
    let credentials = Credentials::new("fake-key")
        .with_other("empty", "")
        .with_other("same", "fake-key");
    // The MD5 of nothing, and the MD5 of the key in upper case.
    let nothing = "d41d8cd98f00b204e9800998ecf8427e".into();
    let diagnosis = SecretDigest.diagnose(&credentials, &nothing).unwrap();
    assert_eq!(diagnosis.explanations, []);
    let received = "155CB61F3E93ECE52F2D1525DF225667".into();
    let diagnosis = SecretDigest.diagnose(&credentials, &received).unwrap();
    assert_eq!(diagnosis.explanations.len(), 1);
    assert_eq!(diagnosis.explanations[0].mistakes, [Mistake::UpperCaseHex]);
}

#[test]
fn text_that_has_not_the_form_of_a_signature_is_told_apart() {
    let input = SortedPairs::new([("a", "b")]);
    let credentials = Credentials::new("fake-key");
    for received in [
        "",
        "no signature",
        &UNKNOWN[1..],
        "é",
        "0123456789abcdef0123",
    ] {
        let diagnosis = input.diagnose(&credentials, received).unwrap();
        assert!(!diagnosis.is_signature && !diagnosis.matches);
        assert_eq!(diagnosis.explanations, []);
        assert!(
            diagnosis
                .to_string()
                .contains("not the form of a signature")
        );
    }
    let diagnosis = input.diagnose(&credentials, UNKNOWN).unwrap();
    assert!(diagnosis.is_signature);
}

fn is_consistent(diagnosis: &Diagnosis) -> bool {
    let _ = (diagnosis.to_string(), format!("{diagnosis:?}"));
    !diagnosis.matches || diagnosis.explanations.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_examined(
        params in prop::collection::vec((any::<String>(), any::<String>()), 0..6),
        time in any::<Option<String>>(),
        key: String,
        other: String,
        received in "[0-9a-f]{32}|[0-9A-F]{16}|.{0,40}",
    ) {
        let credentials = Credentials::new(key).with_other("other", other);
        let sorted = SortedPairs::new(params.clone());
        prop_assert!(is_consistent(&sorted.diagnose(&credentials, &received).unwrap()));
        let brace = BracePairs::new(params, time.as_deref());
        prop_assert!(is_consistent(&brace.diagnose(&credentials, &received).unwrap()));
        let digest = SecretDigest.diagnose(&credentials, &received.into()).unwrap();
        prop_assert!(is_consistent(&digest));
    }

    #[test]
    fn any_payload_is_read_or_refused(payload: String, json in "[{}\\[\\]\":,a-z0-9\\\\ ]{0,30}") {
        use base64::Engine;
        let _ = SortedPairs::from_payload(&payload);
        let _ = SortedPairs::from_payload(&base64::prelude::BASE64_STANDARD.encode(json));
    }
}
