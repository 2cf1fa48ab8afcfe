//! 收货人: the recipient of a parcel, as an order names them.

use serde_json::Value;
use time::OffsetDateTime;

use super::Damaijia;
use super::contact::Contact;
use super::fields::Fields;
use super::order_book::{ParcelStatus, StoredParcel};
use super::refusal::{Code, Refusal};

/// One element of `consignees`, checked.
pub(super) struct Recipient<'a> {
    own_id: Option<String>,
    contact: Contact<'a>,
    platform_order_sn: &'a str,
}

impl<'a> Recipient<'a> {
    const FIELDS: &'static [&'static str] = &[
        "site_order_consignee_id",
        "consignee",
        "mobile",
        "province",
        "city",
        "district",
        "address",
        "platform_order_sn",
    ];

    pub(super) fn read(value: &'a Value) -> Result<Self, Refusal> {
        let fields = Fields::of(value, Self::FIELDS)?;
        let region = |name| {
            fields
                .text(name)?
                .ok_or_else(|| Refusal::invalid("收货人 省或市不能为空"))
        };
        let consignee = fields.required_text("consignee")?;
        let mobile = fields.required_text("mobile")?;
        if mobile.chars().count() > 16 || mobile.chars().any(char::is_alphabetic) {
            return Err(Refusal::invalid("收货人 手机号格式不正确"));
        }
        let recipient = Self {
            own_id: fields.own_id("site_order_consignee_id")?,
            contact: Contact {
                consignee,
                mobile,
                province: region("province")?,
                city: region("city")?,
                district: fields.required_text("district")?,
                address: fields.required_text("address")?,
            },
            platform_order_sn: fields.required_text("platform_order_sn")?,
        };
        // The rule of the name is not known; a name without any letter passes none.
        if consignee.chars().any(char::is_alphabetic) {
            Ok(recipient)
        } else {
            Err(Code::RECIPIENT_INVALID.into())
        }
    }

    /// The parcel of this recipient, as it goes into the books.
    pub(super) fn parcel(
        self,
        id: u64,
        price_fen: u64,
        shipping_fee_fen: u64,
        now: OffsetDateTime,
    ) -> StoredParcel {
        StoredParcel {
            id,
            site_order_consignee_id: self
                .own_id
                .unwrap_or_else(|| (910_000_000_000_000_000 + id).to_string()),
            consignee: self.contact.consignee.to_owned(),
            mobile: self.contact.mobile.to_owned(),
            province: self.contact.province.to_owned(),
            city: self.contact.city.to_owned(),
            district: self.contact.district.to_owned(),
            // Quirk: the provider appends to every address [observed].
            address: format!("{}{}", self.contact.address, Damaijia::ADDRESS_APPENDIX),
            platform_order_sn: self.platform_order_sn.to_owned(),
            status: ParcelStatus::Unshipped,
            express_no: String::new(),
            cancel_reason: None,
            price_fen,
            shipping_fee_fen,
            payment_sn: 0,
            updated_at: now,
        }
    }
}
