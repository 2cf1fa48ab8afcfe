//! HTTP status, each with four bodies.

use std::time::Duration;

use provider_http::Delivery;
use provider_testing::Seen;

use super::text::{JSON, gzip};
use crate::cell::good_answer;
use crate::expect::{Body, Expect, by_the_rules, done, verdict};
use crate::fault::{Before, Family, Fault};
use crate::row::{Reading, Row};
use crate::wire::{End, Play, Step, with_headers};

/// Every class, and each that is known to come from something between.
const STATUSES: [u16; 43] = [
    200, 201, 202, 206, 300, 301, 302, 303, 305, 306, 307, 308, 400, 401, 402, 403, 404, 405, 406,
    407, 408, 409, 410, 411, 412, 413, 414, 415, 418, 421, 422, 423, 425, 428, 429, 431, 451, 499,
    500, 502, 503, 504, 511,
];
const ODD_STATUSES: [u16; 5] = [501, 505, 520, 600, 999];
/// Those whose answers have no body, whatever is sent.
const WITHOUT_BODY: [u16; 2] = [204, 304];

#[derive(Clone, Copy)]
enum Dress {
    Empty,
    Page,
    Success,
    Refusal,
}

impl Dress {
    const ALL: [Self; 4] = [Self::Empty, Self::Page, Self::Success, Self::Refusal];

    fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Page => "a page",
            Self::Success => "an envelope of success",
            Self::Refusal => "a documented refusal",
        }
    }

    fn body(self) -> Body {
        match self {
            Self::Empty | Self::Page => Body::WithoutCode,
            Self::Success => Body::Success,
            Self::Refusal => Body::Refusal,
        }
    }

    fn content_type(self, row: &Row) -> &'static str {
        match self {
            Self::Empty | Self::Page => "text/html",
            Self::Success => row.good.content_type,
            Self::Refusal => "application/json",
        }
    }

    fn bytes(self, row: &Row) -> impl Fn(&Seen) -> Vec<u8> + Send + Sync + 'static {
        let (success, refusal) = (row.good.body.clone(), row.refusal().into_bytes());
        move |seen| match self {
            Self::Empty => Vec::new(),
            Self::Page => page(seen),
            Self::Success => success.clone(),
            Self::Refusal => refusal.clone(),
        }
    }
}

/// A page that shows the whole request, as those of proxies do.
fn page(seen: &Seen) -> Vec<u8> {
    let Seen {
        path,
        headers,
        body,
    } = seen;
    let body = String::from_utf8_lossy(body);
    format!("<html><body><h1>Error</h1><pre>{path} {headers:?} {body}</pre></body></html>").into()
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for status in STATUSES.into_iter().chain(ODD_STATUSES) {
        for dress in Dress::ALL {
            faults.push(answered(
                format!("{status}, {}", dress.name()),
                status,
                dress,
                "",
            ));
        }
    }
    for status in WITHOUT_BODY {
        for dress in Dress::ALL {
            let name = format!("{status}, {}", dress.name());
            let expects = move |row: &Row| {
                let expected = by_the_rules(row, status, Body::WithoutCode);
                match row.reading {
                    // JSON would have been no file.
                    Reading::File if status == 204 => {
                        expected.or(verdict("unexpected answer", None, Delivery::Unknown))
                    }
                    _ => expected,
                }
            };
            faults.push(Fault::new(
                Family::Status,
                name,
                play(status, dress, ""),
                expects,
            ));
        }
    }
    for dress in Dress::ALL {
        faults.push(switched(dress));
    }
    // The host of a redirect must never be asked: nobody listens there, and nobody is there.
    for (name, location) in [
        ("to this host", "/elsewhere"),
        ("to another host", "http://127.0.0.1:1/elsewhere"),
        ("to a file", "file:///etc/hostname"),
        ("to nothing", ""),
    ] {
        for status in 301..=308 {
            let headers = format!("Location: {location}\r\n");
            let name = format!("{status} {name}");
            faults.push(answered(name, status, Dress::Empty, &headers));
        }
    }
    for (name, told, seconds) in [
        ("in seconds", "7", 7..=7),
        (
            "in more seconds than a day has",
            "99999999999999999999",
            86_400..=86_400,
        ),
        ("as a date", "Sun, 06 Nov 1994 09:49:37 GMT", 3600..=3600),
        (
            "as a date that has passed",
            "Sun, 06 Nov 1994 08:00:00 GMT",
            0..=0,
        ),
    ] {
        for status in [429, 503] {
            // The server's own clock says how far away its date is.
            let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
            let headers = format!("{date}Retry-After: {told}\r\n");
            let fault = answered(
                format!("{status}, Retry-After {name}"),
                status,
                Dress::Page,
                &headers,
            );
            let seconds = seconds.clone();
            let expects = move |row: &Row| {
                let expected = by_the_rules(row, status, Body::WithoutCode);
                match row.reading {
                    Reading::Any => expected,
                    // Nor before another token request is allowed.
                    Reading::Token => expected.retry_in(*seconds.start()..=86_400),
                    Reading::Data | Reading::File => expected.retry_in(seconds.clone()),
                }
            };
            faults.push(fault.expecting(expects));
        }
    }
    faults.extend(odd_redirects());
    faults.extend(rejected_tokens());
    faults
}

