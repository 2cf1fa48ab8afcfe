//! Every public call of every client under every fault, as a table: `tests/tests/matrix.rs` tries
//! it, and this prints what came of it or writes it into `docs/faults.md`.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::process::Command;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::bench::page::with_block;
use crate::workspace::root;

/// Which part of the table is tried, and how it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wanted {
    /// One provider, one call, one family of faults: the names as in the table.
    pub filters: Vec<(Filter, String)>,
    /// As JSON in place of Markdown.
    pub json: bool,
    /// Written into `docs/faults.md`, its size into the README; only all of it.
    pub accept: bool,
}

/// What a part of the table is chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Filter {
    /// Such as `vending`.
    Provider,
    /// Such as `create_order`.
    Call,
    /// Such as `status`.
    Family,
}

impl Filter {
    fn variable(self) -> &'static str {
        match self {
            Self::Provider => "FAULTS_PROVIDER",
            Self::Call => "FAULTS_CALL",
            Self::Family => "FAULTS_FAMILY",
        }
    }
}

impl Wanted {
    /// Reads the arguments of the command; none when they are not its own.
    pub fn parse(arguments: &[&str]) -> Option<Self> {
        let mut wanted = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let filter = match *argument {
                "--json" => {
                    wanted.json = true;
                    continue;
                }
                "--accept" => {
                    wanted.accept = true;
                    continue;
                }
                "--provider" => Filter::Provider,
                "--call" => Filter::Call,
                "--family" => Filter::Family,
                _ => return None,
            };
            wanted
                .filters
                .push((filter, (*arguments.next()?).to_owned()));
        }
        let is_part = wanted.json || !wanted.filters.is_empty();
        (!(wanted.accept && is_part)).then_some(wanted)
    }
}

impl Wanted {
    fn is_one_call(&self) -> bool {
        self.filters
            .iter()
            .any(|(filter, _)| *filter == Filter::Call)
    }
}

/// A cell, as the test writes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Cell {
    provider: String,
    call: String,
    effect: String,
    family: String,
    fault: String,
    place: usize,
    kind: String,
    code: Option<i64>,
    code_is: Option<String>,
    delivery: Option<String>,
    requests: usize,
    milliseconds: u64,
    broken: Option<String>,
}

impl Cell {
    /// Its end, without what differs between providers.
    fn ending(&self) -> String {
        let mut text = self.kind.clone();
        if let Some(code) = &self.code_is {
            text += &format!(" with {code}");
        }
        match &self.delivery {
            Some(delivery) => text + ", " + delivery,
            None => text,
        }
    }
}

/// Tries the table and tells what came of it; false when a cell did not end as it must.
///
/// # Errors
///
/// What keeps cargo from running; a part of the table that is empty; a page that cannot be
/// written.
pub fn all(out: &mut dyn Write, wanted: &Wanted) -> io::Result<bool> {
    let cells = tried(wanted)?;
    let broken: Vec<&Cell> = cells.iter().filter(|cell| cell.broken.is_some()).collect();
    if wanted.json {
        // What is broken stands in it.
        writeln!(out, "{}", serde_json::to_string_pretty(&cells)?)?;
        return Ok(broken.is_empty());
    }
    if wanted.accept {
        if broken.is_empty() {
            accept(&cells)?;
        }
    } else if wanted.is_one_call() {
        writeln!(out, "{}", cell_by_cell(&cells))?;
    } else {
        for (family, table) in tables(&cells) {
            writeln!(out, "## {family}\n\n{table}")?;
        }
    }
    writeln!(out, "{}", size(&cells))?;
    for cell in &broken {
        let Cell {
            provider,
            call,
            fault,
            ..
        } = cell;
        let why = cell.broken.as_deref().unwrap_or_default();
        writeln!(out, "broken: {provider} {call}, {fault}: {why}")?;
    }
    Ok(broken.is_empty())
}

