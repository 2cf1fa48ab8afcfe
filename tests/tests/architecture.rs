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

#[test]
fn chao8_api_has_at_most_58_packages_and_no_runtime() {
    assert_at_most("chao8-api", 58);
}

/// The names of the crates in `crates/`; each has the name of its folder.
fn crates() -> Vec<String> {
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let names = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
    names.collect()
}

fn assert_knows_none(name: &str, others: &[String]) {
    let packages = packages(name);
    assert!(packages.iter().any(|found| is_of(found, name)), "{name}");
    for other in others.iter().filter(|other| *other != name) {
        let found = packages.iter().any(|found| is_of(found, other));
        assert!(!found, "{name} depends on {other}");
    }
}

/// Whether a line of `cargo tree` is of this package.
fn is_of(line: &str, package: &str) -> bool {
    line.split(' ').next() == Some(package)
}

#[test]
fn provider_crates_know_neither_each_other_nor_redis_nor_the_tools() {
    let tools = [
        "access-token-redis",
        "redis",
        "openplat",
        "openplat-sandbox",
    ];
    let (providers, _) = crates()
        .into_iter()
        .partition::<Vec<_>, _>(|name| name.ends_with("-api"));
    assert!(providers.contains(&"chao8-api".to_owned()));
    let others = [providers.clone(), tools.map(str::to_owned).to_vec()].concat();
    for provider in &providers {
        assert_knows_none(provider, &others);
    }
}

#[test]
fn the_shared_token_knows_no_transport_and_no_redis() {
    let others = ["provider-http", "ureq", "redis"].map(str::to_owned);
    assert_knows_none("access-token", &others);
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
    assert_knows_none("openplat-sandbox", &crates());
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