/// A redirect is told from its head, whatever is wrong with its body.
fn odd_redirects() -> [Fault; 5] {
    const HEAD: &str = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n";
    let redirect = |name: &str, lines: &str, rest: Step| {
        let head = format!("{HEAD}{lines}\r\n").into_bytes();
        let steps = vec![Step::Send(head), rest];
        Fault::new(
            Family::Status,
            format!("302, {name}"),
            move |_| Play::steps(steps.clone()),
            |_| Expect::open("redirect"),
        )
        .within(Duration::from_secs(1))
    };
    let page = gzip(b"<html><body>moved</body></html>");
    let length = format!("Content-Length: {}\r\n", page.len());
    [
        redirect(
            "a body without an end that does not come",
            "",
            Step::Silence,
        ),
        redirect("a body that does not come", &length, Step::Silence),
        redirect("an endless body", "", Step::Forever(vec![b' '; 10_000])),
        redirect("a body that is cut", &length, Step::End(End::Close)),
        redirect(
            "compressed",
            &format!("Content-Encoding: gzip\r\n{length}"),
            Step::Send(page),
        ),
    ]
}

type Later = Box<dyn Fn(&Row) -> Vec<Step> + Send + Sync>;

/// The token is rejected by its documented code; the call is made once more with another one, and
/// ends as that one does.
fn rejected_tokens() -> Vec<Fault> {
    let rejection = |row: &Row| {
        let rejected = row.facts.token.unwrap().rejected;
        with_headers(
            200,
            JSON,
            row.envelope(rejected, "\"令牌失效\"", "[]").as_bytes(),
        )
    };
    let send = |status: u16, body: &[u8]| vec![Step::Send(with_headers(status, JSON, body))];
    let after_rejection = |name: &str, later: Later, expects: fn(&Row) -> Expect| {
        let name = format!("rejected token, then {name}");
        let play = move |row: &Row| Play::in_turn(rejection(row), later(row));
        let expects = move |row: &Row| expects(row).requests(2..=2);
        Fault::new(Family::Status, name, play, expects)
            .after(Before::OldToken)
            .only(Row::shows_a_token)
    };
    vec![
        after_rejection(
            "the good answer",
            Box::new(|row| vec![Step::Send(good_answer(row))]),
            |_| Expect::of(done()),
        ),
        after_rejection(
            "a refusal",
            Box::new(move |row| send(200, row.refusal().as_bytes())),
            |row| by_the_rules(row, 200, Body::Refusal),
        ),
        after_rejection("500", Box::new(move |_| send(500, b"")), |row| {
            by_the_rules(row, 500, Body::WithoutCode)
        }),
        after_rejection(
            "a closed connection",
            Box::new(|_| vec![Step::End(End::Close)]),
            |_| Expect::open("interrupted"),
        ),
        // And no third time.
        Fault::new(
            Family::Status,
            "rejected token, twice",
            move |row| Play::bytes(rejection(row)),
            |row| {
                let code = Some(row.facts.token.unwrap().rejected);
                match row.reading {
                    Reading::Any => Expect::of(done()),
                    _ => Expect::of(verdict("refused", code, Delivery::Refused)),
                }
                .requests(2..=2)
            },
        )
        .after(Before::OldToken)
        .only(Row::shows_a_token),
        // Its code is not lost for want of another one.
        Fault::new(
            Family::Status,
            "rejected token, and no other to be had",
            move |row| Play::bytes(rejection(row)),
            |row| {
                let code = Some(row.facts.token.unwrap().rejected);
                match row.reading {
                    Reading::Any => Expect::of(done()),
                    _ => Expect::of(verdict("no token", code, Delivery::Refused)),
                }
            },
        )
        .only(Row::shows_a_token),
    ]
}

fn answered(name: String, status: u16, dress: Dress, headers: &str) -> Fault {
    let expects = move |row: &Row| by_the_rules(row, status, dress.body());
    Fault::new(Family::Status, name, play(status, dress, headers), expects)
}

fn play(status: u16, dress: Dress, headers: &str) -> impl Fn(&Row) -> Play + Send + Sync + 'static {
    let headers = headers.to_owned();
    move |row| {
        let headers = format!("Content-Type: {}\r\n{headers}", dress.content_type(row));
        let bytes = dress.bytes(row);
        Play::made(move |seen| with_headers(status, &headers, &bytes(seen)))
    }
}

/// 101 ends HTTP on the connection: what follows is no answer.
fn switched(dress: Dress) -> Fault {
    let name = format!("101, {}", dress.name());
    let expects = |row: &Row| {
        let kinds = ["unexpected answer", "interrupted"];
        let verdicts = kinds.map(|kind| verdict(kind, None, Delivery::Unknown));
        match row.reading {
            Reading::Any => {
                let all = verdicts.into_iter().chain([crate::expect::done()]);
                Expect::one_of(all.collect::<Vec<_>>())
            }
            _ => Expect::one_of(verdicts),
        }
    };
    Fault::new(
        Family::Status,
        name,
        play(101, dress, "Upgrade: h2c\r\n"),
        expects,
    )
    .runs_out()
}
