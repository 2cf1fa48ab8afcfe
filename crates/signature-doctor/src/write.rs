//! Makes the string to sign of a recipe. The right recipe makes what `signing` makes.

use std::borrow::Cow;

use crate::Algorithm;
use crate::digest::Hash;
use crate::recipe::{Joints, KeyPlace, Part, Recipe, TimePlace};
use crate::subject::{Subject, View};
use entry::Entry;
use percent::Encoded;

pub(crate) mod charset;
mod entries;
mod entry;
mod escape;
pub(crate) mod json;
pub(crate) mod key;
pub(crate) mod order;
pub(crate) mod percent;
pub(crate) mod time_text;
mod value;

/// The string to sign; as [shown](View::Shown) it has a mask for every credential.
pub(crate) fn string_to_sign(subject: &Subject, recipe: &Recipe, view: View) -> String {
    let writer = Writer {
        subject,
        recipe,
        view,
        marks: Marks::of(subject.algorithm),
        encoded: recipe.encoded.unwrap_or(subject.encoded),
    };
    let mut text = String::new();
    if recipe.byte_order_mark {
        text.push('\u{feff}');
    }
    let entries = entries::of(subject, recipe, view);
    for &part in writer.parts() {
        writer.put_part(part, &entries, &mut text);
    }
    if recipe.joints == Joints::Trailing {
        text.push_str(writer.marks.after_value);
    }
    text.push_str(recipe.ending);
    text
}

/// The literal texts of an algorithm.
struct Marks {
    after_name: &'static str,
    after_value: &'static str,
    right: &'static [Part],
}

impl Marks {
    fn of(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::SortedPairs => Self {
                after_name: "=",
                after_value: "&",
                right: &[Part::Params, Part::Literal("key="), Part::Key],
            },
            Algorithm::BracePairs => Self {
                after_name: "{$$}",
                after_value: "{$$$}",
                right: &[Part::Params, Part::Time, Part::Literal("{$$$$}"), Part::Key],
            },
            Algorithm::SecretDigest => Self {
                after_name: "",
                after_value: "",
                right: &[Part::Key],
            },
        }
    }
}

struct Writer<'a> {
    subject: &'a Subject,
    recipe: &'a Recipe,
    view: View,
    marks: Marks,
    encoded: Encoded,
}

impl Writer<'_> {
    fn parts(&self) -> &'static [Part] {
        let brace = self.subject.algorithm == Algorithm::BracePairs;
        match (self.recipe.hash, self.recipe.key) {
            (Hash::HmacWithoutKey, _) => &[Part::BareParams],
            (Hash::HmacUpToKey, _) if brace => &[Part::Params, Part::Time, Part::Literal("{$$$$}")],
            (Hash::HmacUpToKey, _) => &[Part::Params],
            (_, KeyPlace::Right) => self.marks.right,
            (_, KeyPlace::Parts(parts)) => parts,
            (_, KeyPlace::SortedIn) => &[Part::BareParams],
        }
    }

    fn put_part(&self, part: Part, entries: &[Entry<'_>], text: &mut String) {
        match part {
            Part::Params | Part::BareParams => self.put_params(part, entries, text),
            Part::Time => self.put_time(text),
            Part::Key => text.push_str(&key::of(self.subject, self.recipe, self.view)),
            Part::Literal(literal) => text.push_str(literal),
        }
    }

    fn put_params(&self, part: Part, entries: &[Entry<'_>], text: &mut String) {
        let joints = self.recipe.joints;
        if joints == Joints::Leading {
            text.push_str(self.marks.after_value);
        }
        let after_name = match joints {
            Joints::NeitherSeparatorNorEquals => "",
            _ => self.marks.after_name,
        };
        for (place, entry) in entries.iter().enumerate() {
            self.put_encoded(&self.written_name(entry), self.encodes_names(), text);
            text.push_str(after_name);
            let is_encoded = self.encoded != Encoded::Nothing && !entry.is_key;
            self.put_encoded(&self.written_value(entry), is_encoded, text);
            let is_last = place + 1 == entries.len();
            let followed = match joints {
                _ if is_last && part == Part::BareParams => false,
                Joints::NoneAfterLast => !is_last,
                Joints::NoneButAfterLast => is_last,
                Joints::None | Joints::NeitherSeparatorNorEquals => false,
                _ => true,
            };
            if followed {
                text.push_str(self.marks.after_value);
            }
        }
        if joints == Joints::DoubledBeforeKey && part == Part::Params {
            text.push_str(self.marks.after_value);
        }
    }

    fn put_time(&self, text: &mut String) {
        match self.recipe.time {
            TimePlace::Right => text.push_str(&self.time()),
            TimePlace::AsValue => {
                text.push_str(&self.time());
                text.push_str(self.marks.after_value);
            }
            TimePlace::Missing | TimePlace::AsParameter => {}
        }
    }

    fn time(&self) -> Cow<'_, str> {
        entries::time(self.subject, self.recipe, self.view)
    }

    fn written_name<'e>(&self, entry: &'e Entry<'_>) -> Cow<'e, str> {
        value::name(entry.name(self.view), self.subject.algorithm, self.recipe)
    }

    fn written_value<'e>(&self, entry: &'e Entry<'_>) -> Cow<'e, str> {
        // The key is no value, also when it is sorted in.
        if entry.is_key {
            return entry.value(self.view).into();
        }
        value::value(entry.value(self.view), self.recipe)
    }

    fn encodes_names(&self) -> bool {
        matches!(self.encoded, Encoded::Both(_))
    }

    fn put_encoded(&self, part: &str, is_encoded: bool, text: &mut String) {
        let (Encoded::Both(encoder) | Encoded::Values(encoder)) = self.encoded else {
            return text.push_str(part);
        };
        if !is_encoded {
            return text.push_str(part);
        }
        let charset = self.recipe.charset;
        match self.view {
            View::Real => text.push_str(&encoder.encode(&charset.bytes_to_escape(part))),
            View::Shown => text.push_str(&encoder.encode_around_masks(part, charset)),
        }
    }
}
