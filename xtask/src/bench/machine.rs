//! Where and when something was measured, and with which versions.

use std::fs;
use std::io;
use std::thread;
use std::time::Duration;

use time::OffsetDateTime;

use super::cargo::cargo;
use super::instructions::{GUNGRAUN, rustc_version};
use crate::workspace::root;

/// The packages whose versions change the figures most.
const PACKAGES: [&str; 6] = ["axum", "md-5", "rustls", "serde_json", "tokio", "ureq"];

/// The machine, the day and the versions, and which commit stands in the column `before`.
///
/// # Errors
///
/// What keeps cargo from running.
pub(super) fn described(took: Duration, before: Option<&str>) -> io::Result<String> {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("an unknown processor", |model| {
        model.trim_start_matches(['\t', ' ', ':'])
    });
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let day = OffsetDateTime::now_utc().date();
    let tree = cargo(&root(), "tree", &["--workspace", "--prefix", "none"])?;
    let version = |package: &str| {
        let line = tree.lines().find(|line| {
            let name = line.split_once(' ').map(|(name, _)| name);
            name == Some(package)
        });
        let version = line.and_then(|line| line.split(' ').nth(1)).unwrap_or("?");
        format!("{package} {}", version.trim_start_matches('v'))
    };
    let versions: Vec<String> = PACKAGES.into_iter().map(version).collect();
    let text = format!(
        "Measured on {day}, {model}, {cores} cores, {}, in {} minutes.\n{}, gungraun {GUNGRAUN}, {}.",
        std::env::consts::OS,
        took.as_secs().div_ceil(60),
        rustc_version()?,
        versions.join(", ")
    );
    Ok(match before {
        Some(commit) => {
            format!("{text}\nThe ratios of the column `before` are those of commit {commit}.")
        }
        None => text,
    })
}
