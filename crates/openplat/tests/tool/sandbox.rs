use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use openplat_sandbox::{Chao8, Damaijia, Post30, Vending};
use serde_json::Value;
use workspace_tests::providers::{PROVIDERS, variables};

use crate::tool::{Run, Scratch, Tool};

/// What stands in the last line that it prints.
const LAST: &str = "not on line";

/// A sandbox in a process of its own, until it is dropped.
struct Served {
    child: Child,
    text: String,
}

impl Served {
    /// Starts it and reads what it prints, up to the line that holds `last`.
    fn start(arguments: &[&str], last: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_openplat"))
            .arg("sandbox")
            .args(arguments)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        // The end of the output is an end too, so that a failure is no endless wait.
        while !text.contains(last) && stdout.read_line(&mut text).unwrap() > 0 {}
        Self { child, text }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn the_lines_of_the_sandbox_make_a_shell_use_it() {
    let served = Served::start(&[], LAST);
    let state = Scratch::new();
    let script = "eval \"$1\"; \"$2\" vending ping && \"$2\" vending products --machine 80000001 \
                  && \"$2\" chao8 get /cncop/demo && \"$2\" post30 items --page 4 \
                  && \"$2\" damaijia balance";
    let shell = Command::new("sh")
        .args([
            "-c",
            script,
            "sh",
            &served.text,
            env!("CARGO_BIN_EXE_openplat"),
        ])
        .env("XDG_STATE_HOME", state.path())
        .env_remove("OPENPLAT_TOKEN_STORE")
        .output()
        .unwrap();
    let out = Run::of(shell).done();
    assert!(out.starts_with("The service answers"), "{out}");
    let end = "page 1 of 1, 3 products in all\nDone; the answer has no data.\n\
               no products on page 4\n100000.00 yuan (10000000 分)\n";
    assert!(out.ends_with(end), "{out}");
}

#[test]
fn the_sandbox_prints_the_variables_and_comments() {
    let served = Served::start(&[], LAST);
    let is_export = |line: &&str| line.starts_with("export ");
    let exports: Vec<&str> = served.text.lines().filter(is_export).collect();
    let (_, rest) = served.text.split_once("http://").unwrap();
    let (address, _) = rest.split_once('\'').unwrap();
    let expected = variables(&format!("http://{address}"));
    let expected = expected.iter();
    let expected = expected.map(|(name, value)| format!("export {name}='{value}'"));
    assert_eq!(exports, expected.collect::<Vec<_>>());
    let rest = served.text.lines().filter(|line| !is_export(line));
    assert!(rest.into_iter().all(|line| line.starts_with('#')));
    for name in [
        Vending::MACHINE,
        Vending::SHORT_MACHINE,
        Vending::OFFLINE_MACHINE,
        Chao8::BOX_CODE,
        Chao8::LONG_CODE,
        Post30::ODD_ALISE_NAME,
        Post30::BAR_CODE,
    ] {
        assert!(served.text.contains(name));
    }
    for warehouse in [
        Damaijia::WAREHOUSE,
        Damaijia::BANNING_WAREHOUSE,
        Damaijia::BANNED_ORIGIN_WAREHOUSE,
        Damaijia::EMPTY_WAREHOUSE,
        Damaijia::OFFLINE_WAREHOUSE,
    ] {
        assert!(served.text.contains(&format!("\n#   {warehouse}  ")));
    }
}

#[test]
fn the_readme_shows_what_the_sandbox_prints() {
    let served = Served::start(&[], LAST);
    let (_, port) = served.text.split_once("127.0.0.1:").unwrap();
    let (port, _) = port.split_once('\'').unwrap();
    let shown = served.text.replace(&format!(":{port}'"), ":8321'");
    let text = format!("```text\n{shown}```\n");
    assert!(include_str!("../../README.md").contains(&text), "{text}");
}

#[test]
fn the_sandbox_is_one_json_object_for_programs() {
    let served = Served::start(&["--json"], "}\n");
    let variables: Value = serde_json::from_str(&served.text).unwrap();
    let mut tool = Tool::new();
    for (name, value) in variables.as_object().unwrap() {
        tool = tool.with(name, value.as_str().unwrap());
    }
    for provider in &PROVIDERS {
        let command = [&[provider.name], provider.commands[0]].concat();
        tool.run(&command).done();
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_port_that_is_taken_is_a_failure() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let error = Tool::new()
        .run(&["sandbox", "--port", &port, "--json"])
        .json_error(1);
    assert_eq!(error["kind"], "failed");
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")));
}

#[test]
fn a_port_that_is_none_is_misuse() {
    Tool::new().run(&["sandbox", "--port", "65536"]).failed(2);
}
