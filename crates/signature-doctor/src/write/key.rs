use std::borrow::Cow;

use super::percent::Encoder;
use crate::recipe::{Recipe, SecretForm};
use crate::subject::{Subject, View};

/// The key, as the recipe has it.
pub(crate) fn of<'a>(subject: &'a Subject, recipe: &Recipe, view: View) -> Cow<'a, str> {
    let key = subject.key(recipe.credential, view);
    match (recipe.secret, view) {
        (SecretForm::InQuotes, _) => format!("\"{key}\"").into(),
        (_, View::Shown) | (SecretForm::AsItIs, _) => key.into(),
        (SecretForm::Trimmed, _) => key.trim().into(),
        (SecretForm::LowerCased, _) => key.to_lowercase().into(),
        (SecretForm::FormEncoded, _) => Encoder::Go
            .encode(&recipe.charset.bytes_to_escape(key))
            .into(),
        (SecretForm::CutAtNul, _) => key.split('\0').next().unwrap_or_default().into(),
    }
}
