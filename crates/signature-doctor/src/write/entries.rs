//! Which parameters are signed, in which order.

use std::borrow::Cow;

use super::entry::Entry;
use super::{key, order, time_text};
use crate::Algorithm;
use crate::recipe::{Empty, KeyPlace, Names, Recipe, Sign, TimePlace};
use crate::subject::{Kind, Pair, Subject, Text, View};

/// What is kept and in which order is decided by the real texts, whatever is shown.
pub(super) fn of<'a>(subject: &'a Subject, recipe: &Recipe, view: View) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = subject
        .pairs
        .iter()
        .map(|pair| entry(pair, subject.algorithm, recipe, view))
        .collect();
    if recipe.last_of_repeated {
        keep_last(&mut entries);
    }
    if recipe.sign == Sign::Empty && !entries.iter().any(|entry| entry.real.0 == "sign") {
        entries.push(made("sign", Cow::from(""), None));
    }
    entries.retain_mut(|entry| is_signed(entry, subject.algorithm, recipe));
    if recipe.time == TimePlace::AsParameter {
        let shown = (view == View::Shown).then(|| time(subject, recipe, View::Shown));
        entries.push(made("timer", time(subject, recipe, View::Real), shown));
    }
    if recipe.key == KeyPlace::SortedIn {
        let shown = (view == View::Shown).then(|| key::of(subject, recipe, View::Shown));
        let mut key = made("key", key::of(subject, recipe, View::Real), shown);
        key.is_key = true;
        entries.push(key);
    }
    if recipe.names == Names::LowerCased {
        for entry in &mut entries {
            entry.real.0.to_mut().make_ascii_lowercase();
            if let Some(shown) = &mut entry.shown {
                shown.0.to_mut().make_ascii_lowercase();
            }
        }
    }
    order::sort(&mut entries, recipe.order);
    entries
}

/// The time as the recipe writes it; empty without one.
pub(super) fn time<'a>(subject: &'a Subject, recipe: &Recipe, view: View) -> Cow<'a, str> {
    let time = subject.time.as_ref().map_or("", |time| time.view(view));
    time_text::written(time, recipe.pattern, recipe.ahead_minutes)
}

fn made<'a>(name: &'a str, value: Cow<'a, str>, shown: Option<Cow<'a, str>>) -> Entry<'a> {
    Entry {
        real: (name.into(), value),
        shown: shown.map(|shown| (name.into(), shown)),
        is_key: false,
    }
}

fn entry<'a>(pair: &'a Pair, algorithm: Algorithm, recipe: &Recipe, view: View) -> Entry<'a> {
    let text = |view| {
        let name = Cow::from(pair.name.view(view));
        (name, read(pair, algorithm, recipe, view))
    };
    Entry {
        real: text(View::Real),
        shown: (view == View::Shown).then(|| text(View::Shown)),
        is_key: false,
    }
}

/// The text that a value is taken for.
fn read<'a>(pair: &'a Pair, algorithm: Algorithm, recipe: &Recipe, view: View) -> Cow<'a, str> {
    let Text { real, .. } = &pair.name;
    let value = pair.value.view(view);
    match pair.kind {
        // The words are our own texts and live as long as the program.
        Kind::Null => recipe.null.into(),
        Kind::Number | Kind::Text if algorithm == Algorithm::SortedPairs => {
            let value = match recipe.timestamp_unit_changed && real == "timestamp" {
                true => time_text::other_unit(value),
                false => time_text::written(value, recipe.pattern, recipe.ahead_minutes),
            };
            match recipe.values_quoted && pair.kind == Kind::Text {
                true => serde_json::to_string(&value).unwrap_or_default().into(),
                false => value,
            }
        }
        Kind::Number | Kind::Text => value.into(),
    }
}

/// Of entries with the same name the last, at the place of the first: a map does so.
fn keep_last(entries: &mut Vec<Entry<'_>>) {
    let mut kept: Vec<Entry<'_>> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        match kept.iter_mut().find(|kept| kept.real.0 == entry.real.0) {
            Some(place) => *place = entry,
            None => kept.push(entry),
        }
    }
    *entries = kept;
}

fn is_signed(entry: &mut Entry<'_>, algorithm: Algorithm, recipe: &Recipe) -> bool {
    if entry.real.0 == "sign" {
        match recipe.sign {
            Sign::LeftOut => return false,
            Sign::AsGiven => {}
            Sign::Empty => {
                entry.real.1 = "".into();
                entry.shown = entry.shown.take().map(|(name, _)| (name, "".into()));
                return true;
            }
        }
    }
    let (name, value) = (&*entry.real.0, &*entry.real.1);
    match algorithm {
        Algorithm::SortedPairs => {
            let is_empty = match recipe.empty {
                Empty::Kept => false,
                Empty::BlankLeftOut => value.trim_ascii().is_empty(),
                Empty::Right | Empty::LeftOut => value.is_empty(),
            };
            let is_left_out = is_empty
                || (value == "NULL" && !recipe.null_text_kept)
                || (value == "0" && recipe.zero_left_out);
            !is_left_out
        }
        _ => name != "timer" && !(recipe.empty == Empty::LeftOut && value.is_empty()),
    }
}
