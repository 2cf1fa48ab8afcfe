//! The rules of the workspace that no compiler checks.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use workspace_tests::providers::PROVIDERS;
use xtask::bench::weight::Graph;

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap().to_owned()
}

/// The packages that run with the crate, itself included, as `name vX.Y.Z`.
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

/// Counts what a user of the crate builds, by the rule of `cargo xtask weight`.
fn assert_at_most(name: &str, most: usize) {
    let graph = Graph::of(&root(), &[name]).unwrap();
    let packages = graph.packages();
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
fn signing_has_at_most_11_packages_and_no_runtime() {
    assert_at_most("signing", 11);
}

#[test]
fn every_provider_crate_has_few_packages_and_no_runtime() {
    for provider in &PROVIDERS {
        assert_at_most(&format!("{}-api", provider.name), provider.packages);
    }
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

#[test]
fn the_transport_knows_no_token() {
    assert_knows_none("provider-http", &["access-token".to_owned()]);
}

/// What stands below the providers names none of them: what is shared belongs to nobody.
#[test]
fn no_shared_crate_names_a_provider() {
    let providers = crates()
        .into_iter()
        .filter_map(|name| name.strip_suffix("-api").map(str::to_owned));
    let providers: Vec<String> = providers.collect();
    assert!(providers.contains(&"damaijia".to_owned()));
    for shared in [
        "provider-clock",
        "provider-http",
        "provider-client",
        "provider-testing",
        "signing",
    ] {
        let mut files = Vec::new();
        sources(&root().join("crates").join(shared).join("src"), &mut files);
        assert!(!files.is_empty(), "{shared}");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for provider in &providers {
                // The algorithms of `signing` say in their docs where they are used.
                let code = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"));
                let named = code.filter(|line| line.contains(provider.as_str())).count();
                assert_eq!(named, 0, "{file:?} names {provider}");
            }
        }
    }
}

/// The arrows of the drawing in CONTRIBUTING.md: `a -> b, c`, one line a crate.
fn drawn() -> BTreeMap<String, BTreeSet<String>> {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, rest) = contributing.split_once("```text\n").unwrap();
    let (drawing, _) = rest.split_once("```").unwrap();
    let lines = drawing.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let (from, to) = line.split_once("->").unwrap_or((line, ""));
            let to = to.split(',').map(str::trim).filter(|name| !name.is_empty());
            (from.trim().to_owned(), to.map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn the_house_is_as_it_is_drawn() {
    let members = members();
    let own: BTreeSet<String> = members.keys().cloned().collect();
    let mut built = BTreeMap::new();
    for (name, dependencies) in &members {
        let arrows: BTreeSet<String> = dependencies.intersection(&own).cloned().collect();
        built.insert(name.clone(), arrows);
    }
    assert_eq!(drawn(), built);
}

/// Every folder below `crates` whose name ends in `-api`.
fn provider_crates() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("crates")).unwrap();
    let folders = entries.map(|entry| entry.unwrap().path());
    folders
        .filter(|folder| folder.to_str().unwrap().ends_with("-api"))
        .collect()
}

#[test]
fn provider_crates_have_the_same_roles_in_files_of_the_same_names() {
    let crates = provider_crates();
    assert_eq!(crates.len(), PROVIDERS.len(), "{crates:?}");
    for provider in crates {
        for file in [
            "README.md",
            "src/lib.rs",
            "src/client.rs",
            "src/code.rs",
            "src/credentials.rs",
            "src/provider.rs",
            "src/settings.rs",
            "src/wire.rs",
        ] {
            assert!(provider.join(file).is_file(), "{provider:?} has no {file}");
        }
        for folder in ["examples", "tests"] {
            let mut files = Vec::new();
            sources(&provider.join(folder), &mut files);
            assert!(!files.is_empty(), "{provider:?} has no {folder}");
        }
    }
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

/// The members of the workspace and, for each, the names of its normal dependencies.
fn members() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let normal = dependencies.filter(|dependency| dependency["kind"].is_null());
            let names = normal.map(|dependency| text(&dependency["name"])).collect();
            (text(&package["name"]), names)
        })
        .collect()
}

/// What cargo says of the members.
fn metadata() -> serde_json::Value {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--no-deps", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn docs_rs_shows_every_feature() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let features = package["features"].as_object().unwrap();
        let default = features.get("default").and_then(|names| names.as_array());
        let is_default =
            |name: &str| default.is_some_and(|names| names.iter().any(|on| on == name));
        let mut off = features
            .keys()
            .filter(|name| *name != "default" && !is_default(name));
        let shown = &package["metadata"]["docs"]["rs"]["all-features"] == true;
        let name = package["name"].as_str().unwrap();
        assert_eq!(
            off.next().is_some(),
            shown,
            "[package.metadata.docs.rs] of {name}"
        );
    }
}

