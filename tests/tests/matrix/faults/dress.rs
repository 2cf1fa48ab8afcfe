//! A success in another dress.

use provider_http::{Delivery, Effect};

use super::never_refused;
use crate::expect::{Body, Expect, by_the_rules, done, verdict};
use crate::fault::{Family, Fault};
use crate::row::{Reading, Row};
use crate::wire::{Play, with_headers};

fn fault(
    name: impl Into<String>,
    status: u16,
    body: impl Fn(&Row) -> String + Send + Sync + 'static,
    expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
) -> Fault {
    let headers = "Content-Type: application/json\r\n";
    let play = move |row: &Row| Play::bytes(with_headers(status, headers, body(row).as_bytes()));
    Fault::new(Family::Dress, name, play, expects)
}

/// A success whose message is another one than the documented. Where the documents ask for that
/// message, it is no success and proves nothing.
fn another_message(row: &Row) -> Expect {
    match row.facts.success_needs_its_text && row.reading != Reading::Any {
        true => Expect::undocumented(row, row.facts.success),
        false => Expect::never_refused(),
    }
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for text in [
        r#""OK""#,
        r#""ok ""#,
        r#""Ok""#,
        r#""success""#,
        r#""SUCCESS""#,
        r#""成功""#,
        r#""操作成功""#,
        r#""已受理，处理中""#,
        r#""操作完成""#,
        r#""鎿嶄綔鎴愬姛""#,
        r#""Operation successful""#,
        r#""""#,
        r#""null""#,
        "null",
        "[]",
        r#"{"ok":true}"#,
        "true",
        "1",
    ] {
        faults.push(fault(
            format!("success with the message {text}"),
            200,
            move |row| row.envelope(row.facts.success, text, "{}"),
            another_message,
        ));
    }
    for text in [
        "操作成功",
        "上次未成功，本次成功",
        "已受理，处理中",
        "操作完成",
        "ＯＫ",
        "OK, done",
        "Operation successful",
        "0",
    ] {
        faults.push(fault(
            format!("a refusal with the message {text}"),
            200,
            move |row| row.envelope(row.facts.not_done, &format!("\"{text}\""), "[]"),
            |row| match row.facts.refusal_needs_a_reason && row.reading != Reading::Any {
                true => Expect::undocumented(row, row.facts.not_done),
                false => by_the_rules(row, 200, Body::Refusal),
            },
        ));
    }
    for status in [200, 201, 400, 404, 429, 500, 503] {
        for (what, data) in [
            (
                "data that cannot be read",
                r#"{"list":17,"data":{"a":[]},"rows":"x","entity":3}"#,
            ),
            ("null in place of data", "null"),
            ("a text in place of data", "\"nothing\""),
        ] {
            faults.push(fault(
                format!("success with {what} under {status}"),
                status,
                move |row| row.success(data),
                never_refused,
            ));
        }
    }
    for data in [
        "null",
        "[]",
        "{}",
        "@:null",
        "@:\"\"",
        "@:\" \"",
        "@:0",
        "@:\"null\"",
        "@:[]",
    ] {
        for status in [200, 400, 500] {
            faults.push(
                fault(
                    format!("success under {status} without the number of what was made: {data}"),
                    status,
                    move |row| {
                        let data = match data.split_once("@:") {
                            Some((_, value)) => {
                                format!("{{\"{}\":{value}}}", row.facts.made.unwrap())
                            }
                            None => data.to_owned(),
                        };
                        row.success(&data)
                    },
                    |row| {
                        let code = Some(row.facts.success);
                        Expect::of(verdict("unexpected answer", code, Delivery::Unknown))
                    },
                )
                .only(|row| row.facts.made.is_some()),
            );
        }
    }
    for status in [200, 400, 404, 429, 500, 503] {
        faults.push(fault(
            format!("a code that proves nothing under {status}"),
            status,
            |row| row.envelope(row.facts.open, "\"失败的原因\"", "[]"),
            |row| {
                let code = Some(row.facts.open);
                let expected = Expect::of(match row.effect {
                    Effect::Writes => verdict("refused", code, Delivery::Unknown),
                    _ => verdict("refused", code, Delivery::Refused),
                });
                match row.reading {
                    Reading::Any => Expect::of(done()),
                    _ => expected,
                }
            },
        ));
    }
    for (name, of) in [
        ("a code that nobody documents", None),
        ("the code as a text", Some(true)),
        ("the code as a fraction", Some(false)),
    ] {
        let fault = fault(
            format!("{name}, with a message of success"),
            200,
            move |row| {
                let [code, text, data] = row.facts.envelope;
                let value = match of {
                    None => "987654".to_owned(),
                    Some(true) => format!("\"{}\"", row.facts.success),
                    Some(false) => format!("{}.0", row.facts.success),
                };
                let message = row.facts.success_text;
                format!(r#"{{"{code}":{value},"{text}":{message},"{data}":{{}}}}"#)
            },
            move |row| match (of, row.reading) {
                (_, Reading::Any) => Expect::of(done()),
                (None, _) => Expect::undocumented(row, 987_654),
                (Some(true), _) => never_refused(row),
                (Some(false), _) => Expect::without_code(row),
            },
        );
        faults.push(fault);
    }
    faults
}
