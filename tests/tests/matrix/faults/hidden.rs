//! A success where nobody can read it: behind a refusal, in another notation, or in no text at all.

use provider_http::Effect;

use super::text::{JSON, gzip};
use crate::expect::Expect;
use crate::fault::{Family, Fault};
use crate::row::Row;
use crate::wire::{Play, with_headers};

fn fault(
    name: impl Into<String>,
    status: u16,
    headers: &'static str,
    body: impl Fn(&Row) -> Vec<u8> + Send + Sync + 'static,
) -> Fault {
    let play = move |row: &Row| Play::bytes(with_headers(status, headers, &body(row)));
    Fault::new(Family::Text, name, play, Expect::without_code)
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = seconds_behind();
    faults.extend(hidden_successes());
    faults.extend(bodies_that_are_no_text());
    faults
}

/// A refusal, and behind it a success that is no whole answer: which of them holds, nobody knows.
fn seconds_behind() -> Vec<Fault> {
    let behind = |name: &str, second: fn(&str, i64) -> String| {
        let body = move |row: &Row| {
            let second = second(row.facts.envelope[0], row.facts.success);
            format!("{}{second}", row.refusal()).into_bytes()
        };
        fault(name, 200, JSON, body)
    };
    vec![
        behind("a refusal, then a success that is cut", |code, success| {
            format!(r#"{{"{code}":{success}"#)
        }),
        behind(
            "a refusal, then a brace that is none, and a success",
            |code, success| format!(r#"<!-- {{a}} -->{{"{code}":{success}}}"#),
        ),
        behind(
            "a refusal, then a success in single quotes",
            |code, success| format!("{{'{code}':{success}}}"),
        ),
        behind("a refusal, then a success in a list", |code, success| {
            format!(r#"[[{{"{code}":{success}}}]]"#)
        }),
    ]
}

type Notation = fn(&str, i64) -> String;

/// How a success may be written that is no envelope.
const NOTATIONS: [(&str, Notation); 11] = [
    ("in single quotes", |code, success| {
        format!("{{'{code}': {success}}}")
    }),
    ("without quotes", |code, success| {
        format!("{{{code}:{success}}}")
    }),
    ("in capitals", |code, success| {
        format!(r#"{{"{}":{success}}}"#, code.to_uppercase())
    }),
    ("as a form", |code, success| {
        format!("a=b&{code}={success}&c=d")
    }),
    ("as XML", |code, success| {
        format!("<r><{code}>{success}</{code}></r>")
    }),
    ("escaped for a page", |code, success| {
        format!("<pre>{{&quot;{code}&quot;:{success}}}</pre>")
    }),
    ("escaped for an address", |code, success| {
        format!("%7B%22{code}%22%3A{success}%7D")
    }),
    ("deeper in an object", |code, success| {
        format!(r#"{{"error":"bad","answer":{{"{code}":"{success}"}}}}"#)
    }),
    ("deeper in a list", |code, success| {
        format!(r#"{{"error":"bad","answers":[{{"{code}":{success}}}]}}"#)
    }),
    ("as JSON in a text", |code, success| {
        format!(r#"{{"answer":"{{\"{code}\":{success}}}"}}"#)
    }),
    ("as PHP prints it", |code, success| {
        format!("Array ( [{code}] => {success} )")
    }),
];

/// A success that nobody can read makes no refusal of an HTTP status, nor of a token's rejection
/// one after which the call is made again.
fn hidden_successes() -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, notation) in NOTATIONS {
        for status in [400, 401] {
            let body = move |row: &Row| {
                let body = notation(row.facts.envelope[0], row.facts.success);
                body.into_bytes()
            };
            let fault = fault(format!("success {name} under {status}"), status, JSON, body);
            faults.push(fault.only(move |row| {
                let is_repeated = status == 401 && row.shows_a_token();
                !is_repeated || row.effect == Effect::Writes
            }));
        }
    }
    faults
}

/// Under 400 as under 200: what nobody can look into may say anything.
fn bodies_that_are_no_text() -> Vec<Fault> {
    let under_400 = |name: &str, headers: &'static str, body: fn(&Row) -> Vec<u8>| {
        fault(format!("{name} under 400"), 400, headers, body)
    };
    vec![
        under_400("gzip that does not say so", JSON, |row| {
            gzip(row.success("{}").as_bytes())
        }),
        under_400(
            "an encoding behind another one",
            "Content-Encoding: identity\r\nContent-Encoding: x-odd\r\n",
            |_| b"whatever".to_vec(),
        ),
        under_400("UTF-16 in a list", JSON, |row| {
            let list = format!("[{}]", row.success("{}"));
            list.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }),
        under_400("UTF-32", JSON, |row| {
            let text = row.success("{}");
            text.chars()
                .flat_map(|c| u32::from(c).to_le_bytes())
                .collect()
        }),
    ]
}
