//! HTTP that is odd, or none.

use std::time::Duration;

use provider_http::{Delivery, Effect};

use super::{done_or_interrupted, interrupted};
use crate::cell::{good_answer, good_play};
use crate::expect::{Body, Expect, by_the_rules, done, verdict};
use crate::fault::{Before, Family, Fault};
use crate::row::{Reading, Row};
use crate::wire::{End, Play, Step, with_length};

fn fault(
    name: &str,
    answer: impl Fn(&Row) -> Vec<u8> + Send + Sync + 'static,
    expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
) -> Fault {
    let play = move |row: &Row| {
        let end = Step::End(End::Close);
        Play::steps(vec![Step::Send(answer(row)), end])
    };
    Fault::new(Family::Framing, name, play, expects)
}

fn good(row: &Row) -> Expect {
    by_the_rules(row, 200, Body::Success)
}

/// The good body behind a head with these lines.
fn headed(row: &Row, first: &str, lines: &str) -> Vec<u8> {
    let head = format!(
        "{first}\r\nContent-Type: {}\r\n{lines}\r\n",
        row.good.content_type
    );
    [head.as_bytes(), &row.good.body].concat()
}

/// A header of this many bytes.
fn long(bytes: usize) -> String {
    format!("X-Long: {}\r\n", "a".repeat(bytes))
}

const OK: &str = "HTTP/1.1 200 OK";

pub(crate) fn faults() -> Vec<Fault> {
    let length = |row: &Row| row.good.body.len();
    vec![
        fault(
            "two lengths that differ",
            move |row| {
                let lines = format!("Content-Length: {}\r\nContent-Length: 5\r\n", length(row));
                headed(row, OK, &lines)
            },
            interrupted,
        ),
        fault(
            "two lengths that are alike",
            move |row| {
                headed(
                    row,
                    OK,
                    &format!("Content-Length: {}\r\n", length(row)).repeat(2),
                )
            },
            done_or_interrupted,
        ),
        fault(
            "length and chunked",
            |row| {
                let lines = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
                let head = headed(row, OK, lines);
                let head = &head[..head.len() - row.good.body.len()];
                let size = format!("{:x}\r\n", row.good.body.len());
                [head, size.as_bytes(), &row.good.body, b"\r\n0\r\n\r\n"].concat()
            },
            done_or_interrupted,
        ),
        fault(
            "length too short",
            move |row| headed(row, OK, &format!("Content-Length: {}\r\n", length(row) - 1)),
            |row| match row.reading {
                Reading::Any | Reading::File => Expect::of(done()),
                // What is cut off may be the code.
                _ => Expect::never_refused().or(verdict(
                    "unexpected answer",
                    None,
                    Delivery::Unknown,
                )),
            },
        ),
        fault(
            "length too long",
            move |row| headed(row, OK, &format!("Content-Length: {}\r\n", length(row) + 1)),
            interrupted,
        ),
        fault(
            "length negative",
            |row| headed(row, OK, "Content-Length: -1\r\n"),
            interrupted,
        ),
        fault(
            "length beyond 64 bits",
            |row| headed(row, OK, "Content-Length: 99999999999999999999999\r\n"),
            interrupted,
        ),
        fault(
            "chunk without a size",
            |row| headed(row, OK, "Transfer-Encoding: chunked\r\n"),
            interrupted,
        ),
        fault(
            "chunk size beyond 64 bits",
            |row| {
                let head = headed(row, OK, "Transfer-Encoding: chunked\r\n");
                let head = &head[..head.len() - row.good.body.len()];
                [head, b"fffffffffffffffffff\r\n", &row.good.body].concat()
            },
            interrupted,
        ),
        fault(
            "chunks without an end",
            |row| {
                let head = headed(row, OK, "Transfer-Encoding: chunked\r\n");
                let head = &head[..head.len() - row.good.body.len()];
                let size = format!("{:x}\r\n", row.good.body.len());
                [head, size.as_bytes(), &row.good.body, b"\r\n"].concat()
            },
            interrupted,
        ),
        fault("HTTP/0.9", |row| row.good.body.clone(), interrupted),
        fault("HTTP/1.0", |row| headed(row, "HTTP/1.0 200 OK", ""), good),
        fault(
            "HTTP/2 in plain",
            |row| headed(row, "HTTP/2 200", ""),
            interrupted,
        ),
        fault(
            "line feeds alone",
            |row| {
                let answer = headed(
                    row,
                    OK,
                    &format!("Content-Length: {}\r\n", row.good.body.len()),
                );
                let head = answer.len() - row.good.body.len();
                let text = String::from_utf8_lossy(&answer[..head]).replace('\r', "");
                [text.as_bytes(), &row.good.body].concat()
            },
            done_or_interrupted,
        ),
        fault(
            "no reason behind the status",
            move |row| {
                let lines = format!("Content-Length: {}\r\n", length(row));
                headed(row, "HTTP/1.1 200", &lines)
            },
            good,
        ),
        fault(
            "status of two digits",
            |row| headed(row, "HTTP/1.1 20 OK", ""),
            interrupted,
        ),
        fault(
            "status of four digits",
            |row| headed(row, "HTTP/1.1 2000 OK", ""),
            interrupted,
        ),
        fault(
            "200 headers",
            |row| {
                let lines: String = (0..200).map(|n| format!("X-{n}: {n}\r\n")).collect();
                headed(row, OK, &lines)
            },
            done_or_interrupted,
        ),
        fault(
            "head of 60 KiB",
            |row| headed(row, OK, &long(60 * 1024)),
            good,
        ),
        // Beyond the limit, and still within what the HTTP library could hold.
        fault(
            "head of 80 KiB",
            |row| headed(row, OK, &long(80 * 1024)),
            interrupted,
        ),
        fault(
            "head of 128 KiB",
            |row| headed(row, OK, &long(128 * 1024)),
            interrupted,
        ),
        fault(
            "header without a colon",
            |row| headed(row, OK, "no colon at all\r\n"),
            interrupted,
        ),
        fault(
            "zero bytes in a header",
            |row| headed(row, OK, "X-Zero: a\0b\r\n"),
            interrupted,
        ),
        fault(
            "nothing but blanks",
            |_| b"\r\n \r\n\r\n".to_vec(),
            interrupted,
        ),
        fault(
            "cut in the head",
            |row| {
                let answer = headed(row, OK, "");
                answer[..30].to_vec()
            },
            interrupted,
        ),
        fault(
            "cut in the body",
            |row| {
                let answer = with_length(200, &row.good.body);
                answer[..answer.len() - 5].to_vec()
            },
            interrupted,
        ),
        fault(
            "1xx before the answer",
            |row| {
                let lines = format!("Content-Length: {}\r\n", row.good.body.len());
                let early = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
                [early.as_slice(), &headed(row, OK, &lines)].concat()
            },
            good,
        ),
        two_answers(),
        late_answer(),
    ]
}

