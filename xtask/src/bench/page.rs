//! `docs/performance.md`: what people wrote of it, and the blocks that a command writes.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::rows::{Measure, Measured, Row};
use crate::workspace::root;

/// The rows as a table in Markdown; `before` is what was measured of an earlier state.
///
/// # Errors
///
/// When a row was not measured, or what was measured is no row.
pub fn table(rows: &[Row], now: &[Measured], before: Option<&[Measured]>) -> io::Result<String> {
    let lost = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    if let Some(odd) = now
        .iter()
        .find(|odd| rows.iter().all(|row| row.id != odd.id))
    {
        return Err(lost(format!("{} is no row", odd.id)));
    }
    let before_head = before.map_or("", |_| " before |");
    let before_line = before.map_or("", |_| " --- |");
    let mut text = format!(
        "| work | against | reference | ours | ratio |{before_head} goal | |\n\
         | --- | --- | --- | --- | --- |{before_line} --- | --- |\n"
    );
    for row in rows {
        let find =
            |measured: &[Measured]| measured.iter().find(|found| found.id == row.id).cloned();
        let Some(found) = find(now) else {
            return Err(lost(format!("{} was not measured", row.id)));
        };
        let (reference, ours) = (
            written(row.measure, found.reference),
            written(row.measure, found.ours),
        );
        let before = before.map_or_else(String::new, |before| {
            let ratio = find(before).map(|found| format!("{:.2}", found.ratio()));
            format!(" {} |", ratio.unwrap_or_default())
        });
        let goal = row.goal.map(|goal| format!("≤ {goal}")).unwrap_or_default();
        let met = verdict(row.goal, found.ratio());
        text += &format!(
            "| {} | {} | {reference} | {ours} | {:.2} |{before} {goal} | {met} |\n",
            row.work,
            row.reference,
            found.ratio()
        );
    }
    Ok(text)
}

/// Whether a goal is met; nothing where there is none.
pub(super) fn verdict(goal: Option<f64>, ratio: f64) -> &'static str {
    match goal {
        None => "",
        // As exact as it is shown.
        Some(goal) if (ratio * 100.0).round() <= goal * 100.0 => "met",
        Some(_) => "**missed**",
    }
}

/// A figure for people.
fn written(measure: Measure, figure: f64) -> String {
    match measure {
        Measure::Instructions => format!("{} instructions", grouped(figure)),
        Measure::Nanoseconds if figure < 10_000.0 => format!("{figure:.0} ns"),
        Measure::Nanoseconds if figure < 10_000_000.0 => format!("{:.0} µs", figure / 1e3),
        Measure::Nanoseconds => format!("{:.0} ms", figure / 1e6),
        Measure::Allocations => format!("{} allocations", grouped(figure)),
        Measure::Bytes => format!("{:.2} MB", figure / 1e6),
        Measure::Count => grouped(figure),
    }
}

/// A whole number, its thousands apart.
fn grouped(figure: f64) -> String {
    let digits = format!("{figure:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Puts a text between the marks of a block.
///
/// # Errors
///
/// When the page has no such block.
pub fn with_block(page: &str, name: &str, text: &str) -> io::Result<String> {
    let (begin, end) = (
        format!("<!-- {name}: begin -->"),
        format!("<!-- {name}: end -->"),
    );
    let parts = page
        .split_once(&begin)
        .and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    match parts {
        Some((before, behind)) => Ok(format!("{before}{begin}\n\n{text}\n{end}{behind}")),
        None => Err(io::Error::other(format!("no block {name} on the page"))),
    }
}

/// Writes blocks, by their names, into `docs/performance.md`.
///
/// # Errors
///
/// A file that cannot be read or written; a block that is not there.
pub fn write(blocks: &[(&str, String)]) -> io::Result<()> {
    let file = file();
    let mut page = fs::read_to_string(&file)?;
    for (name, text) in blocks {
        page = with_block(&page, name, text)?;
    }
    fs::write(file, page)
}

fn file() -> PathBuf {
    root().join("docs/performance.md")
}
