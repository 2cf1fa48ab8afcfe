use std::io::{self, Write};

use serde::Serialize;

/// How a row is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Measure {
    /// Instructions, counted by callgrind.
    Instructions,
    /// Nanoseconds: the least of many rounds, or their median where threads meet.
    Nanoseconds,
    /// Allocations of one run.
    Allocations,
    /// Bytes of heap at the highest point of one run.
    Bytes,
    /// How many there are.
    Count,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Row {
    /// The name under which it is measured.
    pub id: &'static str,
    /// What is done.
    pub work: &'static str,
    /// What it is compared with.
    pub reference: &'static str,
    /// How it is measured.
    pub measure: Measure,
    /// The highest ratio that is aimed at; none where a figure is for information.
    pub goal: Option<f64>,
}

/// A row whose figure is for information.
const fn shown(
    id: &'static str,
    work: &'static str,
    reference: &'static str,
    measure: Measure,
) -> Row {
    Row {
        id,
        work,
        reference,
        measure,
        goal: None,
    }
}

/// A row with a goal.
const fn row(
    id: &'static str,
    work: &'static str,
    reference: &'static str,
    measure: Measure,
    goal: f64,
) -> Row {
    let mut row = shown(id, work, reference, measure);
    row.goal = Some(goal);
    row
}

use Measure::{Allocations, Bytes, Count, Instructions, Nanoseconds};

const BARE_MD5: &str = "MD5 of the same bytes";
const SCRATCH: &str = "the quickest scratch that was found";
const FEW_LINES: &str = "the few lines of a program that has no library";
const FIRST: &str = "the first call of a client";
const MUTEX: &str = "deadline and token behind a mutex";
const RW_LOCK: &str = "deadline and token behind a lock that readers share";
const SWAPPED: &str = "deadline and token in an arc-swap";
const BY_HAND: &str = "the same call by hand";
const VALUE: &str = "the same JSON read into a `serde_json::Value`";

const SORTED: &str = "sign, 8 unsorted parameters, 182 bytes";
const FORM: &str = "the same, form-encoded";
const BRACE: &str = "brace signature, 225 bytes";
const CALL_10: &str = "whole call, 10 products";
const CALL_1000: &str = "whole call, 1,000 products";
const LIST: &str = "100,000 products, page by page, none kept";

/// Everything that is measured.
pub const ROWS: &[Row] = &[
    row("sign_sorted", SORTED, BARE_MD5, Nanoseconds, 1.25),
    row("sign_form", FORM, BARE_MD5, Nanoseconds, 1.4),
    row("sign_brace", BRACE, BARE_MD5, Nanoseconds, 1.12),
    shown("scratch_sorted", SORTED, SCRATCH, Nanoseconds),
    shown("scratch_form", FORM, SCRATCH, Nanoseconds),
    shown("scratch_brace", BRACE, SCRATCH, Nanoseconds),
    shown("by_hand_sorted", SORTED, FEW_LINES, Nanoseconds),
    shown("by_hand_form", FORM, FEW_LINES, Nanoseconds),
    shown("by_hand_brace", BRACE, FEW_LINES, Nanoseconds),
    shown("sign_sorted_instructions", SORTED, BARE_MD5, Instructions),
    shown("sign_form_instructions", FORM, BARE_MD5, Instructions),
    shown("sign_brace_instructions", BRACE, BARE_MD5, Instructions),
    row("call_10_instructions", CALL_10, BY_HAND, Instructions, 1.15),
    row("call_10", CALL_10, BY_HAND, Nanoseconds, 1.05),
    row(
        "call_1000_instructions",
        CALL_1000,
        BY_HAND,
        Instructions,
        1.15,
    ),
    row("call_1000", CALL_1000, BY_HAND, Nanoseconds, 1.05),
    row(
        "call_1000_allocations",
        CALL_1000,
        BY_HAND,
        Allocations,
        1.2,
    ),
    shown(
        "odd_row_instructions",
        "1,000 products, one of which cannot be read",
        "all of which can",
        Instructions,
    ),
    shown(
        "damaijia_instructions",
        "whole call, 100 products of damaijia",
        VALUE,
        Instructions,
    ),
    shown(
        "chao8_instructions",
        "whole call, 100 rows of chao8",
        VALUE,
        Instructions,
    ),
    shown(
        "post30_instructions",
        "whole call, 100 products of post30",
        VALUE,
        Instructions,
    ),
    shown(
        "list_instructions",
        "10,000 products, page by page, none kept",
        BY_HAND,
        Instructions,
    ),
    row("list", LIST, BY_HAND, Nanoseconds, 1.1),
    row("list_heap", LIST, BY_HAND, Bytes, 1.2),
    row(
        "list_heap_flat",
        LIST,
        "10,000 products likewise",
        Bytes,
        1.02,
    ),
    shown("token_instructions", "a fresh token", MUTEX, Instructions),
    row(
        "token_1_thread",
        "a fresh token, one thread",
        MUTEX,
        Nanoseconds,
        1.5,
    ),
    shown(
        "token_1_thread_swapped",
        "a fresh token, one thread",
        SWAPPED,
        Nanoseconds,
    ),
    row(
        "token_32_threads",
        "a fresh token, 32 threads",
        RW_LOCK,
        Nanoseconds,
        1.0,
    ),
    shown(
        "token_32_threads_swapped",
        "a fresh token, 32 threads",
        SWAPPED,
        Nanoseconds,
    ),
    row(
        "sandbox",
        "sandbox, a page of products, 8 connections",
        "its server with fixed bytes",
        Nanoseconds,
        1.3,
    ),
    shown(
        "second_read",
        "a call over TLS on the kept connection",
        FIRST,
        Nanoseconds,
    ),
    shown(
        "second_write",
        "a call that writes over TLS, handshake resumed",
        FIRST,
        Nanoseconds,
    ),
    shown(
        "connections_of_reads",
        "connections",
        "200 calls that read",
        Count,
    ),
    shown(
        "connections_of_writes",
        "connections",
        "200 calls that write",
        Count,
    ),
    shown(
        "handshakes_of_writes",
        "TLS handshakes that are not resumed",
        "their connections",
        Count,
    ),
];

/// Prints what was measured of a row as a line of JSON.
///
/// # Errors
///
/// When it cannot be printed.
///
/// # Panics
///
/// When there is no such row: it would be lost.
pub fn report(id: &str, reference: f64, ours: f64) -> io::Result<()> {
    assert!(ROWS.iter().any(|row| row.id == id), "no row {id}");
    let line = serde_json::json!({"id": id, "reference": reference, "ours": ours});
    writeln!(io::stdout(), "{line}")
}
