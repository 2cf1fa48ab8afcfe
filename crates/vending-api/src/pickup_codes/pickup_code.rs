use std::fmt;

use provider_http::lenient;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Gmt8Time;

/// A pickup code that is neither used nor expired.
///
/// Whoever knows the code gets the goods: its `Debug` does not show it. Serialised, it has the
/// provider's names, the code included.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PickupCode {
    /// 取货码id: what cancelling takes.
    pub id: PickupCodeId,
    /// The code, 6 to 10 digits, with leading zeros.
    #[serde(deserialize_with = "lenient::text")]
    pub code: String,
    /// Its state; absent reads as unused, since only such codes are listed.
    #[serde(default)]
    pub status: PickupCodeStatus,
    /// When it was created.
    #[serde(default)]
    pub created_at: Gmt8Time,
    /// When it expires; empty: never.
    #[serde(default)]
    pub expired_at: Gmt8Time,
    /// How many pieces it takes; absent reads as 1.
    #[serde(default = "one", deserialize_with = "quantity")]
    pub quantity: i64,
}

/// The state of a pickup code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PickupCodeStatus {
    /// `UNUSED`
    #[default]
    Unused,
    /// `USED`
    Used,
    /// `EXPIRED`
    Expired,
    /// `UNKNOWN`
    Unknown,
    /// A state that is not documented, as it came.
    Other(String),
}

impl PickupCodeStatus {
    /// The provider's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unused => "UNUSED",
            Self::Used => "USED",
            Self::Expired => "EXPIRED",
            Self::Unknown => "UNKNOWN",
            Self::Other(text) => text,
        }
    }
}

impl Serialize for PickupCodeStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PickupCodeStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text_or_empty(deserializer)?;
        Ok(match text.as_str() {
            "" | "UNUSED" => Self::Unused,
            "USED" => Self::Used,
            "EXPIRED" => Self::Expired,
            "UNKNOWN" => Self::Unknown,
            _ => Self::Other(text),
        })
    }
}

fn one() -> i64 {
    1
}

fn quantity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    // Quirk: zero values are left out and the default is 1, so 0 cannot be meant [inferred].
    lenient::int_or_zero(deserializer).map(|number: i64| if number == 0 { 1 } else { number })
}

impl fmt::Debug for PickupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PickupCode")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("expired_at", &self.expired_at)
            .finish_non_exhaustive()
    }
}

/// The id of a pickup code's record (取货码id): not the code itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PickupCodeId(#[serde(deserialize_with = "lenient::int")] pub u64);

impl fmt::Display for PickupCodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
