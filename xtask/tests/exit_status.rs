//! The exit status of `cargo xtask`: 0 nothing differs, 1 something differs, 2 misuse.

use std::env;
use std::fs;
use std::process::{self, Command, Output};

fn xtask(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).output().expect("the xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn vectors_of_the_workspace_exit_0_with_counts_on_stdout() {
    let output = xtask(&["verify"]);
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(report.contains("sorted_pairs: "), "{report}");
    assert!(report.contains("total: "), "{report}");
}

#[test]
fn missing_python_is_said_and_is_no_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command
        .arg("verify")
        .env("PATH", "")
        .output()
        .expect("the xtask runs");
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}");
    let line = "python3 not found: derived cases were not re-derived\n";
    assert!(report.contains(line), "{report}");
}

#[test]
fn difference_exits_1() {
    let folder = env::temp_dir().join(format!("xtask-exit-status-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("empty.json"), "").expect("an empty file");
    let output = xtask(&["verify", "--vectors", &folder.display().to_string()]);
    let _ = fs::remove_dir_all(&folder);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("empty.json"));
}

#[test]
fn misuse_exits_2_with_the_usage_on_stderr() {
    let misuses: [&[&str]; 9] = [
        &[],
        &["verfy"],
        &["verify", "--vector", "."],
        &["verify", "--vectors"],
        &["verify", "."],
        &["soak"],
        &["soak", "--calls", "10"],
        &["soak", "--calls", "many", "--seed", "1"],
        &["verify", "--vectors", "/no/such/folder"],
    ];
    for arguments in misuses {
        let output = xtask(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(
            text(&output.stderr).contains("usage: cargo xtask"),
            "{arguments:?}"
        );
    }
}

#[test]
fn help_exits_0_with_the_usage_on_stdout() {
    let output = xtask(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("usage: cargo xtask"));
}
