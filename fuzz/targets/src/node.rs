//! JSON as it is written: order, doubled names and every digit of a number are kept.

use std::fmt::{self, Write};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// How deep a tree may be: what is deeper is looked at by nobody here.
const DEEPEST: usize = 60;

#[derive(Clone, Debug)]
pub(crate) enum Node {
    Object(Vec<(String, Node)>),
    List(Vec<Node>),
    /// A text, a number, a boolean or null, as JSON.
    Scalar(String),
}

impl Node {
    /// The whole of a text, if it is JSON and nothing else.
    pub(crate) fn parse(json: &[u8]) -> Option<Self> {
        Self::at_depth(serde_json::from_slice(json).ok()?, 0)
    }

    fn at_depth(raw: &RawValue, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        let json = raw.get();
        match json.as_bytes().first()? {
            b'{' => {
                let Fields(fields) = serde_json::from_str(json).ok()?;
                let read = |(name, raw)| Some((name, Self::at_depth(raw, depth + 1)?));
                Some(Self::Object(
                    fields.into_iter().map(read).collect::<Option<_>>()?,
                ))
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
                let read = |raw| Self::at_depth(raw, depth + 1);
                Some(Self::List(
                    items.into_iter().map(read).collect::<Option<_>>()?,
                ))
            }
            _ => Some(Self::Scalar(json.to_owned())),
        }
    }

    /// A text as JSON.
    pub(crate) fn text(text: &str) -> Self {
        Self::Scalar(quoted(text))
    }

    /// The only value under a name, if there is exactly one.
    pub(crate) fn only(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else {
            return None;
        };
        let mut found = fields.iter().filter(|(other, _)| other == name);
        let (_, value) = found.next()?;
        found.next().is_none().then_some(value)
    }

    /// How many nodes there are, itself included.
    pub(crate) fn size(&self) -> usize {
        1 + match self {
            Self::Object(fields) => fields.iter().map(|(_, value)| value.size()).sum(),
            Self::List(items) => items.iter().map(Self::size).sum(),
            Self::Scalar(_) => 0,
        }
    }

    /// The node at a place, counted from itself as 0 in the order in which they are written.
    pub(crate) fn at(&mut self, place: usize) -> Option<&mut Self> {
        if place == 0 {
            return Some(self);
        }
        let mut left = place - 1;
        let children: Vec<&mut Self> = match self {
            Self::Object(fields) => fields.iter_mut().map(|(_, value)| value).collect(),
            Self::List(items) => items.iter_mut().collect(),
            Self::Scalar(_) => Vec::new(),
        };
        for child in children {
            let size = child.size();
            if left < size {
                return child.at(left);
            }
            left -= size;
        }
        None
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(fields) => {
                f.write_char('{')?;
                for (place, (name, value)) in fields.iter().enumerate() {
                    let comma = if place > 0 { "," } else { "" };
                    write!(f, "{comma}{}:{value}", quoted(name))?;
                }
                f.write_char('}')
            }
            Self::List(items) => {
                f.write_char('[')?;
                for (place, item) in items.iter().enumerate() {
                    let comma = if place > 0 { "," } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_char(']')
            }
            Self::Scalar(json) => f.write_str(json),
        }
    }
}

pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The fields of an object in their order.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;

        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(FieldsVisitor)
    }
}
