use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::vector::{Case, File};
use super::{Algorithm, Outcome, stages};

/// The files of vectors in a folder and in the folders below it, by name.
pub(crate) fn below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(below(&path)?);
        } else if is_json(&path) || !is_known(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// What stands beside the vectors. Any other file is read as one of them, so that a case in a
/// file of another name is not passed over.
fn is_known(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is_bytecode = path.extension().is_some_and(|ending| ending == "pyc");
    name == "README.md" || name == "reference.py" || is_bytecode
}

/// Runs the cases of one file. `places` holds the file of every id met so far.
pub(crate) fn run(
    path: &Path,
    name: &str,
    places: &mut BTreeMap<String, String>,
    outcome: &mut Outcome,
) {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return outcome.differs(name, "-", "file", error.to_string()),
    };
    let entries = count_entries(&text);
    if entries == 0 {
        outcome.differs(name, "-", "file", "holds no case".to_owned());
    }
    let file: File<'_> = match serde_json::from_str(&text) {
        Ok(file) => file,
        Err(error) => return outcome.differs(name, "-", "file", error.to_string()),
    };
    let Some(algorithm) = Algorithm::from_name(&file.algorithm) else {
        let what = format!("unknown algorithm {:?}", file.algorithm);
        return outcome.differs(name, "-", "file", what);
    };
    outcome.count_mut(algorithm).cases += entries;

    let mut executed = 0;
    for (position, raw) in file.cases.iter().enumerate() {
        let id = id_of(raw.get()).unwrap_or_else(|| format!("case {}", position + 1));
        if let Some(other) = places.insert(id.clone(), name.to_owned()) {
            outcome.differs(name, &id, "id", format!("occurs in {other} already"));
        }
        let case: Case = match serde_json::from_str(raw.get()) {
            Ok(case) => case,
            Err(error) => {
                outcome.differs(name, &id, "case", error.to_string());
                continue;
            }
        };
        if let Err(broken) = case.check(algorithm) {
            outcome.differs(name, &id, "case", broken.to_owned());
        }
        for (stage, what) in stages::run(algorithm, &case) {
            outcome.differs(name, &id, stage, what);
        }
        executed += 1;
        outcome.count_mut(algorithm).executed += 1;
        outcome.count_mut(algorithm).must_reject += usize::from(case.must_reject.is_some());
    }
    if executed != entries {
        let what = format!("{entries} cases in the file, {executed} executed");
        outcome.differs(name, "-", "count", what);
    }
}

/// The entries of the file's list, counted without any knowledge of what a case is.
fn count_entries(text: &str) -> usize {
    let file: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    file["cases"].as_array().map_or(0, Vec::len)
}

/// The id of a case that may be malformed otherwise.
fn id_of(case: &str) -> Option<String> {
    let case: serde_json::Value = serde_json::from_str(case).ok()?;
    case["id"].as_str().map(str::to_owned)
}
