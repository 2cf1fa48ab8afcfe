//! Answers of a size: at the limit, beyond it, and with texts that nobody reads.

use super::text::JSON;
use crate::expect::{Body, Expect, by_the_rules, done};
use crate::fault::{Family, Fault, MOST_BODY_BYTES};
use crate::row::{Reading, Row};
use crate::wire::{Play, Step, with_headers};

const MIB: u64 = 1024 * 1024;

fn filled(row: &Row, body: &[u8], bytes: u64) -> Play {
    let missing = (bytes as usize).saturating_sub(body.len());
    let body = [body, &vec![b' '; missing]].concat();
    let headers = format!("Content-Type: {}\r\n", row.good.content_type);
    Play::bytes(with_headers(200, &headers, &body))
}

fn too_large(_: &Row) -> Expect {
    Expect::open("body too large")
}

pub(crate) fn faults() -> Vec<Fault> {
    vec![
        Fault::new(
            Family::Size,
            "an answer of exactly the limit",
            |row| filled(row, &row.good.body, MOST_BODY_BYTES),
            |_| Expect::of(done()),
        )
        // A file has a limit of its own.
        .only(|row| row.reading != Reading::File),
        Fault::new(
            Family::Size,
            "one byte more than the limit",
            |row| filled(row, &row.good.body, MOST_BODY_BYTES + 1),
            too_large,
        ),
        Fault::new(
            Family::Size,
            "a refusal beyond the limit",
            |row| filled(row, row.refusal().as_bytes(), MOST_BODY_BYTES + 1),
            too_large,
        ),
        Fault::new(
            Family::Size,
            "a refusal with a message of 5 MB",
            |row| {
                let text = format!("\"{}\"", "长".repeat(5_000_000 / 3));
                let body = row.envelope(row.facts.not_done, &text, "[]");
                Play::bytes(with_headers(200, JSON, body.as_bytes()))
            },
            |row| by_the_rules(row, 200, Body::Refusal),
        )
        .limited_to(8 * MIB, 64 * MIB),
        Fault::new(
            Family::Size,
            "a success with a text of 5 MB that nobody reads",
            |row| {
                let long = "长".repeat(5_000_000 / 3);
                let good = String::from_utf8_lossy(&row.good.body).into_owned();
                let body = good.replacen('{', &format!(r#"{{"ext":"{long}","#), 1);
                Play::bytes(with_headers(200, JSON, body.as_bytes()))
            },
            |_| Expect::of(done()),
        )
        .limited_to(8 * MIB, 64 * MIB)
        .only(|row| row.reading != Reading::File),
        Fault::new(
            Family::Size,
            "a refusal with a message and a trace id of 1 MB, and characters that are not seen",
            |row| {
                let long = format!("\"\\u202e{}\"", "长".repeat(1_000_000 / 3));
                let body = row.envelope(row.facts.not_done, &long, "[]");
                let body = body.replacen('{', &format!(r#"{{"traceId":{long},"#), 1);
                Play::bytes(with_headers(200, JSON, body.as_bytes()))
            },
            |row| by_the_rules(row, 200, Body::Refusal),
        )
        .limited_to(8 * MIB, 64 * MIB),
        Fault::new(
            Family::Size,
            "a length of 4 GiB, and silence",
            |_| {
                let head = "HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n";
                Play::steps(vec![Step::Send(head.into()), Step::Silence])
            },
            |_| Expect::open("time-out"),
        )
        .runs_out(),
        Fault::new(
            Family::Size,
            "a million small values as the data of a success",
            |row| {
                let body = row.success(&format!("[{}1]", "1,".repeat(1_000_000)));
                Play::bytes(with_headers(200, JSON, body.as_bytes()))
            },
            |_| Expect::never_refused(),
        )
        .limited_to(8 * MIB, 64 * MIB),
        Fault::new(
            Family::Size,
            "hundred thousands of rows that are none",
            |row| {
                let rows = format!("[{}1]", "1,".repeat(300_000));
                let names = ["data", "list", "rows", "digits", "details"];
                let fields = names.map(|name| format!("\"{name}\":{rows}")).join(",");
                let body = row.success(&format!("{{{fields}}}"));
                let body = body.replacen('{', &format!("{{\"rows\":{rows},"), 1);
                Play::bytes(with_headers(200, JSON, body.as_bytes()))
            },
            |_| Expect::never_refused(),
        )
        .limited_to(8 * MIB, 64 * MIB),
        Fault::new(
            Family::Size,
            "a refusal, and ten thousands of objects behind it",
            |row| {
                let body = row.refusal() + &"{}".repeat(40_000);
                Play::bytes(with_headers(200, JSON, body.as_bytes()))
            },
            |row| by_the_rules(row, 200, Body::Refusal),
        ),
    ]
}
