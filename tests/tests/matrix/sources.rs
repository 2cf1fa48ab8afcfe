//! Every public call of every client has a row: found in the sources, so that a new one without a
//! row is noticed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use workspace_tests::providers::PROVIDERS;

use crate::run::all_rows;

/// Methods that make no exchange.
const WITHOUT_EXCHANGE: [&str; 5] = [
    "new",
    "with_timeout",
    "token_status",
    "forget_token",
    // A link for a browser.
    "combined_picture_link",
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, into),
            false => into.push(path),
        }
    }
}

/// The public methods of `Client`, by the layout that rustfmt gives them.
fn methods(krate: &str) -> BTreeSet<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&tests.join("../crates").join(krate).join("src"), &mut files);
    let mut methods = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut is_inside = false;
        for line in text.lines() {
            match line {
                "impl Client {" => is_inside = true,
                "}" => is_inside = false,
                _ => {}
            }
            let name = line.strip_prefix("    pub fn ").filter(|_| is_inside);
            let name = name.and_then(|name| name.split(['(', '<']).next());
            methods.extend(name.map(str::to_owned));
        }
    }
    methods
}

#[test]
fn every_public_call_of_every_client_has_a_row() {
    let mut count = 0;
    for provider in PROVIDERS.map(|provider| provider.name) {
        let methods = methods(&format!("{provider}-api"));
        assert!(methods.contains("new"), "{provider}: {methods:?}");
        let rows = all_rows().iter().filter(|row| row.provider == provider);
        let calls: BTreeSet<&str> = rows.map(|row| row.call).collect();
        for method in &methods {
            if WITHOUT_EXCHANGE.contains(&method.as_str()) {
                continue;
            }
            count += 1;
            // A second row of a method says in more words what is other about it.
            let has_row = calls
                .iter()
                .any(|call| call.split(' ').next() == Some(method));
            assert!(has_row, "{provider}: `{method}` has no row");
        }
    }
    assert!(count >= 30, "{count} methods found");
}
