//! The states of parcels, by the caller's own ids.

use std::fmt;

use provider_client::Rows;
use provider_http::lenient;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::{PARCEL_STATES, rows, with_body};
use crate::{Client, Error, SiteParcelId};

/// No maximum is known \[inferred\].
const BATCH: usize = 50;

impl Client {
    /// The states of parcels: the call for following and for recovery.
    ///
    /// Ids that the provider does not know are missing from the result, and one that was used in
    /// two orders brings both parcels. More than 50 ids are asked for in batches of 50; when one
    /// of them fails, so does the whole. Without ids nothing is sent.
    ///
    /// Source: `get_packages_status` \[observed\]; the size of a batch \[inferred\].
    ///
    /// # Errors
    ///
    /// As for every call; unknown ids are none. [`Error::Row`] when the state of a parcel cannot be
    /// read, since the parcel is not to be taken for one that does not exist.
    #[doc(alias = "get_packages_status")]
    pub fn parcel_states(&self, ids: &[SiteParcelId]) -> Result<Vec<ParcelState>, Error> {
        let mut states = Vec::new();
        for batch in ids.chunks(BATCH) {
            let body = Body {
                site_order_consignee_ids: batch,
            };
            let request = with_body(&PARCEL_STATES, &body);
            let States { list } = self.call(&PARCEL_STATES, &request)?;
            // A state that is missing would say of a parcel that it does not exist.
            states.extend(list.all().map_err(|odd| Error::Row(Box::new(odd)))?);
        }
        Ok(states)
    }
}

#[derive(Serialize)]
struct Body<'a> {
    site_order_consignee_ids: &'a [SiteParcelId],
}

#[derive(Deserialize)]
struct States {
    /// Not optional, as elsewhere: without it nothing is said of any parcel, and least of all that
    /// it does not exist.
    #[serde(deserialize_with = "rows")]
    list: Rows<ParcelState>,
}

/// Where a parcel is. Serialised, it has the provider's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParcelState {
    /// The platform's parcel id, which no call takes; empty when the answer does not say.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub id: String,
    /// The caller's parcel id.
    #[serde(deserialize_with = "SiteParcelId::as_it_came")]
    pub site_order_consignee_id: SiteParcelId,
    /// The state.
    #[serde(default)]
    pub status: ParcelStatus,
    /// The courier, empty until there is one.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub express_company_name: String,
    /// The waybill number (运单号), empty until there is one: see [`waybill`](Self::waybill).
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub express_no: String,
}

impl ParcelState {
    /// The waybill number (运单号), once there is one.
    ///
    /// [`ParcelStatus::Sent`] alone does not mean that there is one \[observed\].
    #[doc(alias = "运单号")]
    pub fn waybill(&self) -> Option<&str> {
        Some(self.express_no.as_str()).filter(|number| !number.is_empty())
    }
}

/// The state of a parcel: `f` → `p` → `s`, and `c` from any of them.
///
/// Source: the letters, 获取包裹列表 \[docs+\]; their order \[observed\].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParcelStatus {
    /// `f`, 待付款: cancelled after 2 hours \[observed\]. Orders of this API are paid at once.
    Unpaid,
    /// `p`, 未发货: paid, not sent.
    Unsent,
    /// `s`, 已发货: with the warehouse; wait for the waybill number.
    Sent,
    /// `c`, 已取消: cancelled, by whomever, and refunded.
    Cancelled,
    /// Another text, as it came; empty when the answer does not say.
    Other(String),
}

impl ParcelStatus {
    /// The provider's letter.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unpaid => "f",
            Self::Unsent => "p",
            Self::Sent => "s",
            Self::Cancelled => "c",
            Self::Other(text) => text,
        }
    }
}

impl Default for ParcelStatus {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl From<&str> for ParcelStatus {
    fn from(text: &str) -> Self {
        match text {
            "f" => Self::Unpaid,
            "p" => Self::Unsent,
            "s" => Self::Sent,
            "c" => Self::Cancelled,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ParcelStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ParcelStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ParcelStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::text_or_empty(deserializer).map(|text| Self::from(text.as_str()))
    }
}
