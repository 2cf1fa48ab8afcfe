//! The caller's own ids: of an order and of a parcel.

use std::fmt;
use std::str::FromStr;

use provider_http::{InvalidInput, lenient};
use serde::de::Error as _;
use serde::{Deserializer, Serialize};

/// The caller's id of an order (`site_order_id`): what keeps an order from being paid twice.
///
/// 1 to 9223372036854775807, written in digits without leading zeros. It is unique for each
/// account: the provider answers a second order with the same id with
/// [`Code::SITE_ORDER_ID_EXISTS`](crate::Code::SITE_ORDER_ID_EXISTS) (234). Make it, keep it
/// durably, and only then create the order; repeat an order with the same id, never with a new
/// one.
///
/// Source: 创建订单 \[docs+\], where it is optional; that it is unique \[observed\]; the range fits
/// the `int` of the table and the text of the example \[inferred\].
///
/// ```
/// use damaijia_api::SiteOrderId;
///
/// let id: SiteOrderId = "1000111".parse()?;
/// assert_eq!(id.as_str(), "1000111");
/// assert!("0".parse::<SiteOrderId>().is_err());
/// # Ok::<(), damaijia_api::InvalidInput>(())
/// ```
#[doc(alias = "site_order_id")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SiteOrderId(String);

impl SiteOrderId {
    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SiteOrderId {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        own_id("site_order_id", text).map(Self)
    }
}

impl fmt::Display for SiteOrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The caller's id of a parcel (`site_order_consignee_id`): by it a parcel is followed and
/// cancelled.
///
/// 1 to 9223372036854775807, written in digits without leading zeros. The provider does not
/// check that it is unique \[observed\], and everything that names a parcel goes by it: never use
/// one for a second parcel, in whatever order.
///
/// One that came from the provider is kept as it came, since other software of the account may
/// have made it.
#[doc(alias = "site_order_consignee_id")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SiteParcelId(String);

impl SiteParcelId {
    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads one that the provider sent, a text or a number, as it came; empty it names nothing.
    pub(crate) fn as_it_came<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text(deserializer)?;
        if text.is_empty() {
            return Err(D::Error::custom("expected the id of a parcel"));
        }
        Ok(Self(text))
    }
}

impl FromStr for SiteParcelId {
    type Err = InvalidInput;

    fn from_str(text: &str) -> Result<Self, InvalidInput> {
        own_id("site_order_consignee_id", text).map(Self)
    }
}

impl fmt::Display for SiteParcelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Quirk: the tables say int, the example has a text [docs+]: such digits are both. Empty and 0
/// would make the provider choose an id by itself [observed].
fn own_id(field: &'static str, text: &str) -> Result<String, InvalidInput> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
        && text.parse::<i64>().is_ok();
    if is_number {
        return Ok(text.to_owned());
    }
    let rule = "must be digits without leading zeros, from 1 to 9223372036854775807";
    Err(InvalidInput::new(field, rule, "创建订单 [docs+]"))
}
