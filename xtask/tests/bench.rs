//! What `cargo xtask bench` makes of what was measured.

use xtask::bench::instructions::{Baseline, GUNGRAUN, read};
use xtask::bench::page::{table, with_block};
use xtask::bench::rows::{Measured, Row};

const RUSTC: &str = "rustc 1.95.0";

fn counts(rustc: &str, rows: &[(&str, f64, f64)]) -> Baseline {
    let rows: Vec<Measured> = rows
        .iter()
        .map(|(id, reference, ours)| Measured::new(*id, *reference, *ours))
        .collect();
    Baseline::new(rustc, &rows)
}

#[test]
fn growth_of_more_than_3_percent_is_complained_of() {
    let before = counts(RUSTC, &[("call", 1000.0, 1000.0)]);
    for (ours, complaints) in [(900.0, 0), (1030.0, 0), (1031.0, 1)] {
        let now = counts(RUSTC, &[("call", 1000.0, ours)]);
        assert_eq!(before.complaints(&now).len(), complaints, "{ours}");
    }
    let now = counts(RUSTC, &[("call", 1000.0, 1100.0)]);
    assert_eq!(
        before.complaints(&now),
        ["call grew by 10.0 %: 1000 to 1100"]
    );
}

#[test]
fn counts_of_another_compiler_are_compared_by_their_ratio() {
    let before = counts(RUSTC, &[("call", 1000.0, 1000.0)]);
    let alike = counts("rustc 1.96.0", &[("call", 1200.0, 1200.0)]);
    assert!(before.complaints(&alike).is_empty());
    let worse = counts("rustc 1.96.0", &[("call", 900.0, 1000.0)]);
    assert_eq!(before.complaints(&worse).len(), 1);
}

#[test]
fn lesser_count_of_each_row_is_kept() {
    let first = counts(RUSTC, &[("a", 10.0, 20.0), ("b", 10.0, 10.0)]);
    let second = counts(RUSTC, &[("a", 11.0, 15.0), ("b", 9.0, 12.0)]);
    let least = counts(RUSTC, &[("a", 10.0, 15.0), ("b", 9.0, 10.0)]);
    assert_eq!(first.least(second), least);
}

#[test]
fn count_of_nothing_is_complained_of() {
    for odd in [0.0, f64::NAN, f64::INFINITY] {
        let before = counts(RUSTC, &[("call", odd, 100.0)]);
        let now = counts("rustc 1.96.0", &[("call", odd, 100_000.0)]);
        assert_eq!(before.complaints(&now).len(), 1, "{odd}");
        let now = counts(RUSTC, &[("call", 1.0, odd)]);
        assert_eq!(now.complaints(&now).len(), 1, "{odd}");
    }
}

#[test]
fn row_that_is_new_or_lost_is_complained_of() {
    let before = counts(RUSTC, &[("old", 1.0, 1.0)]);
    let now = counts(RUSTC, &[("new", 1.0, 1.0)]);
    let expected = ["new is not in the baseline", "old is no longer counted"];
    assert_eq!(before.complaints(&now), expected);
}

fn summary(function: &str, case: &str, count: u64) -> String {
    format!(
        r#"{{"function_name":"{function}","id":"{case}","profiles":[{{"data":{{"total":{{"metrics":{{"Ir":{{"values":{{"new":{count}}}}}}}}}}}}}]}}"#
    )
}

#[test]
fn both_cases_of_a_benchmark_are_a_row() {
    let text = [summary("call", "ours", 5), summary("call", "reference", 4)].join("\n");
    let expected = vec![Measured::new("call", 4.0, 5.0)];
    assert_eq!(
        read(&format!("running\n{text}\n")).expect("a row"),
        expected
    );
}

#[test]
fn benchmark_without_one_of_its_cases_is_an_error() {
    let error = read(&summary("call", "ours", 5)).expect_err("no reference");
    assert_eq!(error.to_string(), "no case reference of call");
    assert!(read("{}").is_err());
}

fn row(id: &str, measure: &str, goal: &str) -> Row {
    let json = format!(
        r#"{{"id":"{id}","work":"work of {id}","reference":"by hand","measure":"{measure}","goal":{goal}}}"#
    );
    serde_json::from_str(&json).expect("a row")
}

#[test]
fn rows_are_a_table_that_says_which_goals_are_met() {
    let rows = [
        row("a", "nanoseconds", "1.05"),
        row("b", "instructions", "1.15"),
        row("c", "bytes", "null"),
    ];
    let now = [
        Measured::new("c", 1_000_000.0, 1_480_000.0),
        Measured::new("a", 100_000.0, 105_400.0),
        Measured::new("b", 1_000_000.0, 1_160_000.0),
    ];
    let before = [Measured::new("a", 100.0, 138.0)];
    let expected = "\
| work | against | reference | ours | ratio | goal | |
| --- | --- | --- | --- | --- | --- | --- |
| work of a | by hand | 100 µs | 105 µs | 1.05 | ≤ 1.05 | met |
| work of b | by hand | 1,000,000 instructions | 1,160,000 instructions | 1.16 | ≤ 1.15 | **missed** |
| work of c | by hand | 1.00 MB | 1.48 MB | 1.48 |  |  |
";
    assert_eq!(table(&rows, &now, None).expect("a table"), expected);
    let with_before = table(&rows, &now, Some(&before)).expect("a table");
    assert!(
        with_before.contains("| ratio | before | goal |"),
        "{with_before}"
    );
    assert!(
        with_before.contains("| 1.05 | 1.38 | ≤ 1.05 |"),
        "{with_before}"
    );
}

#[test]
fn row_that_was_not_measured_and_measure_of_no_row_are_errors() {
    let rows = [row("a", "count", "null")];
    let error = table(&rows, &[], None).expect_err("a lost row");
    assert_eq!(error.to_string(), "a was not measured");
    let odd = [Measured::new("a", 1.0, 1.0), Measured::new("b", 1.0, 1.0)];
    let error = table(&rows, &odd, None).expect_err("an odd row");
    assert_eq!(error.to_string(), "b is no row");
}

#[test]
fn block_of_a_page_is_replaced() {
    let page = "a\n<!-- rows: begin -->\nold\n<!-- rows: end -->\nb";
    let new = with_block(page, "rows", "new").expect("a block");
    assert_eq!(new, "a\n<!-- rows: begin -->\n\nnew\n<!-- rows: end -->\nb");
    assert_eq!(with_block(&new, "rows", "new").expect("a block"), new);
    assert!(with_block(page, "others", "new").is_err());
}

#[test]
fn bench_and_runner_are_of_one_version() {
    let manifest = include_str!("../../benches/side-by-side/Cargo.toml");
    assert!(manifest.contains(&format!("gungraun = \"={GUNGRAUN}\"")));
}
