//! How a name and a value are written, before they are encoded.

use std::borrow::Cow;

use super::{escape, json};
use crate::Algorithm;
use crate::recipe::{Names, NonAsciiForm, Recipe};

pub(super) fn name<'a>(name: &'a str, algorithm: Algorithm, recipe: &Recipe) -> Cow<'a, str> {
    match recipe.names {
        Names::LowerCasedBeyondAscii => name.to_lowercase().into(),
        Names::Right if algorithm == Algorithm::BracePairs => name.to_ascii_lowercase().into(),
        // Lower-cased names of sorted pairs were turned before they were sorted.
        Names::Right | Names::AsGiven | Names::LowerCased => name.into(),
    }
}

pub(super) fn value<'a>(value: &'a str, recipe: &Recipe) -> Cow<'a, str> {
    let mut written = Cow::from(value);
    if recipe.values_trimmed {
        change(&mut written, |text| text.trim_ascii().to_owned());
    }
    if recipe.values_lower_cased {
        change(&mut written, str::to_ascii_lowercase);
    }
    match recipe.non_ascii {
        NonAsciiForm::AsGiven => {}
        NonAsciiForm::EscapedLower => change(&mut written, escape::non_ascii_lower),
        NonAsciiForm::EscapedUpper => change(&mut written, escape::non_ascii_upper),
        NonAsciiForm::Unescaped => change(&mut written, escape::undone),
    }
    if recipe.slashes_escaped {
        change(&mut written, escape::slashes);
    }
    if recipe.html_escaped {
        change(&mut written, escape::html);
    }
    if (recipe.keys_sorted || recipe.spacing.is_some()) && json::is_container(&written) {
        if recipe.keys_sorted {
            change(&mut written, json::with_sorted_keys);
        }
        if let Some(spacing) = recipe.spacing {
            change(&mut written, |text| json::spaced(text, spacing));
        }
    }
    written
}

fn change(text: &mut Cow<'_, str>, how: impl Fn(&str) -> String) {
    *text = how(text).into();
}
