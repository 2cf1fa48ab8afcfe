//! Answers that failed in trials from outside, as files: what each has to end with.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::subject::{Canned, all};

/// One line of `index.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    provider: String,
    /// `reads` or `writes`.
    call: String,
    #[serde(default = "ok")]
    http_status: u16,
    /// The kind of the error; absent for a success.
    kind: Option<String>,
    code: Option<i64>,
    delivery: Option<String>,
    /// A part of what the error says.
    #[serde(default)]
    says: String,
}

fn ok() -> u16 {
    200
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("answers")
}

fn cases() -> Vec<Case> {
    let index = fs::read(folder().join("index.json")).unwrap();
    serde_json::from_slice(&index).unwrap()
}

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

#[test]
fn every_answer_ends_as_it_has_to() {
    for case in cases() {
        let subjects = all();
        let subject = subjects
            .iter()
            .find(|subject| subject.name == case.provider);
        let body = fs::read(folder().join(&case.file)).unwrap();
        let answer = Canned::json(case.http_status, body);
        let outcome = match case.call.as_str() {
            "reads" => subject.unwrap().reads(&answer),
            "writes" => subject.unwrap().writes(&answer),
            other => panic!("{other} is no call"),
        };
        let failed = outcome.err();
        let place = format!("{case:?}: {failed:?}");
        let kind = failed.as_ref().map(|failed| failed.kind.to_owned());
        assert_eq!(kind, case.kind, "{place}");
        let code = failed.as_ref().and_then(|failed| failed.code);
        assert_eq!(code, case.code, "{place}");
        let delivery = failed.as_ref().map(|failed| failed.delivery.to_string());
        assert_eq!(delivery, case.delivery, "{place}");
        let text = failed.map(|failed| failed.text).unwrap_or_default();
        assert!(text.contains(&case.says), "{place}");
    }
}