/// A call that writes has a connection of its own.
fn own_or_interrupted(row: &Row) -> Expect {
    match row.effect {
        Effect::Writes => Expect::of(done()),
        _ => done_or_interrupted(row).requests(0..=1),
    }
}

/// The second answer must not be taken for the answer to the next call.
fn two_answers() -> Fault {
    let name = "two answers to the request before";
    Fault::new(Family::Framing, name, good_play, own_or_interrupted)
        .after(Before::Call(None))
        .only(|row| row.reading != Reading::Token)
        .preceded_by(|row| {
            let refusal = with_length(200, row.refusal().as_bytes());
            Play::bytes([good_answer(row), refusal].concat())
        })
}

/// The answer to nothing, which comes when the connection is kept already.
fn late_answer() -> Fault {
    let name = "an answer to nobody on the kept connection";
    Fault::new(Family::Framing, name, good_play, own_or_interrupted)
        .after(Before::Call(None))
        // A list asks for its next page before the late answer is there, and takes it for that of
        // the page: HTTP/1.1 has nothing that tells them apart.
        .only(|row| row.reading != Reading::Token && !row.is_list())
        .preceded_by(|row| {
            let late = with_length(200, row.refusal().as_bytes());
            let pause = Duration::from_millis(20);
            Play::steps(vec![
                Step::Send(good_answer(row)),
                Step::Pause(pause),
                Step::Send(late),
            ])
        })
}
