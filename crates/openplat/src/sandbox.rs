//! `openplat sandbox`: the sandbox as a process of its own.

use std::thread;

use clap::Args;
use openplat_sandbox::{Sandbox, Vending};
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::output::{Format, Output, Stop};
use crate::vending;

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
    let variables = variables(&sandbox);
    match output.format() {
        Format::People => output.text(shell_lines(&variables))?,
        Format::Json => {
            let object: Map<String, Value> = variables
                .into_iter()
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

/// What a client needs to use the sandbox; each provider adds its own.
fn variables(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let [base_url, app_id, app_secret, sign_key] = vending::VARIABLES;
    vec![
        (base_url, sandbox.base_url()),
        (app_id, Vending::APP_ID.to_owned()),
        (app_secret, Vending::APP_SECRET.to_owned()),
        (sign_key, Vending::SIGN_KEY.to_owned()),
    ]
}

/// Lines that a shell can read as they are.
fn shell_lines(variables: &[(&str, String)]) -> String {
    let mut lines = vec![
        "# The sandbox runs on loopback until you interrupt it (Ctrl-C).".to_owned(),
        "# Paste these lines into another shell; the values open nothing elsewhere.".to_owned(),
    ];
    // No value holds a quote: the address and the constants of the sandbox.
    lines.extend(
        variables
            .iter()
            .map(|(name, value)| format!("export {name}='{value}'")),
    );
    lines.extend([
        "# Then try:".to_owned(),
        "#   openplat vending ping".to_owned(),
        format!(
            "#   openplat vending products --machine {} --all-pages",
            Vending::MACHINE
        ),
        format!(
            "#   openplat vending codes create --machine {} --product 101 --count 2",
            Vending::MACHINE
        ),
        format!(
            "#   openplat vending codes list --machine {} --product 101",
            Vending::MACHINE
        ),
        "# Machines:".to_owned(),
    ]);
    lines.extend(MACHINES.map(|(number, what)| format!("#   {number:<16}  {what}")));
    lines.join("\n")
}

const MACHINES: [(&str, &str); 5] = [
    (
        Vending::MACHINE,
        "products 101 to 127 in cabinet A, 201 to 205 in cabinet B",
    ),
    (Vending::SHORT_MACHINE, "products 301 to 303"),
    (Vending::OFFLINE_MACHINE, "offline: refused with 30002"),
    (Vending::EMPTY_MACHINE, "online, without products"),
    (
        Vending::PICKUP_CODES_OFF_MACHINE,
        "products 501 to 503, pickup codes switched off: 10023",
    ),
];
