//! Prints the rows, a line of JSON each.

use std::io::{self, Write};

use workspace_benches::ROWS;

fn main() -> io::Result<()> {
    for row in ROWS {
        let line = serde_json::to_string(row)?;
        writeln!(io::stdout(), "{line}")?;
    }
    Ok(())
}
