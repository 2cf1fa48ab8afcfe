//! What an input does to an answer: steps of four bytes, so that a small change of the input is a
//! small change of the answer, and most answers stay near to what is documented.

use crate::node::{Node, quoted};

/// Digits of which not one may get lost.
pub(crate) const LONG_DIGITS: &str = "12345678901234567890123456789012345";

/// About as long as an answer gets: one beyond the limit of the client has no code.
const LONGEST: usize = 100_000;

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.0",
    "0.10",
    "1e2",
    "1e400",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    LONG_DIGITS,
    "\"12345678901234567890123456789012345\"",
    "\"\"",
    "\" \"",
    "\"0\"",
    "\"007\"",
    "\"null\"",
    "\"可乐\"",
    "\"a\\nb\\u202ec\\u0000\"",
    "\"\\ud800\"",
    "\"2024-04-27 14:00:08\"",
    "\"2016-1-25 22:00:44\"",
    "\"0000-00-00 00:00:00\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "[null]",
];

/// What stands in the answers of a provider.
pub(crate) struct Words<'a> {
    pub(crate) fields: &'a [&'a str],
    /// As JSON.
    pub(crate) values: &'a [&'a str],
    /// Texts that were sent.
    pub(crate) sent: Vec<&'a str>,
    pub(crate) codes: Vec<i64>,
    pub(crate) code_field: &'a str,
}

/// The answer that the steps make of a good one.
pub(crate) fn edited(mut answer: Node, steps: &[u8], words: &Words<'_>) -> Vec<u8> {
    let mut damages = Vec::new();
    for step in steps.as_chunks::<4>().0 {
        let [kind, place, a, b] = *step;
        match kind % 20 {
            kind @ 16.. => damages.push((kind, usize::from(place) << 8 | usize::from(a), b)),
            kind => edit(&mut answer, kind, [place, a, b], words),
        }
        if answer.to_string().len() > LONGEST {
            break;
        }
    }
    let mut bytes = answer.to_string().into_bytes();
    for (kind, place, byte) in damages {
        damage(&mut bytes, kind, place, byte);
    }
    bytes
}

fn edit(answer: &mut Node, kind: u8, [place, a, b]: [u8; 3], words: &Words<'_>) {
    let size = answer.size();
    let other = answer.at(usize::from(b) % size).cloned();
    if kind == 10 {
        if let Node::Object(fields) = answer {
            let code = pick(&words.codes, a).map_or(i64::from(a), |code| *code);
            let found = fields.iter_mut().find(|(name, _)| name == words.code_field);
            if let Some((_, value)) = found {
                *value = Node::Scalar(code.to_string());
            }
        }
        return;
    }
    let Some(node) = answer.at(usize::from(place) % size) else {
        return;
    };
    match (kind, &mut *node) {
        (0, Node::Object(fields)) if !fields.is_empty() => {
            fields.remove(usize::from(a) % fields.len());
        }
        (0, Node::List(items)) if !items.is_empty() => {
            items.remove(usize::from(a) % items.len());
        }
        (1, Node::Object(fields)) if !fields.is_empty() => {
            let place = usize::from(a) % fields.len();
            let name = pick(words.fields, b).map_or("other", |name| name);
            fields[place].0 = name.to_owned();
        }
        (2, Node::Object(fields)) if !fields.is_empty() => {
            let (name, old) = fields[usize::from(a) % fields.len()].clone();
            fields.push((name, value(b, words).unwrap_or(old)));
        }
        (2, Node::List(items)) if !items.is_empty() && items.len() < 40 => {
            let item = items[usize::from(a) % items.len()].clone();
            items.push(item);
        }
        (3, _) => *node = value(a, words).unwrap_or_else(|| node.clone()),
        (4, _) => *node = Node::List(vec![node.clone()]),
        (5, _) => {
            let name = pick(words.fields, a).map_or("data", |name| name);
            *node = Node::Object(vec![(name.to_owned(), node.clone())]);
        }
        // A number for a text, a text for anything else.
        (6, Node::Scalar(json)) => {
            let inner = serde_json::from_str::<String>(json);
            *json = match inner {
                Ok(text) if is_number(&text) => text,
                Ok(_) => "0".to_owned(),
                Err(_) => quoted(json),
            };
        }
        (7, Node::Object(fields)) => {
            *node = Node::List(fields.drain(..).map(|(_, value)| value).collect());
        }
        // A list with keys, as PHP writes one whose first item was taken out.
        (7, Node::List(items)) => {
            let numbered = items.drain(..).enumerate();
            let from = usize::from(a % 2);
            let named = numbered.map(|(place, item)| ((place + from).to_string(), item));
            *node = Node::Object(named.collect());
        }
        (8, _) => {
            *node = other
                .filter(|other| other.size() < 60)
                .unwrap_or_else(|| node.clone())
        }
        (9, _) => {
            let text = pick(&words.sent, a).map_or("", |text| text);
            *node = Node::text(&format!("echo [{text}]"));
        }
        (11, Node::Object(fields)) => {
            let name = pick(words.fields, a).map_or("other", |name| name);
            fields.insert(
                0,
                (name.to_owned(), value(b, words).unwrap_or(Node::text(name))),
            );
        }
        (12, _) => *node = Node::Scalar((i64::from(a) * 256 + i64::from(b)).to_string()),
        (13, Node::Scalar(json)) if json.len() < 3000 => {
            let long = json.trim_matches('"').repeat(usize::from(a) + 1);
            *node = Node::text(&long);
        }
        // A sibling under another name.
        (14, Node::Object(fields)) if fields.len() > 1 => {
            let (from, to) = (usize::from(a) % fields.len(), usize::from(b) % fields.len());
            let value = fields[from].1.clone();
            fields[to].1 = value;
        }
        (15, Node::Object(fields)) if !fields.is_empty() => {
            let by = usize::from(a) % fields.len();
            fields.rotate_left(by);
        }
        _ => {}
    }
}

/// Bytes are damaged behind all other steps.
fn damage(bytes: &mut Vec<u8>, kind: u8, place: usize, byte: u8) {
    const BEFORE: [&[u8]; 4] = [
        b"\xef\xbb\xbf",
        b"\n\n",
        b"<b>Warning</b>: a line of PHP\n",
        b"callback(",
    ];
    let place = place % (bytes.len() + 1);
    match kind {
        16 => bytes.insert(place, byte),
        17 => {
            if let Some(damaged) = bytes.get_mut(place) {
                *damaged = byte;
            }
        }
        18 => bytes.truncate(place),
        _ => {
            let before = BEFORE[usize::from(byte) % BEFORE.len()];
            bytes.splice(0..0, before.iter().copied());
        }
    }
}

fn value(number: u8, words: &Words<'_>) -> Option<Node> {
    let number = usize::from(number);
    let own = words.values.get(number.wrapping_sub(VALUES.len()));
    Node::parse(VALUES.get(number).or(own)?.as_bytes())
}

fn pick<T>(from: &[T], number: u8) -> Option<&T> {
    (!from.is_empty()).then(|| &from[usize::from(number) % from.len()])
}

fn is_number(text: &str) -> bool {
    matches!(Node::parse(text.as_bytes()), Some(Node::Scalar(json)) if !json.starts_with(['"', 'n', 't', 'f']))
}
