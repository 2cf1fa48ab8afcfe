//! The command line as a whole; each command declares its own arguments in its module.

use std::ffi::OsStr;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::format::Format;
use crate::{chao8, damaijia, explain, post30, sandbox, vending};

/// Chinese merchant open platforms from the command line: a demo, a sandbox, and every call.
#[derive(Debug, Parser)]
#[command(name = "openplat", version, after_help = EXIT_STATUS)]
pub(crate) struct Cli {
    /// Print JSON for programs: one value an answer, one line an item of a list; errors as one object
    #[arg(long, global = true, display_order = 900)]
    json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run every call against a sandbox inside this process, and show what happens
    Demo,
    /// Serve the sandbox on loopback, and print the variables that a shell needs to use it
    Sandbox(sandbox::Arguments),
    /// Call 鼎商 vending machines: products and pickup codes (取货码)
    Vending(vending::Arguments),
    /// Call 超8 SaaS: any call of its open API, with an access token that is kept
    Chao8(chao8::Arguments),
    /// Call 30post: the product database (商品), and any signed call
    Post30(post30::Arguments),
    /// Call 大麦家: warehouses, products, orders and their parcels
    Damaijia(damaijia::Arguments),
    /// Say why a signature is refused: its stages, and the mistakes that reproduce it
    Explain(explain::Arguments),
}

const EXIT_STATUS: &str = "\
Exit status: 0 done, 1 refused or failed, 2 bad input and nothing was sent.
Begin with: openplat demo";

impl Cli {
    /// Reads the arguments of the process; on help, version and misuse says so and names the
    /// exit status.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        Self::try_parse().map_err(|error| {
            if !error.use_stderr() {
                // Help that nobody reads to its end is no failure.
                let _ = error.print();
                return ExitCode::SUCCESS;
            }
            let failure = Failure::usage(first_paragraph(&error));
            if wants_json() {
                failure.report(Format::Json);
            } else {
                let _ = error.print();
            }
            failure.exit_code()
        })
    }

    pub(crate) fn format(&self) -> Format {
        if self.json {
            Format::Json
        } else {
            Format::People
        }
    }
}

/// Whether `--json` stands among arguments that could not be read as a whole.
fn wants_json() -> bool {
    std::env::args_os()
        .skip(1)
        .take_while(|argument| argument != OsStr::new("--"))
        .any(|argument| argument == OsStr::new("--json"))
}

/// What is wrong, without the usage and the tips that follow it.
fn first_paragraph(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is missing: see --help".to_owned();
    }
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}
