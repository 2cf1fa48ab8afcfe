use signing::sorted_pairs::Encoding;
use signing::{MASK, Secret};

use crate::mask::Masks;
use crate::write::percent::{Encoded, Encoder};
use crate::{
    Algorithm, Credentials, Error, MAX_INPUT_BYTES, MAX_OTHER_CREDENTIALS, MAX_PARAMS, Value,
};

/// What is examined: the input of one signature, each text also as it may be shown.
pub(crate) struct Subject {
    pub(crate) algorithm: Algorithm,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) time: Option<Text>,
    /// What is encoded when it is done right.
    pub(crate) encoded: Encoded,
    /// The key, then the others.
    keys: Vec<Secret>,
    /// The names of the others.
    pub(crate) others: Vec<String>,
    pub(crate) masks: Masks,
}

/// A parameter, with its value as JSON has it.
pub(crate) struct Pair {
    pub(crate) name: Text,
    pub(crate) value: Text,
    pub(crate) kind: Kind,
}

/// What a value is in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Null,
}

/// A text of the input, and the same without credentials.
pub(crate) struct Text {
    pub(crate) real: String,
    pub(crate) shown: String,
}

/// Which of the two a string to sign is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Real,
    Shown,
}

impl Subject {
    pub(crate) fn new(
        algorithm: Algorithm,
        params: &[(String, Value)],
        time: Option<&str>,
        encoding: Encoding,
        credentials: &Credentials,
        received: &str,
    ) -> Result<Self, Error> {
        check_size(params, time, credentials, received)?;
        let masks = Masks::new(credentials.secrets());
        let text = |text: &str| Text {
            real: text.to_owned(),
            shown: masks.hide(text),
        };
        let pairs = params
            .iter()
            .map(|(name, value)| Pair {
                name: text(name),
                value: text(value.as_text()),
                kind: Kind::of(value),
            })
            .collect();
        Ok(Self {
            algorithm,
            pairs,
            time: time.map(text),
            encoded: match encoding {
                Encoding::Form => Encoded::Both(Encoder::Go),
                _ => Encoded::Nothing,
            },
            keys: credentials.secrets().cloned().collect(),
            others: credentials
                .others
                .iter()
                .map(|(name, _)| masks.hide(name))
                .collect(),
            masks,
        })
    }

    /// The key, or the other credential at a place.
    pub(crate) fn key(&self, other: Option<usize>, view: View) -> &str {
        match view {
            View::Shown => MASK,
            View::Real => {
                let place = other.map_or(0, |place| place + 1);
                self.keys.get(place).map_or("", Secret::expose)
            }
        }
    }

    /// Whether an other credential is worth a try: it has a text, and not that of the key.
    pub(crate) fn differs_from_key(&self, other: usize) -> bool {
        let text = self.key(Some(other), View::Real);
        !text.is_empty() && text != self.key(None, View::Real)
    }

    /// Whether a name, a value or the time holds a credential.
    pub(crate) fn holds_credentials(&self) -> bool {
        let texts = self.pairs.iter().flat_map(|pair| [&pair.name, &pair.value]);
        texts.chain(&self.time).any(|text| text.real != text.shown)
    }

    /// The names and values as `signing` takes them.
    pub(crate) fn real_pairs(&self) -> Vec<(&str, &str)> {
        self.pairs
            .iter()
            .map(|pair| (pair.name.real.as_str(), pair.value.real.as_str()))
            .collect()
    }
}

impl Text {
    pub(crate) fn view(&self, view: View) -> &str {
        match view {
            View::Real => &self.real,
            View::Shown => &self.shown,
        }
    }
}

impl Kind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Text(_) => Self::Text,
            Value::Number(_) => Self::Number,
            Value::Null => Self::Null,
        }
    }
}

fn check_size(
    params: &[(String, Value)],
    time: Option<&str>,
    credentials: &Credentials,
    received: &str,
) -> Result<(), Error> {
    if params.len() > MAX_PARAMS {
        return Err(Error::TooManyParams {
            count: params.len(),
            limit: MAX_PARAMS,
        });
    }
    if credentials.others.len() > MAX_OTHER_CREDENTIALS {
        return Err(Error::TooManyCredentials {
            count: credentials.others.len(),
            limit: MAX_OTHER_CREDENTIALS,
        });
    }
    let bytes = params
        .iter()
        .map(|(name, value)| name.len() + value.as_text().len())
        .chain(credentials.secrets().map(|secret| secret.expose().len()))
        .chain(credentials.others.iter().map(|(name, _)| name.len()))
        .chain([time.map_or(0, str::len), received.len()])
        .sum();
    if bytes > MAX_INPUT_BYTES {
        return Err(Error::TooLarge {
            bytes,
            limit: MAX_INPUT_BYTES,
        });
    }
    Ok(())
}
