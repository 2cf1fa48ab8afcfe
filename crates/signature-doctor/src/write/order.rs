use std::cmp::Ordering;

use super::entry::Entry;
use super::percent::Encoder;

/// How the parameters are sorted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// By the bytes of the name.
    #[default]
    Bytes,
    AsGiven,
    /// By the name in lower case: `_` comes before the letters.
    LowerCase,
    /// By the name in upper case, as `OrdinalIgnoreCase` of .NET: `_` comes after the letters.
    UpperCase,
    /// As a language sorts: marks, digits, letters; lower case first where nothing else differs.
    Culture,
    /// The same, marks counting only where nothing else differs.
    CultureWithoutMarks,
    /// By name and value joined.
    Joined,
    /// By the form-encoded name.
    Encoded,
}

pub(super) fn sort(entries: &mut [Entry<'_>], order: Order) {
    match order {
        Order::Bytes => entries.sort_by(|a, b| a.real.0.cmp(&b.real.0)),
        Order::AsGiven => {}
        Order::LowerCase => entries.sort_by_cached_key(|entry| entry.real.0.to_ascii_lowercase()),
        Order::UpperCase => entries.sort_by_cached_key(|entry| entry.real.0.to_ascii_uppercase()),
        Order::Culture => entries.sort_by(|a, b| by_culture(&a.real.0, &b.real.0, |_| true)),
        Order::CultureWithoutMarks => entries.sort_by(|a, b| {
            by_culture(&a.real.0, &b.real.0, char::is_alphanumeric)
                .then_with(|| by_culture(&a.real.0, &b.real.0, |_| true))
        }),
        Order::Joined => {
            entries.sort_by_cached_key(|entry| format!("{}={}", entry.real.0, entry.real.1));
        }
        Order::Encoded => {
            entries.sort_by_cached_key(|entry| Encoder::Go.encode(entry.real.0.as_bytes()));
        }
    }
}

/// The order of the Unicode collation for ASCII names: letters first without their case, then the
/// case. Names beyond ASCII are compared by their code points.
fn by_culture(a: &str, b: &str, counts: fn(char) -> bool) -> Ordering {
    let weights = |name: &str| -> Vec<(usize, char)> {
        let counted = name.chars().filter(|&character| counts(character));
        counted.map(weight).collect()
    };
    let cases = |name: &str| -> Vec<bool> { name.chars().map(char::is_uppercase).collect() };
    let by_weight = weights(a).cmp(&weights(b));
    by_weight.then_with(|| cases(a).cmp(&cases(b)))
}

/// Marks in their order, then digits, then letters.
fn weight(character: char) -> (usize, char) {
    const MARKS: &str = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
    match MARKS.find(character) {
        Some(place) => (place, ' '),
        None if character.is_ascii_digit() => (MARKS.len(), character),
        None => (MARKS.len() + 1, character.to_ascii_lowercase()),
    }
}
