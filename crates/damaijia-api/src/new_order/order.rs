use std::collections::HashSet;
use std::fmt;

use provider_http::{InvalidInput, Purpose, check_text};
use serde::Serialize;
use signing::Secret;

use super::{Recipient, Source};
use crate::{ProductId, SiteOrderId, SiteParcelId};

const ORIGIN: &str = "创建订单 [docs+]";

/// An order to be created: one product, one piece of it in a parcel for each recipient.
///
/// The provider forces `product_number` to 1 \[observed\]: for three pieces add three parcels.
/// `consigners` is not offered: documented as a list, it is read as one object \[observed\]. `Debug`
/// shows nothing of remark and recipients.
///
/// ```
/// use damaijia_api::{NewOrder, NewParcel, ProductId, Recipient, Source};
///
/// let recipient = Recipient {
///     name: "测试".into(),
///     mobile: "13800000000".into(),
///     province: "浙江省".into(),
///     city: "杭州市".into(),
///     district: "西湖区".into(),
///     address: "测试路 1 号".into(),
/// };
/// // Both ids come from your own store, where they were kept before this.
/// let order = NewOrder::new("1000111".parse()?, ProductId(614), Source::Taobao)
///     .parcel(NewParcel::new("1000111".parse()?, recipient));
/// # Ok::<(), damaijia_api::InvalidInput>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct NewOrder {
    site_order_id: SiteOrderId,
    product_id: ProductId,
    source: Source,
    remark: String,
    parcels: Vec<NewParcel>,
}

impl NewOrder {
    /// An order without parcels yet. The id is required here, although the provider makes one up
    /// without it: then a repeat would be paid again.
    pub fn new(site_order_id: SiteOrderId, product_id: ProductId, source: Source) -> Self {
        Self {
            site_order_id,
            product_id,
            source,
            remark: String::new(),
            parcels: Vec::new(),
        }
    }

    /// Adds a parcel; at least one is needed, and no maximum is known.
    #[must_use]
    pub fn parcel(mut self, parcel: NewParcel) -> Self {
        self.parcels.push(parcel);
        self
    }

    /// The remark. It is always sent; default empty.
    ///
    /// The page requires it, the service does not \[observed\]; whether an empty one counts as
    /// given is not stated.
    #[must_use]
    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = remark.into();
        self
    }

    /// The caller's id of the order.
    pub fn site_order_id(&self) -> &SiteOrderId {
        &self.site_order_id
    }

    /// The caller's ids of the parcels, in their order.
    pub fn parcel_ids(&self) -> Vec<SiteParcelId> {
        let parcels = self.parcels.iter();
        parcels.map(|parcel| parcel.id.clone()).collect()
    }

    pub(super) fn check(&self) -> Result<(), InvalidInput> {
        if self.parcels.is_empty() {
            let rule = "must have at least one element";
            return Err(InvalidInput::new("consignees", rule, ORIGIN));
        }
        for line in self.remark.lines().map(str::trim) {
            if !line.is_empty() {
                check_text("remark", line, Purpose::Words, ORIGIN)?;
            }
        }
        let mut ids = HashSet::new();
        for parcel in &self.parcels {
            if !ids.insert(&parcel.id) {
                let rule = "must not occur twice: parcels are followed and cancelled by it";
                let origin = "创建订单 [inferred]";
                return Err(InvalidInput::new("site_order_consignee_id", rule, origin));
            }
            parcel.recipient.check()?;
            let order_sn = &parcel.platform_order_sn;
            check_text("platform_order_sn", order_sn, Purpose::Words, ORIGIN)?;
        }
        Ok(())
    }

    pub(super) fn body(&self) -> Result<Body<'_>, InvalidInput> {
        self.check()?;
        Ok(Body {
            product_id: self.product_id,
            site_order_id: &self.site_order_id,
            // Quirk: forced to 1, whatever is sent [observed].
            product_number: 1,
            remark: &self.remark,
            source: self.source.as_str(),
            consignees: self.parcels.iter().map(Consignee::of).collect(),
        })
    }

    /// What no message may show: the remark, and everything about the recipients.
    pub(super) fn private(&self) -> impl Iterator<Item = Secret> {
        let recipients = self.parcels.iter().map(|parcel| &parcel.recipient);
        let texts = recipients.flat_map(Recipient::texts).chain([&self.remark]);
        texts.map(|text| Secret::from(text.as_str()))
    }
}

/// A parcel of an order to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewParcel {
    pub(super) id: SiteParcelId,
    pub(super) recipient: Recipient,
    pub(super) platform_order_sn: String,
}

impl NewParcel {
    /// A parcel to a recipient, under an id that no other parcel has or had.
    pub fn new(id: SiteParcelId, recipient: Recipient) -> Self {
        Self {
            platform_order_sn: id.to_string(),
            id,
            recipient,
        }
    }

    /// The order number on the platform that the order comes from. Default the parcel id, since
    /// the page asks for any value if there is none \[docs+\].
    #[must_use]
    pub fn platform_order_sn(mut self, order_sn: impl Into<String>) -> Self {
        self.platform_order_sn = order_sn.into();
        self
    }
}

impl fmt::Debug for NewOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewOrder")
            .field("site_order_id", &self.site_order_id)
            .field("product_id", &self.product_id)
            .field("source", &self.source)
            .field("parcels", &self.parcels)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
pub(super) struct Body<'a> {
    product_id: ProductId,
    site_order_id: &'a SiteOrderId,
    product_number: u32,
    remark: &'a str,
    source: &'static str,
    consignees: Vec<Consignee<'a>>,
}

#[derive(Serialize)]
struct Consignee<'a> {
    site_order_consignee_id: &'a SiteParcelId,
    consignee: &'a str,
    mobile: &'a str,
    province: &'a str,
    city: &'a str,
    district: &'a str,
    address: &'a str,
    platform_order_sn: &'a str,
}

impl<'a> Consignee<'a> {
    fn of(parcel: &'a NewParcel) -> Self {
        let to = &parcel.recipient;
        Self {
            site_order_consignee_id: &parcel.id,
            consignee: &to.name,
            mobile: &to.mobile,
            province: &to.province,
            city: &to.city,
            district: &to.district,
            address: &to.address,
            platform_order_sn: &parcel.platform_order_sn,
        }
    }
}
