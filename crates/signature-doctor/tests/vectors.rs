//! The wrong signatures of the golden vectors, which a second implementation in Python derived,
//! are explained by the mistake that they are made with.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use serde_json::Value as Json;
use signature_doctor::{
    BracePairs, Credentials, Diagnosis, Encoding, SecretDigest, SortedPairs, Value,
};

/// The cases of a file whose parameters are texts, numbers and nulls.
fn cases(json: &str) -> Vec<Json> {
    let mut file: Json = serde_json::from_str(json).unwrap();
    let cases = file["cases"].take();
    let Json::Array(cases) = cases else {
        panic!("no cases");
    };
    let is_text = |case: &Json| !case["params"].to_string().contains("{\"hex\"");
    cases.into_iter().filter(is_text).collect()
}

fn params(case: &Json) -> Vec<(String, Value)> {
    let pairs = case["params"].as_array().unwrap();
    let value = |value: &Json| match value {
        Json::Null => Value::Null,
        Json::String(text) => Value::Text(text.clone()),
        other => Value::Number(other.to_string()),
    };
    pairs
        .iter()
        .map(|pair| (pair[0].as_str().unwrap().to_owned(), value(&pair[1])))
        .collect()
}

fn credentials(case: &Json) -> Credentials {
    Credentials::new(case["key"].as_str().unwrap())
}

/// Checks the right and the wrong signature of each case; how many wrong ones there were.
fn check(cases: &[Json], diagnose: impl Fn(&Json, &str) -> Diagnosis) -> usize {
    let mut wrong = 0;
    for case in cases {
        let right = diagnose(case, case["signature"].as_str().unwrap());
        assert!(right.matches, "{}", case["id"]);
        assert_eq!(right.explanations, []);
        let Json::Object(rejected) = &case["must_reject"] else {
            continue;
        };
        wrong += 1;
        let diagnosis = diagnose(case, rejected["signature"].as_str().unwrap());
        assert!(!diagnosis.matches);
        let expected = our_name(case, rejected["mistake"].as_str().unwrap());
        let named = diagnosis.explanations.iter().any(|explanation| {
            let names: Vec<_> = explanation.mistakes.iter().map(|it| it.name()).collect();
            names == [expected]
        });
        assert!(named, "{}: {expected}\n{diagnosis}", case["id"]);
    }
    wrong
}

/// Where the vectors have one name for what depends on the setting, or for several languages.
fn our_name<'a>(case: &Json, name: &'a str) -> &'a str {
    match name {
        "values_form_encoded" if case["values"] == "raw" => "go_form_encoding",
        "values_form_encoded" => "go_form_encoding_of_values",
        "space_as_percent_20" => "percent_encoding",
        "browser_form_encoding" => "java_form_encoding",
        "names_left_raw" => "go_form_encoding_of_values",
        "leading_ampersand" => "leading_separator",
        "key_form_encoded" => "secret_form_encoded",
        name => name,
    }
}

#[test]
fn wrong_signatures_of_sorted_pairs_are_explained() {
    let cases = cases(include_str!("../../../tests/vectors/sorted_pairs.json"));
    let wrong = check(&cases, |case, received| {
        let encoding = match case["values"].as_str() {
            Some("form_encoded") => Encoding::Form,
            _ => Encoding::Raw,
        };
        let input = SortedPairs::new(params(case)).with_encoding(encoding);
        input.diagnose(&credentials(case), received).unwrap()
    });
    assert!(wrong > 20, "{wrong}");
}

#[test]
fn wrong_signatures_of_brace_pairs_are_explained() {
    let cases = cases(include_str!("../../../tests/vectors/brace_pairs.json"));
    let wrong = check(&cases, |case, received| {
        let params = params(case);
        let pairs = params.iter().map(|(name, value)| (name, value.as_text()));
        let input = BracePairs::new(pairs, case["time"].as_str());
        input.diagnose(&credentials(case), received).unwrap()
    });
    assert!(wrong > 15, "{wrong}");
}

#[test]
fn wrong_digests_of_secrets_are_explained() {
    let cases = cases(include_str!("../../../tests/vectors/secret_digest.json"));
    let wrong = check(&cases, |case, received| {
        SecretDigest
            .diagnose(&credentials(case), &received.into())
            .unwrap()
    });
    assert!(wrong > 10, "{wrong}");
}
