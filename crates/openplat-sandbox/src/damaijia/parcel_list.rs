//! 获取包裹列表: the parcels, by pages.

use serde::Serialize;
use serde_json::Value;
use time::{Date, OffsetDateTime};

use super::contact::Contact;
use super::fields::{Fields, ill_typed, missing};
use super::order_book::{StoredOrder, StoredParcel};
use super::refusal::Refusal;
use super::state::State;
use super::wire::{self, Json};
use crate::number_text::is_digits;
use crate::paging;

impl State {
    pub(super) fn parcel_list(&self, body: &Value) -> Result<Json, Refusal> {
        let fields = Fields::of(body, &["filter", "range"])?;
        let filter = Filter::read(fields.required("filter")?)?;
        // Quirk: here the range is the page and the rows of a page [docs+] [observed].
        let (page, per_page) = fields.range()?.ok_or_else(|| missing("range"))?;
        let found: Vec<(&StoredOrder, &StoredParcel)> = self
            .book
            .orders()
            .iter()
            .rev()
            .flat_map(|order| order.parcels.iter().map(move |parcel| (order, parcel)))
            .filter(|(order, parcel)| filter.takes(order, parcel))
            .collect();
        let rows = paging::page(&found, page - 1, per_page).iter();
        Ok(wire::ok(&ParcelPage {
            index: page,
            list: Inner {
                current_page: page,
                data: rows
                    .map(|(order, parcel)| self.parcel_row(order, parcel))
                    .collect(),
            },
            total: paging::count(&found),
        }))
    }

    fn parcel_row<'a>(&'a self, order: &'a StoredOrder, parcel: &'a StoredParcel) -> Row<'a> {
        let product = self.product(order.product_id);
        let product = product.map(|(_, _, product)| product);
        Row {
            product_name: product.map_or("", |product| &product.name),
            product_weight: product.map_or("", |product| product.weight),
            order_sn: &order.sn,
            product_number: 1,
            shipping_fee: parcel.shipping_fee_fen,
            price: parcel.price_fen,
            create_time: wire::format_time(order.created_at),
            update_time: wire::format_time(parcel.updated_at),
            id: order.id,
            contact: Contact::of(parcel),
            express_no: &parcel.express_no,
            express_company_name: self.courier_name(order, parcel),
            ext_platform_order_sn: &parcel.platform_order_sn,
            additional: None,
            status: parcel.status.letter(),
            cancel_reason: parcel.cancel_reason.as_deref(),
        }
    }

    /// The courier of a parcel, empty until there is a waybill number.
    pub(super) fn courier_name(&self, order: &StoredOrder, parcel: &StoredParcel) -> &str {
        match self.product(order.product_id) {
            Some((courier, _, _)) if !parcel.express_no.is_empty() => courier.name,
            _ => "",
        }
    }
}

struct Filter<'a> {
    from: Option<OffsetDateTime>,
    last_day: Option<Date>,
    mobile: Option<String>,
    order_sn: Option<&'a str>,
    status: Option<&'a str>,
}

impl<'a> Filter<'a> {
    const FIELDS: &'static [&'static str] = &["create_time", "mobile", "order_sn", "status"];

    fn read(value: &'a Value) -> Result<Self, Refusal> {
        let fields = Fields::of(value, Self::FIELDS)?;
        let span = fields.create_time()?;
        if span.from.is_some() != span.to.is_some() {
            return Err(ill_typed("create_time", "两个时间"));
        }
        // Quirk: an int in the page, a text in an order [docs+].
        let mobile = match fields.get("mobile") {
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => fields.text("mobile")?.map(str::to_owned),
        };
        let is_mobile = |text: &str| text.len() == 11 && text.starts_with('1') && is_digits(text);
        if mobile.as_deref().is_some_and(|mobile| !is_mobile(mobile)) {
            return Err(Refusal::invalid("mobile 手机号格式不正确"));
        }
        let status = fields.text("status")?;
        if status.is_some_and(|status| !["f", "p", "s", "c"].contains(&status)) {
            return Err(ill_typed("status", "f,p,s,c之一"));
        }
        Ok(Self {
            from: span.from,
            // Quirk: here the day of the end is included [observed].
            last_day: span.to.map(OffsetDateTime::date),
            mobile,
            order_sn: fields.text("order_sn")?,
            status,
        })
    }

    fn takes(&self, order: &StoredOrder, parcel: &StoredParcel) -> bool {
        let day = wire::local(order.created_at).date();
        self.from.is_none_or(|from| from <= order.created_at)
            && self.last_day.is_none_or(|last| day <= last)
            && self.order_sn.is_none_or(|sn| order.sn == sn)
            && self
                .status
                .is_none_or(|status| parcel.status.letter() == status)
            && self
                .mobile
                .as_ref()
                .is_none_or(|mobile| parcel.mobile == *mobile)
    }
}

#[derive(Serialize)]
struct ParcelPage<'a> {
    index: u64,
    list: Inner<'a>,
    total: u64,
}

/// Quirk: the list is an object around the rows [observed].
#[derive(Serialize)]
struct Inner<'a> {
    current_page: u64,
    data: Vec<Row<'a>>,
}

/// Quirk: `id` is the order's, and neither id of the parcel is here [observed].
#[derive(Serialize)]
struct Row<'a> {
    product_name: &'a str,
    product_weight: &'a str,
    order_sn: &'a str,
    product_number: u32,
    shipping_fee: u64,
    price: u64,
    create_time: String,
    update_time: String,
    id: u64,
    #[serde(flatten)]
    contact: Contact<'a>,
    express_no: &'a str,
    express_company_name: &'a str,
    ext_platform_order_sn: &'a str,
    additional: Option<&'a str>,
    status: &'a str,
    cancel_reason: Option<&'a str>,
}
