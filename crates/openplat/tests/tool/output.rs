//! Standard output that is closed or full.

use std::io;

use openplat_sandbox::Vending;

use crate::tool::{Run, Tool};

fn run_with_closed_output(tool: &Tool, arguments: &[&str]) -> Run {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let child = tool.command(arguments).stdout(writer).output();
    Run::of(child.unwrap())
}

#[test]
fn a_list_that_nobody_reads_ends_quietly_and_asks_for_no_further_page() {
    let tool = Tool::new();
    let line = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--all-pages",
        "--json",
    ];
    run_with_closed_output(&tool, &line).done();
    assert_eq!(tool.calls().len(), 1);
}

#[test]
fn an_answer_that_nobody_reads_is_done_all_the_same() {
    let tool = Tool::new();
    let line = [
        "vending",
        "codes",
        "create",
        "--machine",
        Vending::MACHINE,
        "--product",
        "101",
    ];
    run_with_closed_output(&tool, &line).done();
    assert_eq!(tool.vending().pickup_codes(Vending::MACHINE, 101).len(), 1);
    run_with_closed_output(&tool, &["--help"]).done();
}

#[test]
fn an_error_is_an_error_also_when_nobody_reads() {
    let tool = Tool::new();
    let line = [
        "vending",
        "products",
        "--machine",
        Vending::OFFLINE_MACHINE,
        "--json",
    ];
    assert_eq!(
        run_with_closed_output(&tool, &line).json_error(1)["code"],
        30002
    );
    // Not even the error has to be read.
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let status = tool.command(&line).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn a_demo_that_nobody_reads_runs_to_its_end() {
    run_with_closed_output(&Tool::new(), &["demo"]).done();
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_has_failed_and_says_that_the_call_was_done() {
    let tool = Tool::new();
    let full = std::fs::File::create("/dev/full").unwrap();
    let line = [
        "vending",
        "codes",
        "create",
        "--machine",
        Vending::MACHINE,
        "--product",
        "101",
        "--json",
    ];
    let run = Run::of(tool.command(&line).stdout(full).output().unwrap());
    let error = run.json_error(1);
    assert_eq!(
        (&error["kind"], &error["delivery"]),
        (&"output".into(), &"Unknown".into())
    );
    assert!(error["hint"].as_str().unwrap().contains("has been done"));
    assert_eq!(tool.vending().pickup_codes(Vending::MACHINE, 101).len(), 1);
}
