//! What is built to be weighed, each in a folder of its own that is gone afterwards.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::workspace::by_hand;
use super::{Unit, Weight};
use crate::bench::cargo::cargo;
use crate::workspace::root;

/// How often each cold build is made; the best counts.
const ROUNDS: usize = 2;

/// The profile that the tool is installed with.
const PROFILE: &str = "dist";

/// What a user's package has, whatever the manifest of this workspace says.
const USERS_PROFILE: [&str; 4] = [
    "--config",
    "profile.dev.debug=true",
    "--config",
    "profile.dev.package.md-5.opt-level=0",
];

/// The sets of features that the tool is built with, and what they are called.
const FEATURES: [(&str, &str); 3] = [
    ("redis,webpki-roots", "all features"),
    ("webpki-roots", "without `redis`"),
    ("redis", "without `webpki-roots`"),
];

/// The time of a cold development build of `vending-api`, beside that of the client written by
/// hand, in turns.
///
/// # Errors
///
/// What keeps cargo from running; a build that fails.
pub fn cold_build() -> io::Result<Weight> {
    cargo(&root(), "fetch", &[])?;
    cargo(&by_hand(), "fetch", &[])?;
    let (mut hand, mut ours) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        hand = hand.min(seconds(&by_hand(), "by-hand")?);
        ours = ours.min(seconds(&root(), "vending-api")?);
    }
    let name = "cold development build of vending-api";
    Ok(Weight::new(name, Some(hand), ours, Unit::Seconds).at_most(1.15))
}

fn seconds(workspace: &Path, package: &str) -> io::Result<f64> {
    let target = Target::new("cold")?;
    let mut arguments = vec!["--package", package];
    arguments.extend(USERS_PROFILE);
    let start = Instant::now();
    target.build(workspace, &arguments)?;
    Ok(start.elapsed().as_secs_f64())
}

/// The size of the tool as it is installed, stripped, for each set of its features.
///
/// # Errors
///
/// As [`cold_build`].
pub fn tool_sizes() -> io::Result<Vec<Weight>> {
    // Kept from one set of features to the next, which rebuilds little.
    let target = Target::new("tool")?;
    let rows = FEATURES.iter().map(|(features, called)| {
        let chosen = ["--no-default-features", "--features", features];
        let arguments = [
            &["--package", "openplat", "--profile", PROFILE][..],
            &chosen,
        ]
        .concat();
        target.build(&root(), &arguments)?;
        let name = format!("openplat{}", std::env::consts::EXE_SUFFIX);
        let bytes = fs::metadata(target.0.join(PROFILE).join(name))?.len();
        let name = format!("the tool, profile `{PROFILE}`, {called}");
        Ok(Weight::new(name, None, bytes as f64 / 1e6, Unit::Megabytes).at_most(5.0))
    });
    rows.collect()
}

/// An empty folder for what cargo builds; it is removed with its contents.
struct Target(PathBuf);

impl Target {
    fn new(name: &str) -> io::Result<Self> {
        let name = format!("openplat-weight-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn build(&self, workspace: &Path, arguments: &[&str]) -> io::Result<()> {
        let folder = self.0.display().to_string();
        let arguments = [&["--target-dir", &folder], arguments].concat();
        cargo(workspace, "build", &arguments).map(drop)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
