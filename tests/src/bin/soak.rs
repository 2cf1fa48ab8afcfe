//! `cargo xtask soak` runs this: see `workspace_tests::soak`.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use workspace_tests::soak::{Habit, Settings, run};

const USAGE: &str = "usage: soak --calls N --seed N\n";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let numbers = match words.as_slice() {
        ["--calls", calls, "--seed", seed] => calls.parse().ok().zip(seed.parse().ok()),
        _ => None,
    };
    let Some((calls, seed)) = numbers else {
        let _ = write!(io::stderr(), "{USAGE}");
        return ExitCode::from(2);
    };
    let settings = Settings {
        calls,
        seed,
        habit: Habit::FindsOut,
    };
    match run(&settings, &mut io::stdout()) {
        Ok(report) if report.findings.is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}
