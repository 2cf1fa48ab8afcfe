//! The connection: never there, not to be trusted, gone in the middle.

use std::sync::Arc;

use provider_http::{Delivery, Effect};

use super::{done_or_interrupted, interrupted};
use crate::cell::{good_answer, good_play};
use crate::expect::{Expect, done, verdict};
use crate::fault::{Before, Family, Fault, Place};
use crate::row::{Reading, Row};
use crate::tls::certificates;
use crate::wire::{Channel, End, Play, Step};

fn fault(
    name: impl Into<String>,
    place: Place,
    expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
) -> Fault {
    Fault::new(Family::Connection, name, good_play, expects).at(place)
}

fn unsent(kind: &'static str) -> impl Fn(&Row) -> Expect {
    move |_| Expect::unsent(kind)
}

/// Where even the token cannot be had, it is the token that is missing.
fn unsent_without_token(kind: &'static str) -> impl Fn(&Row) -> Expect {
    move |row| match row.facts.token {
        Some(_) => Expect::unsent("no token"),
        None => Expect::unsent(kind),
    }
}

/// A fatal alert `protocol_version`, as a server answers that knows nothing newer than TLS 1.1.
const TOO_OLD: &[u8] = &[21, 3, 1, 0, 2, 2, 70];
/// The hello of a server that takes TLS 1.0 for granted.
const HELLO_OF_TLS_1_0: &[u8] = &[
    22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
    18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 0, 0, 47, 0,
];

pub(crate) fn faults() -> Vec<Fault> {
    let tls = certificates();
    let mut faults = vec![
        fault("connection refused", Place::Gone, unsent("no connection")),
        fault(
            "name not found",
            Place::Nowhere,
            unsent_without_token("no connection"),
        ),
        fault(
            "silent at connect",
            Place::Full,
            unsent_without_token("time-out"),
        )
        .runs_out(),
        fault(
            "silent in the TLS handshake",
            Place::Server(Channel::Broken(b"")),
            unsent("time-out"),
        )
        .runs_out(),
        fault(
            "no TLS but plain HTTP",
            Place::Server(Channel::Broken(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
            unsent("no secure connection"),
        ),
        fault(
            "TLS too old, by an alert",
            Place::Server(Channel::Broken(TOO_OLD)),
            unsent("no secure connection"),
        ),
        fault(
            "TLS too old, by a hello",
            Place::Server(Channel::Broken(HELLO_OF_TLS_1_0)),
            unsent("no secure connection"),
        ),
    ];
    for (name, config) in [
        ("certificate expired", &tls.expired),
        ("certificate not yet valid", &tls.not_yet_valid),
        ("certificate for another name", &tls.for_another_name),
        ("certificate self-signed", &tls.self_signed),
        (
            "certificate of another authority",
            &tls.of_another_authority,
        ),
    ] {
        let place = Place::Server(Channel::Tls(config.clone()));
        faults.push(fault(name, place, unsent("no secure connection")));
    }
    faults.push(fault(
        "certificate as it should be",
        Place::Server(Channel::Tls(tls.good.clone())),
        |_| Expect::of(done()),
    ));
    for (how, end) in [
        ("closed", End::Close),
        ("reset", End::Reset),
        ("half-closed", End::HalfClose),
    ] {
        for bytes in [0, 1, 30] {
            let name = format!("{how} after {bytes} bytes of the request");
            let early = move |_: &Row| Play::Early(bytes, end);
            let fault = Fault::new(Family::Connection, name, early, move |row| {
                let expected = match (bytes, end) {
                    // It may be gone before anything was written.
                    (0, End::Reset) => {
                        interrupted(row).or(verdict("no connection", None, Delivery::NotSent))
                    }
                    _ => interrupted(row),
                };
                expected.requests(0..=0)
            });
            faults.push(fault);
        }
        let in_body = move |_: &Row| Play::EarlyInBody(end);
        let name = format!("{how} in the body of the request");
        let fault = Fault::new(Family::Connection, name, in_body, |row| {
            interrupted(row).requests(0..=0)
        });
        faults.push(fault);
        let name = format!("{how} after the request");
        let play = move |_: &Row| Play::steps(vec![Step::End(end)]);
        faults.push(Fault::new(Family::Connection, name, play, interrupted));
    }
    for (how, end) in [
        ("closed", End::Close),
        ("reset", End::Reset),
        ("half-closed", End::HalfClose),
    ] {
        // A call that writes has a connection of its own.
        let own = |row: &Row, else_expected: Expect| match row.effect {
            Effect::Writes => Expect::of(done()),
            _ => else_expected,
        };
        let kept =
            |name: String, play: fn(&Row, End) -> Play, before, expects: fn(&Row) -> Expect| {
                Fault::new(
                    Family::Connection,
                    name,
                    move |row| play(row, end),
                    move |row| own(row, expects(row)),
                )
                .after(Before::Call(before))
                .only(|row| row.reading != Reading::Token)
            };
        faults.push(kept(
            format!("kept connection {how} before the call"),
            |row, _| good_play(row),
            Some(end),
            |row| done_or_interrupted(row).requests(0..=1),
        ));
        faults.push(kept(
            format!("kept connection {how} by the call"),
            |row, end| {
                let good = good_answer(row);
                Play::EndKept(end, Arc::new(move |_| vec![Step::Send(good.clone())]))
            },
            None,
            |row| interrupted(row).requests(0..=0),
        ));
    }
    faults
}
