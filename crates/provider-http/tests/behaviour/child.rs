//! Runs one test of this binary in a process of its own, with other environment variables.

use std::env;
use std::process::Command;

/// What every proxy setting of the environment is called.
const PROXY_VARIABLES: [&str; 8] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Runs an ignored test with these variables and no proxy but theirs; it has to pass.
#[track_caller]
pub(crate) fn run_alone(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(env::current_exe().unwrap());
    for name in PROXY_VARIABLES {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let output = command
        .args(["--ignored", "--exact", test])
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}");
    // A filter that matches nothing succeeds as well.
    assert!(report.contains("1 passed"), "{report}");
}

/// A variable that the parent set for the child.
pub(crate) fn given(name: &str) -> String {
    env::var(name).expect("runs as the child of another test")
}
