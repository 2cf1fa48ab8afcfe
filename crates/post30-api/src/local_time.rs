//! Times in answers.

use std::fmt;

use provider_client::LocalForm;
use provider_http::lenient;
use serde::{Deserialize, Serialize};
use time::PrimitiveDateTime;

/// A time in an answer: the text as it came, such as `2016-1-25 22:00:44`.
///
/// Its zone is not documented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalTime(#[serde(deserialize_with = "lenient::text_or_empty")] String);

impl LocalTime {
    /// The text as it came; empty when the field was absent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Date and time, in the provider's zone; none when the text is empty or not of that form.
    ///
    /// Quirk: month, day and hour come without zeros in front \[doc\]; with them they are read
    /// as well.
    pub fn date_time(&self) -> Option<PrimitiveDateTime> {
        FORM.read(self.0.trim())
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

static FORM: LocalForm = LocalForm::new(
    "[year]-[month padding:none]-[day padding:none] \
     [hour padding:none]:[minute padding:none]:[second padding:none]",
);
