//! Answers that failed in trials from outside, as files: what each has to end with.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::answered;
use crate::{Answer, Failed, Scripted, Subject};

/// One line of `index.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The file of the answer.
    pub file: String,
    /// Whose answer it is.
    pub provider: String,
    /// The method that gets it; or `token`, or for a file of a caller's the crate's own tests.
    pub call: String,
    /// Under which HTTP status.
    #[serde(default = "ok")]
    pub http_status: u16,
    /// The kind of the error; absent for a success.
    pub kind: Option<String>,
    /// The code of the error.
    pub code: Option<i64>,
    /// Its delivery.
    pub delivery: Option<String>,
    /// A part of what the error says.
    #[serde(default)]
    pub says: String,
}

fn ok() -> u16 {
    200
}

fn with_answer<S: Subject>(case: &Case, body: Vec<u8>) -> Option<Failed> {
    let mut calls = S::calls().into_iter();
    let call = calls.find(|call| call.name == case.call);
    let call = call.unwrap_or_else(|| panic!("{case:?}: no such call"));
    answered(&call, &Answer::json(case.http_status, body)).err()
}

fn without_token<S: Subject>(body: Vec<u8>) -> Option<Failed> {
    let provider = Scripted::<S>::start();
    provider.answer_token(body);
    let client = S::client(&provider.url(), |settings| settings);
    S::fetch_token(&client).err().map(Failed::from)
}

/// The folder of the answers.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/answers")
}

/// All cases, of every provider.
pub fn cases() -> Vec<Case> {
    let index = fs::read(folder().join("index.json")).unwrap();
    serde_json::from_slice(&index).unwrap()
}

pub fn every_answer_ends_as_it_has_to<S: Subject>() {
    for case in cases() {
        if case.provider != S::NAME {
            continue;
        }
        let body = fs::read(folder().join(&case.file)).unwrap();
        let failed = match case.call.as_str() {
            "order file" => continue,
            // Of those that need one.
            "token" if S::TOKEN.is_none() => continue,
            "token" => without_token::<S>(body),
            _ => with_answer::<S>(&case, body),
        };
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