#[test]
fn only_provider_http_depends_on_ureq() {
    for (name, dependencies) in members() {
        let depends = dependencies.contains("ureq");
        assert_eq!(depends, name == "provider-http", "{name}");
    }
}

#[test]
fn every_dependency_has_its_reason_in_contributing() {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let rows = contributing.lines().filter(|line| line.starts_with("| "));
    let reasons: Vec<&str> = rows
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|names| names.split(','))
        .map(str::trim)
        .collect();
    let members = members();
    for (member, dependencies) in &members {
        for dependency in dependencies {
            let has_reason =
                members.contains_key(dependency) || reasons.contains(&dependency.as_str());
            assert!(has_reason, "{member} depends on {dependency}");
        }
    }
}

#[test]
fn every_published_crate_has_its_row_in_the_readme_and_its_licences() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        if manifest.contains("publish = false") {
            continue;
        }
        let row = format!("| [`{name}`](crates/{name}) |");
        assert!(readme.contains(&row), "README.md has no row of {name}");
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(folder.join(licence).is_file(), "{name} has no {licence}");
        }
    }
}

/// What a file imports from ureq by name, so that it can be looked for in signatures.
fn names_from_ureq(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["ureq".to_owned()]);
    for statement in text.split(';') {
        let Some((_, imported)) = statement.split_once("use ureq::") else {
            continue;
        };
        let words = imported.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let types = words.filter(|word| word.starts_with(char::is_uppercase));
        names.extend(types.map(str::to_owned));
    }
    names
}

/// The public signatures of a file, each on one line: from `pub` or `impl` to the brace or the
/// semicolon. What is `pub(crate)` is left out.
fn public_signatures(text: &str) -> Vec<String> {
    let mut signatures = Vec::new();
    let mut open: Option<String> = None;
    for line in text.lines().map(str::trim) {
        let starts = (line.starts_with("pub ") && !line.starts_with("pub use"))
            || line.starts_with("impl From<")
            || line.starts_with("impl TryFrom<");
        if starts && open.is_none() {
            open = Some(String::new());
        }
        if let Some(signature) = &mut open {
            signature.push_str(line);
            signature.push(' ');
            if line.contains(['{', ';', ',']) && !line.ends_with('(') && !line.ends_with(',')
                || line.ends_with(',') && line.starts_with("pub ")
            {
                signatures.extend(open.take());
            }
        }
    }
    signatures
}

#[test]
fn no_ureq_type_is_in_the_public_signatures_of_provider_http() {
    let mut files = Vec::new();
    sources(&root().join("crates/provider-http/src"), &mut files);
    assert!(!files.is_empty());
    let mut checked = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let names = names_from_ureq(&text);
        for signature in public_signatures(&text) {
            let words = signature.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let found = words.into_iter().find(|word| names.contains(*word));
            assert_eq!(found, None, "{file:?}: {signature}");
            checked += 1;
        }
    }
    assert!(checked > 50, "{checked} signatures were looked at");
}

#[test]
fn a_ureq_type_in_a_public_signature_is_found() {
    let text = "use ureq::{Agent, http::Uri};\nimpl X {\n    pub fn agent(\n        &self,\n    ) -> &Agent {\n";
    assert!(names_from_ureq(text).contains("Agent"));
    let signatures = public_signatures(text);
    assert_eq!(signatures.len(), 1);
    assert!(signatures[0].contains("Agent"), "{signatures:?}");
}

#[test]
fn the_sandbox_knows_no_provider_crate_and_no_client_code() {
    assert_knows_none("openplat-sandbox", &crates());
}

#[test]
fn no_file_of_the_repository_names_a_path_of_a_machine() {
    let output = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let Ok(output) = output else {
        return; // Not a checkout: a published copy has no list of its files.
    };
    let files = String::from_utf8(output.stdout).unwrap();
    // Written in pieces, so that this file does not name them itself.
    let paths = ["/ho", "/ro", "/Us", "/wo"].map(|start| {
        let end = match start {
            "/ho" => "me/",
            "/ro" => "ot/",
            "/Us" => "ers/",
            _ => "rk/",
        };
        format!("{start}{end}")
    });
    for file in files.split('\0').filter(|file| !file.is_empty()) {
        let Ok(text) = fs::read_to_string(root().join(file)) else {
            continue; // Not a text.
        };
        for path in &paths {
            assert!(!text.contains(path), "{file} names {path}");
        }
    }
}
