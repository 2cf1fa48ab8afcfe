//! JSON that is odd: in the envelope of a refusal, and in the data of a success.

use provider_http::{Delivery, Effect};
use serde_json::Value;

use super::never_refused;
use super::text::refused;
use crate::expect::{Expect, done, verdict};
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

/// Where a refusal needs a reason, an odd text may be none, and then proves nothing.
fn odd_message(row: &Row) -> Expect {
    let code = Some(row.facts.not_done);
    match (row.reading, row.effect) {
        (Reading::Data, Effect::Writes) if row.facts.refusal_needs_a_reason => {
            refused(row).or(verdict("refused", code, Delivery::Unknown))
        }
        _ => refused(row),
    }
}

/// One odd value in each place of the envelope.
fn with_value(name: &'static str, value: &str) -> [Fault; 4] {
    let [data, of_success, text, code] = [(); 4].map(|()| value.to_owned());
    let is_boolean = matches!(name, "true" | "false");
    [
        // What is too deep cannot be read to its end, but the code stands before it.
        fault(
            format!("{name} as the data of a refusal"),
            move |row| row.envelope(row.facts.not_done, "\"失败的原因\"", &data),
            refused,
        ),
        fault(
            format!("{name} as the data of a success"),
            move |row| row.success(&of_success),
            never_refused,
        ),
        fault(
            format!("{name} as the message of a refusal"),
            move |row| row.envelope(row.facts.not_done, &text, "[]"),
            odd_message,
        ),
        fault(
            format!("{name} as the code"),
            move |row| with_code(row, &code),
            move |row| match row.reading {
                Reading::Any => Expect::of(done()),
                _ if name == "a number" => Expect::undocumented(row, 987_654),
                _ => Expect::without_code(row),
            },
        )
        // To such a provider it is one.
        .only(move |row| !(is_boolean && row.facts.has_boolean_codes)),
    ]
}

/// An envelope whose code is this JSON, or nearly so.
fn with_code(row: &Row, value: &str) -> String {
    let [code, text, data] = row.facts.envelope;
    format!(r#"{{"{code}":{value},"{text}":"失败的原因","{data}":[]}}"#)
}

/// A refusal with one more field in front.
fn preceded(row: &Row, field: &str, value: &str) -> String {
    row.refusal()
        .replacen('{', &format!(r#"{{"{field}":{value},"#), 1)
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, value) in odd_values() {
        let four = with_value(name, &value);
        // The deepest is larger than the limit of the other cells.
        faults.extend(four.map(|fault| match value.len() > 50_000 {
            true => fault.limited_to(1024 * 1024, 16 * 1024 * 1024),
            false => fault,
        }));
    }
    for (name, value) in broken_values() {
        faults.push(fault(
            format!("{name} as the data of a refusal"),
            move |row| row.envelope(row.facts.not_done, "\"失败的原因\"", value),
            refused,
        ));
        faults.push(fault(
            format!("{name} as the code"),
            move |row| with_code(row, value),
            Expect::without_code,
        ));
    }
    let [code, text, data] = [0, 1, 2].map(|place| move |row: &Row| row.facts.envelope[place]);
    faults.push(fault(
        "the code twice, alike",
        move |row| preceded(row, code(row), &row.facts.not_done.to_string()),
        refused,
    ));
    faults.push(fault(
        "the code twice, and not alike",
        move |row| preceded(row, code(row), &row.facts.success.to_string()),
        Expect::without_code,
    ));
    faults.push(fault(
        "the message twice, and not alike",
        move |row| preceded(row, text(row), "\"另一个原因\""),
        refused,
    ));
    faults.push(fault(
        "the data twice, and not alike",
        move |row| preceded(row, data(row), "{\"a\":1}"),
        refused,
    ));
    faults.push(fault(
        "an envelope in a list",
        |row| format!("[{}]", row.refusal()),
        Expect::without_code,
    ));
    for text in ["null", "[]", "{}", "\"\"", "false", "0", "", " "] {
        faults.push(fault(
            format!("`{text}` alone"),
            move |_| text.to_owned(),
            Expect::without_code,
        ));
    }
    faults.extend((0..MOST_FIELDS).map(|place| {
        fault(
            format!("the good answer without its field {}", place + 1),
            move |row| without_field(row, place).unwrap().1,
            move |row| match without_field(row, place) {
                Some((path, _)) if path_of_made(row) == Some(path.clone()) => {
                    let code = Some(row.facts.success);
                    Expect::of(verdict("unexpected answer", code, Delivery::Unknown))
                }
                _ => Expect::never_refused(),
            },
        )
        .only(move |row| row.reading != Reading::File && without_field(row, place).is_some())
    }));
    faults
}

/// As many fields as the largest good answer has, at all its levels.
const MOST_FIELDS: usize = 42;

/// The path of one of the fields of the good answer, those of the verdict excepted, and the answer
/// without it.
fn without_field(row: &Row, place: usize) -> Option<(String, String)> {
    let mut answer: Value = serde_json::from_slice(&row.good.body).ok()?;
    let mut left = place;
    let [code, text, _] = row.facts.envelope;
    // Where the message is a part of the verdict, it stays too.
    let kept: &[&str] = match row.facts.success_needs_its_text {
        true => &[code, text],
        false => &[code],
    };
    let path = drop_field(&mut answer, kept, &mut left)?;
    Some((path, answer.to_string()))
}

/// Where the number of what was made stands.
fn path_of_made(row: &Row) -> Option<String> {
    let [_, _, data] = row.facts.envelope;
    row.facts.made.map(|name| format!("/{data}/{name}"))
}

fn drop_field(value: &mut Value, kept: &[&str], left: &mut usize) -> Option<String> {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .find_map(|item| drop_field(item, &[], left)),
        Value::Object(fields) => {
            let is_dropped = |name: &&String| !kept.contains(&name.as_str());
            let names: Vec<String> = fields.keys().filter(is_dropped).cloned().collect();
            names.into_iter().find_map(|name| {
                if *left == 0 {
                    fields.remove(&name);
                    return Some(format!("/{name}"));
                }
                *left -= 1;
                let path = drop_field(&mut fields[name.as_str()], &[], left)?;
                Some(format!("/{name}{path}"))
            })
        }
        _ => None,
    }
}

#[test]
fn every_field_of_every_good_answer_is_left_out_once() {
    let rows = crate::run::all_rows();
    let has_field = |place| rows.iter().any(|row| without_field(row, place).is_some());
    assert!(has_field(MOST_FIELDS - 1) && !has_field(MOST_FIELDS));
    let mut count = 0;
    for row in rows.iter().filter(|row| row.facts.made.is_some()) {
        let mut paths = (0..MOST_FIELDS).filter_map(|place| Some(without_field(row, place)?.0));
        assert!(paths.any(|path| Some(path) == path_of_made(row)));
        count += 1;
    }
    assert!(count > 0);
}
