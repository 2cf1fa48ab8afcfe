//! What the crates cost, against the same work written by hand.
//!
//! `cargo xtask bench` measures all rows and writes them into `docs/performance.md`. `cargo xtask
//! bench instructions` counts, and fails when a count grew by more than 3 % over
//! `benches/instructions.json`; with `--accept` it writes that file. `cargo xtask weight` prints what the
//! crates weigh.

pub(crate) mod cargo;
mod earlier;
pub mod instructions;
mod machine;
pub mod page;
pub mod rows;
pub mod weight;

use std::io::{self, Write};
use std::time::Instant;

use crate::workspace::root;

/// Measures everything and writes it down. `before` is a commit that is measured beside today's
/// state, in the same run.
///
/// # Errors
///
/// What keeps cargo from running; a tool that is missing; a row that was not measured; a page that
/// cannot be written.
pub fn all(out: &mut dyn Write, before: Option<&str>) -> io::Result<bool> {
    let start = Instant::now();
    let root = root();
    let defined = rows::defined(&root)?;
    let earlier = before.map(earlier::measured).transpose()?;
    let measured = rows::measured(&root)?;
    let table = page::table(&defined, &measured, earlier.as_deref())?;
    writeln!(out, "{table}")?;
    let weights = weight::table(&weight::measure()?);
    writeln!(out, "{weights}")?;
    page::write(&[
        ("machine", machine::described(start.elapsed(), before)?),
        ("rows", table),
        ("weight", weights),
        ("dependencies", weight::dependency_tables()?),
    ])?;
    Ok(true)
}