fn tried(wanted: &Wanted) -> io::Result<Vec<Cell>> {
    let file = env::temp_dir().join(format!("faults-{}.json", std::process::id()));
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let filters = wanted.filters.iter();
    let output = Command::new(cargo)
        .args([
            "test",
            "--quiet",
            "--locked",
            "--package",
            "workspace-tests",
        ])
        .args([
            "--test",
            "matrix",
            "--",
            "--ignored",
            "--exact",
            "page::the_table_is_written",
        ])
        .current_dir(root())
        .envs(filters.map(|(filter, name)| (filter.variable(), name)))
        .env("FAULTS_OUT", &file)
        .output()?;
    let text = fs::read(&file);
    // It is there only if the test has written it.
    let _ = fs::remove_file(&file);
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        return Err(io::Error::other(
            String::from_utf8_lossy(&said).into_owned(),
        ));
    }
    Ok(serde_json::from_slice(&text?)?)
}

/// How many cells, calls and faults.
fn size(cells: &[Cell]) -> String {
    let count = |key: fn(&Cell) -> (&str, &str)| {
        let mut keys: Vec<(&str, &str)> = cells.iter().map(key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let rows = count(|cell| (&cell.provider, &cell.call));
    let faults = count(|cell| (&cell.family, &cell.fault));
    format!("{} cells: {rows} calls under {faults} faults", cells.len())
}

/// One line for each cell of a call.
fn cell_by_cell(cells: &[Cell]) -> String {
    let mut table = "| provider | call | family | fault | ends with | code | requests | ms |\n\
                     | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for cell in cells {
        let Cell {
            provider,
            call,
            family,
            fault,
            requests,
            milliseconds,
            ..
        } = cell;
        let (ending, code) = (cell.ending(), cell.code.map(|code| code.to_string()));
        let code = code.unwrap_or_default();
        table += &format!(
            "| {provider} | {call} | {family} | {fault} | {ending} | {code} | {requests} | {milliseconds} |\n"
        );
    }
    table
}

/// A table for each family, in the order in which they were tried.
fn tables(cells: &[Cell]) -> Vec<(String, String)> {
    let mut tables: Vec<(String, String)> = Vec::new();
    for cell in cells {
        if !tables.iter().any(|(family, _)| *family == cell.family) {
            tables.push((cell.family.clone(), String::new()));
        }
    }
    for (family, table) in &mut tables {
        *table = "| fault | calls that read | calls that write | calls that hand on, and files | token requests |\n\
                  | --- | --- | --- | --- | --- |\n"
            .to_owned();
        let mut faults: BTreeMap<usize, &str> = BTreeMap::new();
        let mut endings: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for cell in cells.iter().filter(|cell| cell.family == *family) {
            faults.insert(cell.place, &cell.fault);
            let all = endings.entry((&cell.fault, &cell.effect)).or_default();
            let ending = cell.ending();
            if !all.contains(&ending) {
                all.push(ending);
            }
        }
        for fault in faults.into_values() {
            *table += &format!("| {fault} |");
            for effect in ["reads", "writes", "any", "token"] {
                let mut all = endings.remove(&(fault, effect)).unwrap_or_default();
                all.sort();
                *table += &format!(" {} |", all.join("; "));
            }
            table.push('\n');
        }
    }
    tables
}

fn accept(cells: &[Cell]) -> io::Result<()> {
    let today = OffsetDateTime::now_utc().date();
    let said = format!(
        "{}, the last full run of all of them on {today}.",
        size(cells)
    );
    let page_file = root().join("docs/faults.md");
    let mut page = with_block(&fs::read_to_string(&page_file)?, "faults", &said)?;
    for (family, table) in tables(cells) {
        page = with_block(&page, &family, &table)?;
    }
    fs::write(page_file, page)?;
    let readme_file = root().join("README.md");
    let readme = with_block(&fs::read_to_string(&readme_file)?, "faults", &said)?;
    fs::write(readme_file, readme)
}
