//! The files in `answers`: each is tried, and by the suite of a provider that there is.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::collections::BTreeSet;
use std::fs;

use provider_testing::conformance::answers::{cases, folder};
use workspace_tests::providers::PROVIDERS;

#[test]
fn every_file_is_tried_and_every_case_has_its_file() {
    let files = fs::read_dir(folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = names
        .filter(|name| !matches!(name.as_str(), "index.json" | "README.md"))
        .collect();
    let tried: BTreeSet<String> = cases().into_iter().map(|case| case.file).collect();
    assert!(!tried.is_empty());
    assert_eq!(files, tried);
}

/// A case of nobody's would never be tried.
#[test]
fn every_case_is_one_of_a_provider() {
    for case in cases() {
        let is_one = PROVIDERS
            .iter()
            .any(|provider| provider.name == case.provider);
        assert!(is_one, "{case:?}");
    }
}
