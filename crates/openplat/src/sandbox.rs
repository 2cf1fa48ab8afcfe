//! `openplat sandbox`: the sandbox as a process of its own.
//!
//! Each provider adds its [`Part`] to what is printed.

mod chao8;
mod damaijia;
mod post30;
mod vending;

use std::thread;

use clap::Args;
use openplat_sandbox::Sandbox;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::format::Format;
use crate::output::{Output, Stop};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The port of 127.0.0.1 to listen on; any free one if left out
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

/// Serves until the process is interrupted.
pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    let port = arguments.port.unwrap_or(0);
    let sandbox = Sandbox::start_on(port)
        .map_err(|error| Failure::failed(format!("cannot listen on 127.0.0.1:{port}: {error}")))?;
    let parts = [
        vending::part(&sandbox),
        chao8::part(&sandbox),
        post30::part(&sandbox),
        damaijia::part(&sandbox),
    ];
    match output.format() {
        Format::People => output.text(shell_lines(&parts))?,
        Format::Json => {
            let object: Map<String, Value> = parts
                .into_iter()
                .flat_map(|part| part.variables)
                .map(|(name, value)| (name.to_owned(), Value::String(value)))
                .collect();
            output.json(&object)?;
        }
    }
    loop {
        // An interrupt ends the process; until then this thread has nothing to do.
        thread::park();
    }
}

/// What one provider adds to the output.
struct Part {
    /// What a client needs to use the sandbox.
    variables: Vec<(&'static str, String)>,
    /// Commands to try.
    commands: Vec<String>,
    /// What the things are that the sandbox holds.
    title: &'static str,
    /// The things: what names each, and what there is to know of it.
    things: Vec<(&'static str, &'static str)>,
}

/// Lines that a shell can read as they are.
fn shell_lines(parts: &[Part]) -> String {
    let mut lines = vec![
        "# The sandbox runs on loopback until you interrupt it (Ctrl-C).".to_owned(),
        "# Paste these lines into another shell; the values open nothing elsewhere.".to_owned(),
    ];
    // No value holds a quote: the address and the constants of the sandbox.
    let variables = parts.iter().flat_map(|part| &part.variables);
    lines.extend(variables.map(|(name, value)| format!("export {name}='{value}'")));
    lines.push("# Then try:".to_owned());
    let commands = parts.iter().flat_map(|part| &part.commands);
    lines.extend(commands.map(|command| format!("#   openplat {command}")));
    for Part { title, things, .. } in parts {
        lines.push(format!("# {title}:"));
        let width = things.iter().map(|(name, _)| name.len()).max();
        let width = width.unwrap_or_default();
        let things = things.iter();
        lines.extend(things.map(|(name, what)| format!("#   {name:<width$}  {what}")));
    }
    lines.join("\n")
}
