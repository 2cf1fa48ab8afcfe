//! `cargo xtask supply-chain`: the table of dependencies in `docs/supply-chain.md`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

mod unsafe_code;

pub use unsafe_code::{Rule, Unsafe, Words};

use crate::bench::cargo::cargo;
use crate::bench::weight::{Graph, published};
use crate::workspace::root;

/// Behind this line of the document stands the table, up to its end.
const MARK: &str = "<!-- cargo xtask supply-chain -->\n";

/// A dependency, as its package says it is.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, where it names one.
    pub license: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// The dependencies that users of the published crates build on this system, the crates themselves
/// left out.
///
/// # Errors
///
/// What keeps cargo from running.
pub fn dependencies() -> io::Result<Vec<Package>> {
    let published = published()?;
    let names: Vec<&str> = published.iter().map(String::as_str).collect();
    let graph = Graph::of(&root(), &names)?;
    let metadata = cargo(&root(), "metadata", &["--format-version", "1"])?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    let packages = metadata.packages.into_iter().map(|package| {
        let id = format!("{} v{}", package.name, package.version);
        (id, package)
    });
    let mut packages: BTreeMap<String, Package> = packages.collect();
    let own = |id: &str| {
        let name = id.split(' ').next().unwrap_or_default();
        published.iter().any(|own| own == name)
    };
    let mut found = Vec::new();
    for id in graph.packages() {
        if !own(id) {
            let missing = || io::Error::other(format!("cargo metadata has no {id}"));
            found.push(packages.remove(id).ok_or_else(missing)?);
        }
    }
    Ok(found)
}

/// The table, a row for each dependency.
///
/// # Errors
///
/// As [`dependencies`]; a source that cannot be read.
pub fn table() -> io::Result<String> {
    let mut text = String::from(
        "| dependency | licence | blocks | functions | implementations | its own rule |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut sum = Unsafe::default();
    let dependencies = dependencies()?;
    for package in &dependencies {
        let folder = package.manifest_path.parent().unwrap_or(Path::new("."));
        let counted = Unsafe::of_package(folder)?;
        let licence = package.license.as_deref().unwrap_or("none named");
        text += &format!(
            "| {} {} | {licence} | {} | {} | {} | {} |\n",
            package.name,
            package.version,
            counted.blocks,
            counted.functions,
            counted.implementations,
            counted.rule,
        );
        sum.add(&counted);
    }
    let count = dependencies.len();
    text += &format!(
        "| {count} together | | {} | {} | {} | |\n",
        sum.blocks, sum.functions, sum.implementations
    );
    Ok(text)
}

/// The document.
pub fn document() -> PathBuf {
    root().join("docs/supply-chain.md")
}

/// Its text for people, up to the mark, and the table behind it.
///
/// # Errors
///
/// A document that is not there, or has no mark.
pub fn written() -> io::Result<(String, String)> {
    let text = fs::read_to_string(document())?;
    let (prose, table) = text
        .split_once(MARK)
        .ok_or_else(|| io::Error::other(format!("the document has no line {MARK}")))?;
    Ok((prose.to_owned(), table.to_owned()))
}

/// Writes the table anew.
///
/// # Errors
///
/// As [`table`] and [`written`]; a document that cannot be written.
pub fn write(out: &mut dyn Write) -> io::Result<bool> {
    let (prose, _) = written()?;
    let table = table()?;
    fs::write(document(), [prose.as_str(), MARK, &table].concat())?;
    writeln!(out, "{}", table.lines().last().unwrap_or_default())?;
    Ok(true)
}
