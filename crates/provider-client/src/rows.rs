use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use provider_http::lenient::{self, TwoWays};
use provider_http::{DecodeError, from_json};
use serde::de::{DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// A row of a list that cannot be read; it says which row and which field, never what stood
/// there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {} of the page cannot be read", self.row)]
#[non_exhaustive]
pub struct OddRow {
    /// The place of the row in its page, from 1.
    pub row: usize,
    /// What is wrong with it.
    #[source]
    pub problem: DecodeError,
    /// A hash of what stood there, to tell it from another one.
    identity: u64,
}

impl OddRow {
    /// The row at this place, from 1, and what is wrong with it.
    pub fn new(row: usize, problem: DecodeError) -> Self {
        let mut hasher = DefaultHasher::new();
        (row, problem.path(), problem.line(), problem.column()).hash(&mut hasher);
        Self {
            row,
            problem,
            identity: hasher.finish(),
        }
    }

    fn of(row: usize, raw: &RawValue, problem: DecodeError) -> Self {
        let mut hasher = DefaultHasher::new();
        raw.get().hash(&mut hasher);
        Self {
            row,
            problem,
            identity: hasher.finish(),
        }
    }

    pub(crate) fn identity(&self) -> u64 {
        self.identity
    }
}

/// The rows of a page: those that can be read, and those that cannot, so that an odd row never
/// hides its page.
///
/// It is read from a list; null, `{}` and an absent field are no rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<T> {
    rows: Vec<Row<T>>,
}

/// One row, as it could be read.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Row<T>(pub(crate) Result<T, OddRow>);

impl<T: fmt::Debug> fmt::Debug for Row<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> Rows<T> {
    /// How many rows the page has, odd ones included.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the page has no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows that could be read, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().filter_map(|Row(row)| row.as_ref().ok())
    }

    /// The rows that could not be read.
    pub fn odd(&self) -> impl Iterator<Item = &OddRow> {
        self.rows.iter().filter_map(|Row(row)| row.as_ref().err())
    }

    /// All rows, each as it could be read.
    pub fn into_results(self) -> Vec<Result<T, OddRow>> {
        self.rows.into_iter().map(|Row(row)| row).collect()
    }

    pub(crate) fn into_rows(self) -> Vec<Row<T>> {
        self.rows
    }

    /// All rows, if all could be read.
    ///
    /// # Errors
    ///
    /// The first row that could not.
    pub fn all(self) -> Result<Vec<T>, OddRow> {
        self.rows.into_iter().map(|Row(row)| row).collect()
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<T> From<Vec<T>> for Rows<T> {
    fn from(rows: Vec<T>) -> Self {
        let rows = rows.into_iter().map(|row| Row(Ok(row))).collect();
        Self { rows }
    }
}

impl<T> FromIterator<Result<T, OddRow>> for Rows<T> {
    fn from_iter<I: IntoIterator<Item = Result<T, OddRow>>>(rows: I) -> Self {
        let rows = rows.into_iter().map(Row).collect();
        Self { rows }
    }
}

impl<T: Serialize> Serialize for Rows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut rows: Vec<Row<T>> = lenient::list(deserializer)?;
        for (place, Row(row)) in rows.iter_mut().enumerate() {
            if let Err(odd) = row {
                odd.row = place + 1;
            }
        }
        Ok(Self { rows })
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::two_ways(deserializer)
    }
}

impl<'de, T: DeserializeOwned> TwoWays<'de> for Row<T> {
    #[inline]
    fn in_haste<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Ok(T::deserialize(deserializer)?)))
    }

    /// The row as JSON first: behind one that cannot be read the next ones are.
    fn with_care<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let row = from_json(raw.get().as_bytes());
        Ok(Self(row.map_err(|problem| OddRow::of(0, &raw, problem))))
    }
}

impl<T: fmt::Debug> fmt::Display for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows, {} odd", self.len(), self.odd().count())
    }
}
