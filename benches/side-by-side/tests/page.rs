//! `docs/performance.md` and the baseline have the rows that are measured, and no others.

use std::collections::BTreeMap;

use workspace_benches::{Measure, ROWS};

const PAGE: &str = include_str!("../../../docs/performance.md");
const BASELINE: &str = include_str!("../../instructions.json");
const INSTRUCTIONS: &str = include_str!("../benches/instructions.rs");

/// What stands in the first two columns of the table of rows.
fn on_the_page() -> Vec<(String, String)> {
    let (_, block) = PAGE.split_once("<!-- rows: begin -->").expect("a block");
    let (block, _) = block.split_once("<!-- rows: end -->").expect("its end");
    let lines = block.lines().filter(|line| line.starts_with("| "));
    let cells = lines.skip(2).map(|line| {
        let mut cells = line.trim_matches('|').split(" | ").map(str::trim);
        let mut cell = || cells.next().unwrap_or_default().to_owned();
        (cell(), cell())
    });
    cells.collect()
}

#[test]
fn page_has_every_row_in_its_order_and_no_other() {
    let expected: Vec<(String, String)> = ROWS
        .iter()
        .map(|row| (row.work.to_owned(), row.reference.to_owned()))
        .collect();
    assert_eq!(
        on_the_page(),
        expected,
        "`cargo xtask bench` writes the page"
    );
}

#[test]
fn names_of_rows_are_unique() {
    let mut names: Vec<&str> = ROWS.iter().map(|row| row.id).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn baseline_has_every_count_of_instructions_and_no_other() {
    #[derive(serde::Deserialize)]
    struct Baseline {
        rows: BTreeMap<String, (f64, f64)>,
    }
    let baseline: Baseline = serde_json::from_str(BASELINE).expect("a baseline");
    let mut expected: Vec<&str> = ROWS
        .iter()
        .filter(|row| row.measure == Measure::Instructions)
        .map(|row| row.id)
        .collect();
    expected.sort_unstable();
    let found: Vec<&str> = baseline.rows.keys().map(String::as_str).collect();
    assert_eq!(
        found, expected,
        "`cargo xtask bench instructions --accept` writes it"
    );
    for id in expected {
        assert!(INSTRUCTIONS.contains(&format!("fn {id}(")), "{id}");
    }
}
