use std::fmt;

use provider_client::Rows;
use provider_http::{from_json, lenient};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::SiteParcelId;

/// An order that was created and paid.
///
/// No page shows this answer; all \[observed\]. A number that is absent is empty. Serialised, it has
/// the provider's names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreatedOrder {
    /// The order number, 22 digits or more; no integer holds them. It finds the order and its
    /// parcels in the lists; cancelling goes by the parcel id instead.
    #[serde(deserialize_with = "number")]
    pub order_sn: String,
    /// The platform's order id, which no call takes.
    #[serde(default, deserialize_with = "if_a_text")]
    pub order_id: String,
    /// What the provider says of each parcel. It may be missing, or a row of it cannot be read:
    /// then only [`parcel_states`](crate::Client::parcel_states) tells.
    #[serde(rename = "consignees")]
    #[serde(default, deserialize_with = "if_a_list")]
    pub parcels: Rows<CreatedParcel>,
}

impl CreatedOrder {
    /// The parcels that were not plainly accepted, such as those to a banned address.
    pub fn not_accepted(&self) -> impl Iterator<Item = &CreatedParcel> {
        let parcels = self.parcels.iter();
        parcels.filter(|parcel| !matches!(parcel.acceptance, Acceptance::Accepted { .. }))
    }
}

/// The number of an order: without it nobody can say which order was made.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    lenient::identifier(deserializer)
}

/// Nothing else may cost the number of an order that was paid.
fn if_a_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(lenient::text_or_empty(&*raw).unwrap_or_default())
}

fn if_a_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rows<CreatedParcel>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(from_json(raw.get().as_bytes()).unwrap_or_default())
}

/// What the provider says of one parcel of a new order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub struct CreatedParcel {
    /// The caller's parcel id.
    pub site_order_consignee_id: SiteParcelId,
    /// Whether it was accepted.
    pub acceptance: Acceptance,
}

/// Whether a parcel of a new order was accepted. It was charged in any case.
///
/// It is another rule than the one by which parcels are cancelled later: neither is accepted a
/// promise, nor banned a proof \[observed\]. Poll
/// [`parcel_states`](crate::Client::parcel_states).
///
/// `Debug` shows neither area nor message, since they may tell of the recipient.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Acceptance {
    /// `msg_code` 2000: accepted.
    #[non_exhaustive]
    Accepted {
        /// The platform's parcel id (`consignee_id`), which no call takes. It means something
        /// only here: for other parcels the field may hold another parcel's id.
        platform_parcel_id: String,
    },
    /// `msg_code` 2001: nothing is sent to this address now (该地区已禁发). The order is a success
    /// all the same, and this parcel is charged with it.
    #[non_exhaustive]
    AddressBanned {
        /// The area, `省`, `省/市` or `省/市/区`; it may be empty.
        zone: String,
        /// The provider's message.
        message: String,
    },
    /// Another `msg_code`, or none.
    #[non_exhaustive]
    Unknown {
        /// The code, when there is one.
        msg_code: Option<i64>,
        /// The provider's message.
        message: String,
    },
}

impl fmt::Debug for Acceptance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted { platform_parcel_id } => f
                .debug_struct("Accepted")
                .field("platform_parcel_id", platform_parcel_id)
                .finish(),
            Self::AddressBanned { .. } => f.debug_struct("AddressBanned").finish_non_exhaustive(),
            Self::Unknown { msg_code, .. } => f
                .debug_struct("Unknown")
                .field("msg_code", msg_code)
                .finish_non_exhaustive(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(deserialize_with = "SiteParcelId::as_it_came")]
    site_order_consignee_id: SiteParcelId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    msg_code: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    msg: String,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    forbidden_zone: String,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    consignee_id: String,
}

impl From<Wire> for CreatedParcel {
    fn from(wire: Wire) -> Self {
        Self {
            site_order_consignee_id: wire.site_order_consignee_id,
            // Quirk: 2000 and 2001 mean other things as the status of an answer [observed].
            acceptance: match wire.msg_code {
                Some(2000) => Acceptance::Accepted {
                    platform_parcel_id: wire.consignee_id,
                },
                Some(2001) => Acceptance::AddressBanned {
                    zone: wire.forbidden_zone,
                    message: wire.msg,
                },
                msg_code => Acceptance::Unknown {
                    msg_code,
                    message: wire.msg,
                },
            },
        }
    }
}

impl From<CreatedParcel> for Wire {
    fn from(parcel: CreatedParcel) -> Self {
        let (msg_code, msg, forbidden_zone, consignee_id) = match parcel.acceptance {
            Acceptance::Accepted { platform_parcel_id } => {
                (Some(2000), String::new(), String::new(), platform_parcel_id)
            }
            Acceptance::AddressBanned { zone, message } => {
                (Some(2001), message, zone, String::new())
            }
            Acceptance::Unknown { msg_code, message } => {
                (msg_code, message, String::new(), String::new())
            }
        };
        Self {
            site_order_consignee_id: parcel.site_order_consignee_id,
            msg_code,
            msg,
            forbidden_zone,
            consignee_id,
        }
    }
}
