//! The rules of the workspace that no compiler checks.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}

/// The packages that a user of the crate gets, itself included, as `name vX.Y.Z`.
fn packages(name: &str) -> BTreeSet<String> {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--package", name, "--edges", "normal"])
        .args(["--prefix", "none", "--no-dedupe"])
        .current_dir(root())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "cargo tree for {name}");
    text.lines().map(str::to_owned).collect()
}

fn assert_at_most(name: &str, most: usize) {
    let packages = packages(name);
    assert!(
        packages.len() <= most,
        "{name}: {} packages",
        packages.len()
    );
    for runtime in ["tokio ", "async-std ", "smol ", "futures-executor "] {
        let found = packages.iter().any(|package| package.starts_with(runtime));
        assert!(!found, "{name} depends on {runtime}");
    }
}

#[test]
fn signing_has_at_most_14_packages_and_no_runtime() {
    assert_at_most("signing", 14);
}

#[test]
fn vending_api_has_at_most_55_packages_and_no_runtime() {
    assert_at_most("vending-api", 55);
}

/// Every Rust file below a folder.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn only_provider_http_depends_on_ureq() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let normal = manifest.split("[dev-dependencies]").next().unwrap();
        let names_ureq = normal.lines().any(|line| line.starts_with("ureq"));
        assert_eq!(names_ureq, folder.ends_with("provider-http"), "{folder:?}");
    }
}

#[test]
fn no_ureq_type_is_in_the_public_signatures_of_provider_http() {
    let mut files = Vec::new();
    sources(&root().join("crates/provider-http/src"), &mut files);
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().map(str::trim_start) {
            let public = line.starts_with("pub ") || line.starts_with("impl From<ureq");
            assert!(!(public && line.contains("ureq")), "{file:?}: {line}");
        }
    }
}

#[test]
fn the_sandbox_knows_no_provider_crate_and_no_client_code() {
    let packages = packages("openplat-sandbox");
    for name in [
        "signing ",
        "provider-http ",
        "vending-api ",
        "access-token ",
    ] {
        let found = packages.iter().any(|package| package.starts_with(name));
        assert!(!found, "the sandbox depends on {name}");
    }
}

#[test]
fn the_repository_names_no_path_of_a_machine() {
    let mut files = Vec::new();
    for folder in ["crates", "xtask", "tests"] {
        sources(&root().join(folder), &mut files);
    }
    let home = ["/ho", "me/"].concat();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains(&home), "{file:?}");
    }
}
