//! The command line tool for Chinese merchant open platforms: a demo, a sandbox, and every call.

mod chao8;
mod cli;
mod consent;
mod damaijia;
mod demo;
mod environment;
mod explain;
mod failure;
mod forget_token;
mod format;
mod json_argument;
mod json_text;
mod local_time;
mod output;
mod pages;
mod post30;
mod progress;
mod provided;
mod sandbox;
mod table;
mod terminal;
mod token_store;
mod token_times;
mod unexpanded;
mod vending;
mod warnings;

use std::process::ExitCode;

use cli::{Cli, Command};
use output::{Output, Stop};

fn main() -> ExitCode {
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(exit_code) => return exit_code,
    };
    let format = cli.format();
    warnings::show(format);
    let mut output = Output::to_stdout(format);
    let end = match cli.command {
        Command::Demo => demo::run(&mut output),
        Command::Sandbox(arguments) => sandbox::run(&arguments, &mut output),
        Command::Chao8(arguments) => chao8::run(&arguments, &mut output),
        Command::Damaijia(arguments) => damaijia::run(&arguments, &mut output),
        Command::Post30(arguments) => post30::run(&arguments, &mut output),
        Command::Vending(arguments) => vending::run(&arguments, &mut output),
        Command::Explain(arguments) => explain::run(&arguments, &mut output),
    };
    match end {
        // Whoever stops reading has what was wanted.
        Ok(()) | Err(Stop::NobodyReads) => ExitCode::SUCCESS,
        Err(Stop::Mismatch) => ExitCode::FAILURE,
        Err(Stop::Failed(failure)) => {
            failure.report(format);
            failure.exit_code()
        }
    }
}
