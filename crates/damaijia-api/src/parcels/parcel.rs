use std::fmt;

use provider_http::lenient;
use serde::{Deserialize, Serialize};

use crate::{Gmt8Time, ParcelStatus};

/// A parcel (包裹) as the list has it, with its recipient.
///
/// `Debug` shows nothing of the recipient; the fields and the serialised form, which has the
/// provider's names, do. All \[observed\].
#[doc(alias = "包裹")]
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Parcel {
    /// The order number.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub order_sn: String,
    /// The platform's id of the **order**; quirk: it is called `id` \[observed\].
    #[serde(rename = "id")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub order_id: String,
    /// The `platform_order_sn` that was sent.
    #[serde(rename = "ext_platform_order_sn")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub platform_order_sn: String,
    /// The state.
    #[serde(default)]
    pub status: ParcelStatus,
    /// Why it was cancelled, empty when nobody says.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub cancel_reason: String,
    /// The waybill number (运单号), empty until there is one.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub express_no: String,
    /// The courier, empty until there is one.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub express_company_name: String,
    /// The recipient's name.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub consignee: String,
    /// The recipient's phone.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub mobile: String,
    /// 省.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub province: String,
    /// 市.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub city: String,
    /// 区.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub district: String,
    /// The rest of the address, with a text of the provider's at its end: see
    /// [`has_address`](Self::has_address).
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub address: String,
    /// The name of the product.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub product_name: String,
    /// The weight as it came; its unit is not stated.
    #[serde(default, deserialize_with = "lenient::decimal_or_empty")]
    pub product_weight: String,
    /// How many pieces: 1.
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub product_number: Option<i64>,
    /// The price of the product, in 分 \[inferred\].
    #[serde(rename = "price")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub price_fen: Option<i64>,
    /// The courier fee, in 分 \[inferred\].
    #[serde(rename = "shipping_fee")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub shipping_fee_fen: Option<i64>,
    /// When it was created.
    #[serde(default)]
    pub create_time: Gmt8Time,
    /// When it changed last.
    #[serde(default)]
    pub update_time: Gmt8Time,
    /// Nobody states what it means; `Debug` does not show it.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub additional: String,
}

impl Parcel {
    /// The waybill number (运单号), once there is one.
    #[doc(alias = "运单号")]
    pub fn waybill(&self) -> Option<&str> {
        Some(self.express_no.as_str()).filter(|number| !number.is_empty())
    }

    /// Whether it goes to the address that was sent.
    ///
    /// Quirk: the provider appends `,联系不到收货人派件员可以代收` to every address \[observed\], so
    /// the one that was sent is the begin of the one that comes back.
    pub fn has_address(&self, sent: &str) -> bool {
        self.address.starts_with(sent)
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parcel")
            .field("order_sn", &self.order_sn)
            .field("status", &self.status)
            .field("express_no", &self.express_no)
            .field("price_fen", &self.price_fen)
            .field("shipping_fee_fen", &self.shipping_fee_fen)
            .field("create_time", &self.create_time)
            .finish_non_exhaustive()
    }
}
