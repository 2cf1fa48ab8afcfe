//! The whole table, tried once for all tests.

use std::collections::BTreeMap;
use std::env;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::thread;

use crate::cell::{Found, tried};
use crate::fault::{Family, Fault};
use crate::faults::faults;
use crate::row::Row;
use crate::subjects::rows;

/// A call under a fault, and how it ended.
pub(crate) struct Cell {
    pub(crate) row: &'static Row,
    /// The place of its fault among all.
    pub(crate) place: usize,
    pub(crate) fault: &'static Fault,
    pub(crate) found: Found,
}

/// Most cells wait for a server, a clock or each other.
const AT_ONCE: usize = 32;

pub(crate) fn all_rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(rows)
}

pub(crate) fn all_faults() -> &'static [Fault] {
    static FAULTS: OnceLock<Vec<Fault>> = OnceLock::new();
    FAULTS.get_or_init(faults)
}

/// What is tried: all of it, or what `cargo xtask faults` asks for.
fn planned() -> Vec<(&'static Row, usize, &'static Fault)> {
    let is_asked = env::var_os("FAULTS_OUT").is_some();
    let wanted = |variable: &str, name: &str| {
        !is_asked || env::var(variable).map_or(true, |wanted| wanted == name)
    };
    let rows = all_rows()
        .iter()
        .filter(|row| wanted("FAULTS_PROVIDER", row.provider) && wanted("FAULTS_CALL", row.call));
    rows.flat_map(|row| {
        let faults = all_faults().iter().enumerate();
        let faults = faults.filter(|(_, fault)| fault.applies(row));
        let faults = faults.filter(|(_, fault)| wanted("FAULTS_FAMILY", fault.family.name()));
        faults.map(move |(place, fault)| (row, place, fault))
    })
    .collect()
}

/// The table, in the order of rows and faults.
pub(crate) fn table() -> &'static [Cell] {
    static TABLE: OnceLock<Vec<Cell>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let planned = planned();
        let mut order: Vec<usize> = (0..planned.len()).collect();
        // What waits for its deadline goes first, beside what does not.
        order.sort_by_key(|place| planned[*place].2.tuning.timeout);
        order.reverse();
        let (left, found) = (Mutex::new(order), Mutex::new(BTreeMap::new()));
        thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    loop {
                        let next = left.lock().unwrap().pop();
                        let Some(number) = next else { return };
                        let (row, place, fault) = planned[number];
                        let cell = Cell {
                            row,
                            place,
                            fault,
                            found: tried(row, fault),
                        };
                        found.lock().unwrap().insert(number, cell);
                    }
                });
            }
        });
        found.into_inner().unwrap().into_values().collect()
    })
}

/// Fails with every cell of a family that did not end as it must.
fn assert_holds(family: Family) {
    let cells = table().iter().filter(|cell| cell.fault.family == family);
    let cells: Vec<&Cell> = cells.collect();
    assert!(!cells.is_empty(), "{family:?} was not tried");
    let broken = cells.iter().filter_map(|cell| {
        let why = cell.found.broken.as_ref()?;
        let (row, fault) = (cell.row, cell.fault);
        Some(format!(
            "{} {}, {}: {why}",
            row.provider, row.call, fault.name
        ))
    });
    let broken: Vec<String> = broken.collect();
    let (of, all) = (broken.len(), cells.len());
    assert!(
        broken.is_empty(),
        "{of} of {all} cells:\n{}",
        broken.join("\n")
    );
}

#[test]
fn connections_that_fail_say_whether_anything_was_sent() {
    assert_holds(Family::Connection);
}

#[test]
fn slow_and_endless_answers_end_by_the_deadline_or_the_limit() {
    assert_holds(Family::Pace);
}

#[test]
fn odd_http_leaves_open_what_happened() {
    assert_holds(Family::Framing);
}

#[test]
fn status_and_body_give_the_verdict_that_the_rules_say() {
    assert_holds(Family::Status);
}

#[test]
fn text_that_is_odd_costs_no_code() {
    assert_holds(Family::Text);
}

#[test]
fn json_that_is_odd_costs_no_code_and_makes_no_success_a_refusal() {
    assert_holds(Family::Json);
}

#[test]
fn size_is_held_to_its_limits() {
    assert_holds(Family::Size);
}

#[test]
fn success_in_another_dress_is_never_refused() {
    assert_holds(Family::Dress);
}

/// As many faults as each family had when this was last touched: raise it with every new one.
const FAULTS: [(Family, usize); 8] = [
    (Family::Connection, 34),
    (Family::Pace, 13),
    (Family::Framing, 29),
    (Family::Status, 255),
    (Family::Text, 53),
    (Family::Json, 145),
    (Family::Size, 10),
    (Family::Dress, 83),
];

#[test]
fn the_table_does_not_shrink() {
    let count = |family| {
        let faults = all_faults().iter();
        faults.filter(|fault| fault.family == family).count()
    };
    let found = FAULTS.map(|(family, _)| (family, count(family)));
    assert_eq!(found, FAULTS);
    let mut names: Vec<&str> = all_faults()
        .iter()
        .map(|fault| fault.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all_faults().len(), "each name once");
}
