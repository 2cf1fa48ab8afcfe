//! Orders from files: the provider's own JSON.

use provider_http::{DecodeError, InvalidInput, from_json, lenient};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{NewOrder, NewParcel, Recipient};
use crate::ProductId;

const ORIGIN: &str = "创建订单 [docs+]";

impl NewOrder {
    /// Reads an order from the body of 创建订单, in the provider's own JSON.
    ///
    /// `site_order_id` and each `site_order_consignee_id` must be there, although the page makes
    /// them optional; ids may be numbers or texts. `product_number` may be absent or 1.
    /// `consigners` and unknown fields are refused rather than ignored.
    ///
    /// ```
    /// use damaijia_api::NewOrder;
    ///
    /// let order = NewOrder::from_json(r#"{
    ///     "product_id": 614, "site_order_id": 1000111, "product_number": 1,
    ///     "remark": "ceshi", "source": "taobao",
    ///     "consignees": [{
    ///         "site_order_consignee_id": "1000111", "consignee": "测试", "mobile": "13800000000",
    ///         "province": "浙江省", "city": "杭州市", "district": "西湖区",
    ///         "address": "测试路 1 号", "platform_order_sn": "T1000"
    ///     }]
    /// }"#.as_bytes())?;
    /// assert_eq!(order.site_order_id().as_str(), "1000111");
    /// # Ok::<(), damaijia_api::InvalidInput>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first rule that is broken, with its field; never a value.
    pub fn from_json(bytes: &[u8]) -> Result<Self, InvalidInput> {
        let file: OrderFile = from_json(bytes).map_err(|problem| unreadable(bytes, &problem))?;
        if !matches!(file.product_number.as_str(), "" | "1") {
            let rule = "must be 1: a parcel has one piece, add a consignee for each";
            let origin = "创建订单 [observed]";
            return Err(InvalidInput::new("product_number", rule, origin));
        }
        let site_order_id = file.site_order_id.parse()?;
        let mut order = Self::new(site_order_id, file.product_id, file.source.parse()?);
        for consignee in file.consignees {
            order = order.parcel(consignee.parcel()?);
        }
        let order = order.remark(file.remark);
        order.check()?;
        Ok(order)
    }
}

fn unreadable(bytes: &[u8], problem: &DecodeError) -> InvalidInput {
    if let Ok(orders) = from_json::<Vec<IgnoredAny>>(bytes) {
        let rule = format!("must be one order, not a list of {}", orders.len());
        return InvalidInput::new("order", rule, ORIGIN);
    }
    InvalidInput::new("order", format!("must be its JSON: {problem}"), ORIGIN)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderFile {
    product_id: ProductId,
    #[serde(deserialize_with = "lenient::text")]
    site_order_id: String,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    product_number: String,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    remark: String,
    source: String,
    consignees: Vec<ConsigneeOfFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsigneeOfFile {
    #[serde(deserialize_with = "lenient::text")]
    site_order_consignee_id: String,
    consignee: String,
    #[serde(deserialize_with = "lenient::text")]
    mobile: String,
    province: String,
    city: String,
    district: String,
    address: String,
    #[serde(deserialize_with = "lenient::text")]
    platform_order_sn: String,
}

impl ConsigneeOfFile {
    fn parcel(self) -> Result<NewParcel, InvalidInput> {
        let recipient = Recipient {
            name: self.consignee,
            mobile: self.mobile,
            province: self.province,
            city: self.city,
            district: self.district,
            address: self.address,
        };
        let parcel = NewParcel::new(self.site_order_consignee_id.parse()?, recipient);
        Ok(parcel.platform_order_sn(self.platform_order_sn))
    }
}
