//! What is told of the table: to `cargo xtask faults`, in `docs/faults.md` and in the README.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;

use provider_http::Effect;
use serde::Serialize;

use crate::fault::Family;
use crate::row::Reading;
use crate::run::{Cell, all_faults, all_rows, table};

/// A cell, as it is written.
#[derive(Serialize)]
struct Written<'a> {
    provider: &'a str,
    call: &'a str,
    /// `reads`, `writes`, `token`; or `any` for a call that hands on what is answered.
    effect: &'static str,
    family: Family,
    fault: &'a str,
    /// The place of the fault among all.
    place: usize,
    kind: &'a str,
    code: Option<i64>,
    /// The code by what it is, where it is one of the cell's own.
    code_is: Option<&'static str>,
    delivery: Option<&'a str>,
    requests: usize,
    milliseconds: u128,
    broken: Option<&'a str>,
}

impl<'a> From<&'a Cell> for Written<'a> {
    fn from(cell: &'a Cell) -> Self {
        let (row, found) = (cell.row, &cell.found);
        let facts = row.facts;
        Self {
            provider: row.provider,
            call: row.call,
            effect: match (row.reading, row.effect) {
                (Reading::Token, _) => "token",
                (Reading::Any | Reading::File, _) => "any",
                (_, Effect::Writes) => "writes",
                _ => "reads",
            },
            family: cell.fault.family,
            fault: &cell.fault.name,
            place: cell.place,
            kind: &found.verdict.kind,
            code: found.verdict.code,
            code_is: found.verdict.code.map(|code| match code {
                code if code == facts.success => "the code of success",
                code if code == facts.not_done => "a code of “not done”",
                code if code == facts.open => "a code that proves nothing",
                _ => "an undocumented code",
            }),
            delivery: found.verdict.delivery.as_deref(),
            requests: found.requests,
            milliseconds: found.elapsed.as_millis(),
            broken: found.broken.as_deref(),
        }
    }
}

#[test]
#[ignore = "runs as the child of `cargo xtask faults`"]
fn the_table_is_written() {
    let cells: Vec<Written<'_>> = table().iter().map(Written::from).collect();
    assert!(!cells.is_empty(), "no call or no family has this name");
    let path = env::var_os("FAULTS_OUT").expect("the file to write");
    fs::write(path, serde_json::to_vec(&cells).unwrap()).unwrap();
}

fn read(name: &str) -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(tests.join("..").join(name)).unwrap()
}

/// The block of this name.
fn block<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("<!-- {name}: begin -->")).unwrap();
    rest.split_once(&format!("<!-- {name}: end -->"))
        .unwrap()
        .0
        .trim()
}

#[test]
fn the_readme_and_the_page_say_how_large_the_table_is() {
    let cells: usize = all_rows()
        .iter()
        .map(|row| {
            all_faults()
                .iter()
                .filter(|fault| fault.applies(row))
                .count()
        })
        .sum();
    assert!(cells >= 1500, "{cells} cells");
    let (rows, faults) = (all_rows().len(), all_faults().len());
    let size = format!("{cells} cells: {rows} calls under {faults} faults");
    let (readme, page) = (read("README.md"), read("docs/faults.md"));
    let said = block(&readme, "faults");
    let hint = "`cargo xtask faults --accept` writes it";
    assert!(said.starts_with(&size), "{said}, and not {size}: {hint}");
    assert_eq!(block(&page, "faults"), said, "{hint}");
}

#[test]
fn the_page_names_every_fault_in_its_order() {
    let page = read("docs/faults.md");
    let mut named: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for family in Family::ALL {
        let lines = block(&page, family.name()).lines().skip(2);
        let cells = lines.filter_map(|line| line.trim_matches(['|', ' ']).split(" | ").next());
        named.insert(family.name(), cells.map(str::trim).collect());
    }
    for family in Family::ALL {
        let faults = all_faults().iter().filter(|fault| fault.family == family);
        let faults: Vec<&str> = faults.map(|fault| fault.name.as_str()).collect();
        assert_eq!(
            named[family.name()],
            faults,
            "`cargo xtask faults --accept` writes it"
        );
    }
}
