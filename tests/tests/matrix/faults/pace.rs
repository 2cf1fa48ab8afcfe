//! Answers that take their time, or never end.

use std::time::Duration;

use crate::cell::good_answer;
use crate::expect::{Expect, done};
use crate::fault::{Family, Fault};
use crate::row::Row;
use crate::wire::{Play, Step};

const HEAD: &str = "HTTP/1.1 200 OK\r\n";
const CHUNKED: &str = "Transfer-Encoding: chunked\r\n\r\n";

fn fault(
    name: &str,
    steps: impl Fn(&Row) -> Vec<Step> + Send + Sync + 'static,
    expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
) -> Fault {
    let play = move |row: &Row| Play::steps(steps(row));
    Fault::new(Family::Pace, name, play, expects)
}

fn open(kind: &'static str) -> impl Fn(&Row) -> Expect {
    move |_| Expect::open(kind)
}

/// The head ends the exchange by its size, or the deadline does.
fn endless(_: &Row) -> Expect {
    let verdicts = ["interrupted", "time-out"]
        .map(|kind| crate::expect::verdict(kind, None, provider_http::Delivery::Unknown));
    Expect::one_of(verdicts)
}

fn text(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}

pub(crate) fn faults() -> Vec<Fault> {
    const SECOND: Duration = Duration::from_secs(1);

    vec![
        fault(
            "silence in place of an answer",
            |_| vec![Step::Silence],
            open("time-out"),
        )
        .runs_out(),
        fault(
            "silence after the head",
            |_| {
                vec![
                    text(HEAD),
                    text("Content-Length: 100\r\n\r\n"),
                    Step::Silence,
                ]
            },
            open("time-out"),
        )
        .runs_out(),
        fault(
            "one byte a second in the head",
            |row| vec![Step::Slowly(good_answer(row), SECOND)],
            open("time-out"),
        )
        .runs_out(),
        fault(
            "one byte a second in the body",
            |row| {
                let length = row.good.body.len();
                let head = format!("{HEAD}Content-Length: {length}\r\n\r\n");
                vec![text(&head), Step::Slowly(row.good.body.clone(), SECOND)]
            },
            open("time-out"),
        )
        .runs_out(),
        fault(
            "chunks of one byte",
            |row| {
                let chunks = row
                    .good
                    .body
                    .iter()
                    .flat_map(|byte| [b"1\r\n".as_slice(), &[*byte], b"\r\n"].concat());
                let body: Vec<u8> = chunks.chain(*b"0\r\n\r\n").collect();
                let kind = format!("Content-Type: {}\r\n", row.good.content_type);
                vec![text(HEAD), text(&kind), text(CHUNKED), Step::Send(body)]
            },
            |_| Expect::of(done()),
        ),
        fault(
            "one byte at a time, without a pause to speak of",
            |row| vec![Step::Slowly(good_answer(row), Duration::from_micros(50))],
            |_| Expect::of(done()),
        ),
        fault(
            "endless 1xx",
            |_| vec![Step::Forever(b"HTTP/1.1 102 Processing\r\n\r\n".to_vec())],
            endless,
        )
        .runs_out(),
        fault(
            "endless head",
            |_| vec![text(HEAD), Step::Forever(b"X-More: and more\r\n".to_vec())],
            endless,
        )
        .runs_out(),
        fault(
            "endless header",
            |_| {
                vec![
                    text(HEAD),
                    text("X-More: "),
                    Step::Forever(vec![b'a'; 1000]),
                ]
            },
            endless,
        )
        .runs_out(),
        fault(
            "endless extension of a chunk",
            |_| {
                vec![
                    text(HEAD),
                    text(CHUNKED),
                    text("1;a="),
                    Step::Forever(vec![b'a'; 1000]),
                ]
            },
            endless,
        )
        .runs_out(),
        fault(
            "endless trailer",
            |row| {
                let size = format!("{:x}\r\n", row.good.body.len());
                vec![
                    text(HEAD),
                    text(CHUNKED),
                    text(&size),
                    Step::Send(row.good.body.clone()),
                    text("\r\n0\r\n"),
                    Step::Forever(b"X-More: and more\r\n".to_vec()),
                ]
            },
            endless,
        )
        .runs_out(),
        fault(
            "endless body",
            |_| vec![text(HEAD), text("\r\n"), Step::Forever(vec![b' '; 10_000])],
            open("body too large"),
        ),
        fault(
            "endless body in chunks",
            |_| {
                let chunk = [b"3e8\r\n".as_slice(), &[b' '; 1000], b"\r\n"].concat();
                vec![text(HEAD), text(CHUNKED), Step::Forever(chunk)]
            },
            open("body too large"),
        ),
    ]
}
