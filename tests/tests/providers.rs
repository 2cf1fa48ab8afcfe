//! What every provider has. One that forgets something fails here, and is told what.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use openplat_sandbox::Sandbox;
use workspace_tests::providers::PROVIDERS;

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}

#[test]
fn every_provider_crate_is_in_the_table_of_providers() {
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let names = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
    let crates: BTreeSet<String> = names
        .filter_map(|name| name.strip_suffix("-api").map(str::to_owned))
        .collect();
    let table = PROVIDERS.iter().map(|provider| provider.name.to_owned());
    assert_eq!(
        crates,
        table.collect(),
        "crates/*-api, and tests/src/providers.rs"
    );
}

/// A file that a provider must have, what must stand in it, and what it is for.
struct Part {
    file: &'static str,
    holds: &'static str,
    what: &'static str,
}

const PARTS: &[Part] = &[
    Part {
        file: "crates/NAME-api/tests/client/conformance.rs",
        holds: "provider_testing::conformance!(",
        what: "runs the suite of verdict, delivery, secrecy and robustness",
    },
    Part {
        file: "crates/NAME-api/README.md",
        holds: "",
        what: "tells users of the crate how to begin",
    },
    Part {
        file: "crates/openplat-sandbox/src/NAME.rs",
        holds: "",
        what: "is its sandbox",
    },
    Part {
        file: "crates/openplat-sandbox/README.md",
        holds: "NAME",
        what: "tells of its sandbox",
    },
    Part {
        file: "crates/openplat/src/NAME.rs",
        holds: "PROVIDED",
        what: "are its commands",
    },
    Part {
        file: "crates/openplat/src/sandbox/NAME.rs",
        holds: "fn part(",
        what: "is what `openplat sandbox` prints of it",
    },
    Part {
        file: "crates/openplat/src/demo/NAME.rs",
        holds: "CHAPTER",
        what: "is its chapter of the demo",
    },
    Part {
        file: "crates/openplat/README.md",
        holds: "openplat NAME ",
        what: "shows its commands",
    },
    Part {
        file: "README.md",
        holds: "NAME-api",
        what: "names its crate",
    },
];

#[test]
fn every_provider_has_every_part() {
    let mut missing = Vec::new();
    for provider in &PROVIDERS {
        let explain = provider.signs.then_some(Part {
            file: "crates/openplat/src/explain/NAME.rs",
            holds: "fn diagnosis(",
            what: "explains its signature",
        });
        for part in PARTS.iter().chain(&explain) {
            let file = part.file.replace("NAME", provider.name);
            let text = fs::read_to_string(root().join(&file)).unwrap_or_default();
            let holds = part.holds.replace("NAME", provider.name);
            if text.is_empty() || !text.contains(&holds) {
                let (name, what) = (provider.name, part.what);
                missing.push(format!("{name}: {file}, which {what}, with `{holds}`"));
            }
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}

#[test]
fn every_code_of_a_sandbox_is_known_to_the_client() {
    let sandbox = Sandbox::start().unwrap();
    for provider in &PROVIDERS {
        let codes = (provider.answerable)(&sandbox);
        assert!(!codes.is_empty(), "{} answers no code", provider.name);
        for code in codes {
            let known = (provider.is_known)(code);
            assert!(known, "{}: {code} is not documented", provider.name);
        }
    }
}

#[test]
fn every_variable_is_in_the_readme_of_the_tool() {
    let readme = fs::read_to_string(root().join("crates/openplat/README.md")).unwrap();
    for provider in &PROVIDERS {
        for variable in provider.variables.iter().chain(&provider.alternative) {
            let named = readme.contains(variable.name);
            assert!(named, "crates/openplat/README.md: {}", variable.name);
        }
    }
}
