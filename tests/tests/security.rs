//! `SECURITY.md` names tests that exist.

#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What stands between back quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_promise_is_held_by_a_test_that_exists() {
    let page = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let suite = root().join("crates/provider-testing/src/conformance.rs");
    let suite = fs::read_to_string(suite).unwrap();
    let (_, table) = page.split_once("| promise | held by |").unwrap();
    let mut promises = 0;
    for row in table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with("| "))
    {
        let (promise, held_by) = row.trim_matches(['|', ' ']).rsplit_once(" | ").unwrap();
        let mut tests = 0;
        for place in held_by.split("; ") {
            let (file, names) = place.split_once(": ").unwrap();
            let file = quoted(file).next().unwrap();
            let source = fs::read_to_string(root().join(file)).unwrap();
            for name in quoted(names) {
                let is_test = source.contains(&format!("#[test]\nfn {name}() {{"));
                // A promise of the suite is a test of its own for each provider.
                let is_promise = source.contains(&format!("pub fn {name}<S: Subject>()"))
                    && suite.contains(&format!(": {name};"));
                assert!(is_test || is_promise, "{promise}: no `{name}` in {file}");
                tests += 1;
            }
        }
        assert!(tests > 0, "{promise}: no test");
        promises += 1;
    }
    assert!(promises >= 16, "{promises} promises");
}
