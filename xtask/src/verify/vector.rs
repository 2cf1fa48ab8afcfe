use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::algorithm::Algorithm;
use super::value::{Text, Value};

/// A file of vectors; its cases are read one by one, so that a bad one does not hide the others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File<'a> {
    pub(crate) algorithm: String,
    #[serde(borrow)]
    pub(crate) cases: Vec<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) comment: String,
    #[serde(default, deserialize_with = "present")]
    pub(crate) params: Option<Vec<(Text, Value)>>,
    #[serde(rename = "values", default, deserialize_with = "present")]
    pub(crate) encoding: Option<Encoding>,
    #[serde(default, deserialize_with = "present")]
    pub(crate) time: Option<String>,
    pub(crate) key: String,
    pub(crate) masked_string_to_sign: Text,
    pub(crate) signature: String,
    /// For the test of the client that sends it.
    #[serde(default, deserialize_with = "present")]
    pub(crate) payload: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(crate) must_reject: Option<MustReject>,
    pub(crate) source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Encoding {
    Raw,
    #[serde(rename = "form_encoded")]
    Form,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MustReject {
    pub(crate) signature: String,
    pub(crate) mistake: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    #[serde(rename = "kind")]
    _kind: SourceKind,
    from: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SourceKind {
    Published,
    Captured,
    Derived,
}

impl Case {
    pub(crate) fn params(&self) -> &[(Text, Value)] {
        self.params.as_deref().unwrap_or_default()
    }

    /// The rules that the types do not hold; the message names the field.
    pub(crate) fn check(&self, algorithm: Algorithm) -> Result<(), &'static str> {
        let [sorted, brace, digest] = Algorithm::ALL.map(|one_of_all| one_of_all == algorithm);
        let null = self.params().iter().any(|(_, value)| *value == Value::Null);
        let rules = [
            (!self.id.trim().is_empty(), "id is empty"),
            (!self.comment.trim().is_empty(), "comment is empty"),
            (!self.source.from.trim().is_empty(), "source.from is empty"),
            (
                self.params.is_some() != digest,
                "params belong to every case with parameters and to no other",
            ),
            (
                self.encoding.is_some() == sorted,
                "values belong to every case of sorted_pairs and to no other",
            ),
            (
                self.time.is_none() || brace,
                "time belongs to brace_pairs only",
            ),
            (
                self.payload.is_none() || sorted,
                "payload belongs to sorted_pairs only",
            ),
            (!null || sorted, "null belongs to sorted_pairs only"),
        ];
        match rules.iter().find(|(kept, _)| !kept) {
            Some((_, broken)) => Err(broken),
            None => Ok(()),
        }
    }
}

/// A field that may be absent but not null, so that no field is switched off by accident.
fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
