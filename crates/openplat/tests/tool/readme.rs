//! The runs in the READMEs are real.

use std::path::Path;
use std::process::Command;

use openplat_sandbox::Sandbox;
use time::macros::datetime;
use workspace_tests::providers::variables;

use crate::tool::{Run, Scratch};

const README: &str = include_str!("../../README.md");

/// The README of the repository.
const README_OF_THE_REPOSITORY: &str = include_str!("../../../../README.md");

/// Every `console` block: the commands behind `$ `, each with what it prints.
///
/// All blocks are one session, with one sandbox.
fn session() -> Vec<(&'static str, String)> {
    let mut runs: Vec<(&str, String)> = Vec::new();
    let readmes = [README, README_OF_THE_REPOSITORY];
    let blocks = readmes
        .iter()
        .flat_map(|readme| readme.split("```console\n").skip(1));
    for block in blocks {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            match (line.strip_prefix("$ "), runs.last_mut()) {
                (Some(command), _) => runs.push((command, String::new())),
                (None, Some((_, printed))) => {
                    printed.push_str(line);
                    printed.push('\n');
                }
                (None, None) => panic!("a block begins without a command: {line}"),
            }
        }
    }
    runs
}

/// The same without the digits of the lines that hold the time of the run.
fn timeless(text: &str) -> String {
    let has_time = |line: &str| {
        let labels = ["fetched ", "expires ", "next request ", "{\"fetched_at\""];
        labels.iter().any(|label| line.starts_with(label))
    };
    let lines = text.lines().map(|line| match has_time(line) {
        true => line.replace(|digit: char| digit.is_ascii_digit(), "") + "\n",
        false => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
#[cfg(unix)]
fn the_runs_in_the_readmes_are_real() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2026-01-15 10:00:00 +8));
    let tool = Path::new(env!("CARGO_BIN_EXE_openplat"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", tool.parent().unwrap().display());
    let state = Scratch::new();
    // Where the runs write their files.
    let files = Scratch::new();
    let runs = session();
    assert!(runs.len() >= 10, "only {} runs in the READMEs", runs.len());
    for (command, printed) in runs {
        let shell = Command::new("sh")
            // Both outputs, in the order in which a person would see them.
            .args(["-c", &format!("exec 2>&1; {command}")])
            .current_dir(files.path())
            .env_clear()
            .env("PATH", &path)
            .envs(variables(&sandbox.base_url()))
            .env("XDG_STATE_HOME", state.path())
            .env("TZ", "CST-8")
            .output()
            .unwrap();
        let out = Run::of(shell).out;
        assert_eq!(timeless(&out), timeless(&printed), "$ {command}");
    }
    // One for all commands, and one for the command that keeps it in memory.
    assert_eq!(sandbox.chao8().token_requests(), 2);
    // One before the token is forgotten, and one after.
    assert_eq!(sandbox.damaijia().logins().len(), 2);
}
