//! `openplat explain`: why a signature is refused.
//!
//! The signatures were computed outside of this project.

mod chao8;
mod end_to_end;
mod post30;
mod secrets;
mod vending;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::tool::Run;

/// A variable of the environment.
type Variable = (&'static str, &'static str);

/// The tool with these variables, all of them credentials, and this standard input.
fn command(variables: &[Variable], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openplat"));
    command
        .arg("explain")
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the tool to its end; no credential may be in what it says.
fn run_with_input(variables: &[Variable], arguments: &[&str], input: &[u8]) -> Run {
    let mut child = command(variables, arguments).spawn().unwrap();
    // A tool that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let run = Run::of(child.wait_with_output().unwrap());
    for secret in variables.iter().map(|(_, value)| *value).chain(["canary"]) {
        let is_shown = !secret.trim().is_empty()
            && [&run.out, &run.err]
                .iter()
                .any(|text| text.contains(secret));
        assert!(!is_shown, "{arguments:?} shows a credential: {run:?}");
    }
    run
}

fn run(variables: &[Variable], arguments: &[&str]) -> Run {
    run_with_input(variables, arguments, b"")
}

/// The JSON object of a run that answered with this status, and said nothing else.
#[track_caller]
fn answer(run: &Run, status: i32) -> Value {
    let said = (run.status, run.err.as_str(), run.out.lines().count());
    assert_eq!(said, (status, "", 1), "{run:?}");
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answer["matches"], status == 0, "{answer}");
    answer
}

/// The names of the mistakes of each explanation; an advice goes with each.
fn names(answer: &Value) -> Vec<Vec<&str>> {
    let explanations = answer["explanations"].as_array().unwrap().iter();
    let names = explanations.map(|explanation| {
        let mistakes = explanation.as_array().unwrap().iter();
        let names = mistakes.map(|mistake| {
            assert!(!mistake["advice"].as_str().unwrap().is_empty(), "{mistake}");
            mistake["name"].as_str().unwrap()
        });
        names.collect()
    });
    names.collect()
}
