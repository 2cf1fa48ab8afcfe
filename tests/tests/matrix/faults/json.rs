//! JSON that is odd: in the envelope of a refusal, and in the data of a success.

use serde_json::Value;

use super::text::refused;
use crate::expect::{Body, Expect, by_the_rules};
use crate::fault::{Family, Fault};
use crate::row::{Reading, Row};
use crate::wire::{Play, with_length};

fn fault(
    name: impl Into<String>,
    body: impl Fn(&Row) -> String + Send + Sync + 'static,
    expects: impl Fn(&Row) -> Expect + Send + Sync + 'static,
) -> Fault {
    let play = move |row: &Row| Play::bytes(with_length(200, body(row).as_bytes()));
    Fault::new(Family::Json, name, play, expects)
}

fn never_refused(_: &Row) -> Expect {
    Expect::never_refused()
}

/// Without a code that can be read nothing is proven; a call that hands on takes it.
fn without_code(row: &Row) -> Expect {
    match row.reading {
        Reading::File => Expect::open("unexpected answer"),
        _ => by_the_rules(row, 200, Body::WithoutCode),
    }
}

/// Odd values, as JSON or nearly so.
fn odd_values() -> Vec<(&'static str, String)> {
    vec![
        (
            "100,000 levels",
            ["[".repeat(100_000), "]".repeat(100_000)]
                .concat()
                .chars()
                .take(90_000)
                .collect(),
        ),
        (
            "1,000 levels of objects",
            [r#"{"a":"#.repeat(1000), "1".to_owned(), "}".repeat(1000)].concat(),
        ),
        ("10,000 digits", "7".repeat(10_000)),
        ("1e400", "1e400".to_owned()),
        ("-1e400", "-1e400".to_owned()),
        ("a number beyond 63 bits", "9223372036854775808".to_owned()),
        ("a number below 63 bits", "-9223372036854775809".to_owned()),
        ("a number beyond 64 bits", "18446744073709551616".to_owned()),
        ("a half surrogate pair", r#""\ud800""#.to_owned()),
        ("an array of arrays", "[[1],[2]]".to_owned()),
        ("an object", r#"{"a":1}"#.to_owned()),
        (
            "PHP's list with keys",
            r#"{"0":{"id":1},"1":{"id":2}}"#.to_owned(),
        ),
        ("a list", r#"["x","y"]"#.to_owned()),
        ("an empty list", "[]".to_owned()),
        ("null", "null".to_owned()),
        ("an empty text", r#""""#.to_owned()),
        ("false", "false".to_owned()),
        ("true", "true".to_owned()),
        ("a number", "987654".to_owned()),
        ("a text", r#""text""#.to_owned()),
    ]
}

/// What is no JSON at all.
fn broken_values() -> [(&'static str, &'static str); 5] {
    [
        ("NaN", "NaN"),
        ("Infinity", "-Infinity"),
        ("a text in single quotes", "'text'"),
        ("a number with a zero in front", "007"),
        ("nothing", ""),
    ]
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, value) in odd_values() {
        // Deep ones cannot be read to their end, but the code stands before them.
        let data = value.clone();
        faults.push(fault(
            format!("{name} as the data of a refusal"),
            move |row| row.envelope(row.facts.not_done, "\"失败的原因\"", &data),
            refused,
        ));
        let data = value.clone();
        faults.push(fault(
            format!("{name} as the data of a success"),
            move |row| row.success(&data),
            never_refused,
        ));
        let text = value.clone();
        // Where the message is a part of the verdict, one that says nothing proves nothing.
        faults.push(
            fault(
                format!("{name} as the message of a refusal"),
                move |row| row.envelope(row.facts.not_done, &text, "[]"),
                refused,
            )
            .only(|row| row.provider != "post30"),
        );
        let is_boolean = matches!(name, "true" | "false");
        faults.push(
            fault(
                format!("{name} as the code"),
                move |row| {
                    let [code, text, data] = row.facts.envelope;
                    format!(r#"{{"{code}":{value},"{text}":"失败的原因","{data}":[]}}"#)
                },
                |row| match row.reading {
                    Reading::Any => Expect::of(crate::expect::done()),
                    // A number that is no documented code, or none at all.
                    _ => Expect::undocumented(),
                },
            )
            // To this provider it is one.
            .only(move |row| !is_boolean || row.provider != "post30"),
        );
    }
    for (name, value) in broken_values() {
        faults.push(fault(
            format!("{name} as the data of a refusal"),
            move |row| row.envelope(row.facts.not_done, "\"失败的原因\"", value),
            refused,
        ));
        faults.push(fault(
            format!("{name} as the code"),
            move |row| {
                let [code, text, _] = row.facts.envelope;
                format!(r#"{{"{code}":{value},"{text}":"失败的原因"}}"#)
            },
            without_code,
        ));
    }
    faults.push(fault(
        "the code twice, alike",
        |row| {
            row.refusal().replacen(
                '{',
                &format!(r#"{{"{}":{},"#, row.facts.envelope[0], row.facts.not_done),
                1,
            )
        },
        refused,
    ));
    faults.push(fault(
        "the code twice, and not alike",
        |row| {
            row.refusal().replacen(
                '{',
                &format!(r#"{{"{}":{},"#, row.facts.envelope[0], row.facts.success),
                1,
            )
        },
        without_code,
    ));
    faults.push(fault(
        "an envelope in a list",
        |row| format!("[{}]", row.refusal()),
        without_code,
    ));
    for text in ["null", "[]", "{}", "\"\"", "false", "0", "", " "] {
        faults.push(fault(
            format!("`{text}` alone"),
            move |_| text.to_owned(),
            without_code,
        ));
    }
    for place in 0..MOST_FIELDS {
        faults.push(
            fault(
                format!("the good answer without its field {}", place + 1),
                move |row| without_field(row, place).unwrap(),
                never_refused,
            )
            .only(move |row| row.reading != Reading::File && without_field(row, place).is_some()),
        );
    }
    faults
}

/// As many fields as the largest good answer has, at all its levels.
const MOST_FIELDS: usize = 30;

/// The good answer without one of its fields, those of the verdict excepted.
fn without_field(row: &Row, place: usize) -> Option<String> {
    let mut answer: Value = serde_json::from_slice(&row.good.body).ok()?;
    let mut left = place;
    let [code, text, _] = row.facts.envelope;
    // Where the message is a part of the verdict, it stays too.
    let kept: &[&str] = match row.facts.success_text {
        "\"any\"" => &[code],
        _ => &[code, text],
    };
    drop_field(&mut answer, kept, &mut left).then(|| answer.to_string())
}

fn drop_field(value: &mut Value, kept: &[&str], left: &mut usize) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().any(|item| drop_field(item, &[], left)),
        Value::Object(fields) => {
            let names: Vec<String> = fields
                .keys()
                .filter(|name| !kept.contains(&name.as_str()))
                .cloned()
                .collect();
            names.iter().any(|name| {
                if *left == 0 {
                    fields.remove(name);
                    return true;
                }
                *left -= 1;
                drop_field(&mut fields[name.as_str()], &[], left)
            })
        }
        _ => false,
    }
}
