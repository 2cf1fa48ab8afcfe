use std::fmt;

use signing::{MASK, brace_pairs, sorted_pairs};

use crate::Algorithm;
use crate::recipe::Recipe;
use crate::subject::{Kind, Subject, View};
use crate::write::string_to_sign;

/// A signature, stage by stage: what a person compares with his own log.
///
/// All texts are masked: neither the key nor another credential is in any of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stages {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Every parameter in the order in which it was given, the left out ones too.
    pub parameters: Vec<Parameter>,
    /// The names of the signed parameters in the order in which they are signed.
    pub order: Vec<String>,
    /// The string to sign, with [`MASK`] in place of the key.
    pub string_to_sign: String,
    /// How many bytes are hashed, the key not counted.
    pub bytes_without_key: usize,
    /// The charset in which text becomes bytes.
    pub charset: &'static str,
    /// The characters beyond ASCII, each once, at most [`Stages::MAX_NON_ASCII`] of them.
    pub non_ascii: Vec<NonAscii>,
    /// The right signature; none where it is a credential itself (`secret_digest`).
    pub digest: Option<String>,
    /// Whether the received signature is the right one; none when there was none to compare.
    pub matches: Option<bool>,
    /// The received signature, should it have been given and be no credential.
    pub received: Option<String>,
}

/// One parameter, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name as given.
    pub name: String,
    /// The value as given; `null` for JSON null.
    pub value: String,
    /// Whether it is signed.
    pub fate: Fate,
}

/// What becomes of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It is signed, at this place, counted from 1.
    Signed(usize),
    /// It is left out: the signature does not sign itself.
    IsSignature,
    /// It is left out: the value is empty or null.
    IsEmpty,
    /// It is left out: the value is the text `NULL`.
    IsNullText,
    /// It is left out: the time is signed bare, after the parameters.
    IsTimer,
}

/// A character beyond ASCII and its bytes, to tell charsets apart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NonAscii {
    /// The character.
    pub character: char,
    /// Its bytes in UTF-8, as hexadecimal digits.
    pub utf_8: String,
}

impl Stages {
    /// So many different characters beyond ASCII are listed.
    pub const MAX_NON_ASCII: usize = 8;

    /// `masked` makes the string to sign with `signing`. A text that holds a credential might be
    /// sorted or left out differently once that is masked: then the string is made here, from
    /// both.
    pub(crate) fn new(
        subject: &Subject,
        masked: impl FnOnce(&[(&str, &str)]) -> Vec<u8>,
        digest: Option<String>,
    ) -> Self {
        let text = match subject.holds_credentials() {
            false => String::from_utf8_lossy(&masked(&subject.real_pairs())).into_owned(),
            true => string_to_sign(subject, &Recipe::default(), View::Shown),
        };
        let text = subject.masks.hide(&text);
        let order = order(subject);
        let parameters = subject
            .pairs
            .iter()
            .enumerate()
            .map(|(place, pair)| Parameter {
                name: pair.name.shown.clone(),
                value: match pair.kind {
                    Kind::Null => "null".to_owned(),
                    _ => pair.value.shown.clone(),
                },
                fate: fate(subject, place, &order),
            })
            .collect();
        let bytes = string_to_sign(subject, &Recipe::default(), View::Real).len();
        Self {
            algorithm: subject.algorithm,
            parameters,
            order: order
                .iter()
                .map(|&place| subject.pairs[place].name.shown.clone())
                .collect(),
            bytes_without_key: bytes - subject.key(None, View::Real).len(),
            charset: "UTF-8",
            non_ascii: non_ascii(&text),
            string_to_sign: text,
            digest,
            matches: None,
            received: None,
        }
    }
}

/// The places of the signed parameters, in the order of their names.
fn order(subject: &Subject) -> Vec<usize> {
    let pairs = subject.real_pairs();
    let mut order: Vec<usize> = (0..pairs.len())
        .filter(|&place| {
            let (name, value) = pairs[place];
            match subject.algorithm {
                Algorithm::SortedPairs => {
                    sorted_pairs::is_signed(name.as_bytes(), value.as_bytes())
                }
                _ => brace_pairs::is_signed(name.as_bytes()),
            }
        })
        .collect();
    order.sort_by_key(|&place| pairs[place].0);
    order
}

fn fate(subject: &Subject, place: usize, order: &[usize]) -> Fate {
    let pair = &subject.pairs[place];
    match order.iter().position(|&signed| signed == place) {
        Some(signed) => Fate::Signed(signed + 1),
        None if pair.name.real == "sign" => Fate::IsSignature,
        None if subject.algorithm == Algorithm::BracePairs => Fate::IsTimer,
        None if pair.value.real.is_empty() => Fate::IsEmpty,
        None => Fate::IsNullText,
    }
}

fn non_ascii(text: &str) -> Vec<NonAscii> {
    let mut found: Vec<NonAscii> = Vec::new();
    for character in text.chars().filter(|character| !character.is_ascii()) {
        if found.len() == Stages::MAX_NON_ASCII {
            break;
        }
        if !found.iter().any(|known| known.character == character) {
            found.push(NonAscii {
                character,
                utf_8: hex::encode(character.encode_utf8(&mut [0; 4])),
            });
        }
    }
    found
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed(place) => write!(f, "signed, place {place}"),
            Self::IsSignature => f.write_str("left out: the signature itself"),
            Self::IsEmpty => f.write_str("left out: empty"),
            Self::IsNullText => f.write_str("left out: the text NULL"),
            Self::IsTimer => f.write_str("left out: signed bare, after the parameters"),
        }
    }
}

impl fmt::Display for Stages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "algorithm       {} ({})",
            self.algorithm,
            self.algorithm.digits()
        )?;
        for parameter in &self.parameters {
            let Parameter { name, value, fate } = parameter;
            writeln!(
                f,
                "parameter       {} = {}  [{fate}]",
                visible(name),
                visible(value)
            )?;
        }
        if !self.order.is_empty() {
            let names: Vec<String> = self.order.iter().map(|name| visible(name)).collect();
            writeln!(f, "order           {}", names.join(", "))?;
        }
        writeln!(f, "string to sign  {}", visible(&self.string_to_sign))?;
        let Self {
            bytes_without_key: bytes,
            charset,
            ..
        } = self;
        writeln!(f, "bytes           {bytes} and the key, {charset}")?;
        for NonAscii { character, utf_8 } in &self.non_ascii {
            let character = visible(&character.to_string());
            writeln!(f, "not ASCII       {character} is {utf_8}")?;
        }
        match &self.digest {
            Some(digest) => write!(f, "signature       {digest}")?,
            None => write!(f, "signature       {MASK} (a credential itself)")?,
        }
        if let Some(received) = &self.received {
            write!(f, "\nreceived        {}", visible(received))?;
        }
        match self.matches {
            Some(true) => f.write_str("\nresult          they match"),
            Some(false) => f.write_str("\nresult          they do not match"),
            None => Ok(()),
        }
    }
}

/// The text with control characters, and others that cannot be seen, as escapes.
pub(crate) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_control() => visible.extend(character.escape_default()),
            // Marks that steer the direction of text or have no width.
            '\u{061c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => visible.extend(character.escape_unicode()),
            _ => visible.push(character),
        }
    }
    visible
}
