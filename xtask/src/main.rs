//! `cargo xtask <command>`: see the library of this package.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use xtask::bench::{self, instructions, weight};
use xtask::faults::{self, Wanted};
use xtask::{soak, supply_chain, verify};

const USAGE: &str = "\
usage: cargo xtask <command>

commands:
  verify [--vectors DIR]   run the golden vectors (default: tests/vectors)
  bench [--before COMMIT]  measure everything against work by hand, into docs/performance.md; takes minutes
  bench instructions [--accept]
                           count instructions; fails when one grew by more than 3 % over benches/instructions.json,
                           or writes that file
  faults [--provider NAME] [--call NAME] [--family NAME] [--json]
                           try every public call under every fault, or that part, and print the table
  faults --accept          the same with all of it, into docs/faults.md and the README
  soak --calls N --seed N  make so many calls in a world of faults, and hold the books against what they say;
                           a seed that fails is made as small as it goes
  supply-chain             count unsafe code of the dependencies, into docs/supply-chain.md
  weight                   packages, build time and size against a client written by hand; takes minutes
";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let words: Vec<&str> = arguments
        .iter()
        .map(|word| word.to_str().unwrap_or_default())
        .collect();
    let done = match words.as_slice() {
        ["--help" | "-h"] => write!(io::stdout(), "{USAGE}").map(|()| true),
        ["bench"] => bench::all(&mut io::stdout(), None),
        ["bench", "--before", commit] => bench::all(&mut io::stdout(), Some(commit)),
        ["bench", "instructions"] => instructions::check(&mut io::stdout(), false),
        ["bench", "instructions", "--accept"] => instructions::check(&mut io::stdout(), true),
        ["faults", rest @ ..] => match Wanted::parse(rest) {
            Some(wanted) => faults::all(&mut io::stdout(), &wanted),
            None => return misuse(USAGE),
        },
        ["soak", "--calls", calls, "--seed", seed] => match (calls.parse(), seed.parse()) {
            (Ok(calls), Ok(seed)) => soak::run(&mut io::stdout(), calls, seed),
            _ => return misuse(USAGE),
        },
        ["supply-chain"] => supply_chain::write(&mut io::stdout()),
        ["weight"] => weight::all(&mut io::stdout()),
        ["verify"] => verify::all(&verify::default_folder(), &mut io::stdout()),
        ["verify", "--vectors", _] => verify::all(arguments[2].as_ref(), &mut io::stdout()),
        _ => return misuse(USAGE),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            misuse(&format!("error: {error}\n\n{USAGE}"))
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn misuse(text: &str) -> ExitCode {
    let _ = write!(io::stderr(), "{text}");
    ExitCode::from(2)
}
