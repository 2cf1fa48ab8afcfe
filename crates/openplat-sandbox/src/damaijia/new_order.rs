//! 创建订单: the checks, the price, and the answer for each parcel.

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::catalogue::{Product, Warehouse};
use super::fields::{Fields, ill_typed, missing};
use super::order_book::{OrderBook, StoredOrder, StoredParcel};
use super::recipient::Recipient;
use super::refusal::{Code, Refusal};
use super::settings::RefusalStyle;
use super::state::State;
use super::wire::{self, Json};

impl State {
    pub(super) fn create_order(
        &mut self,
        body: &Value,
        now: OffsetDateTime,
    ) -> Result<Json, Refusal> {
        let request = NewOrder::read(body)?;
        // Not known: whether the content counts, too. Here the id alone decides.
        if let Some(id) = &request.site_order_id
            && self.book.has(id)
        {
            return Err(Code::DUPLICATE.into());
        }
        let (product, warehouse) = self.orderable(request.product_id, request.source)?;
        let (price_fen, fee_fen) = (product.cost_price_fen, warehouse.fee_fen);
        // Quirk: product_number is forced to 1, one piece for each recipient [observed].
        let pieces = u64::try_from(request.recipients.len()).unwrap_or(u64::MAX);
        let total_fen = pieces.saturating_mul(price_fen + fee_fen);
        if self.book.balance_fen < total_fen {
            return Err(Code::BALANCE_TOO_LOW.into());
        }

        let id = self.book.next_order_id();
        let parcels: Vec<StoredParcel> = request
            .recipients
            .into_iter()
            .map(|recipient| {
                let parcel_id = self.book.next_parcel_id();
                recipient.parcel(parcel_id, price_fen, fee_fen, now)
            })
            .collect();
        let order = StoredOrder {
            id,
            sn: OrderBook::order_sn(id, now),
            site_order_id: request
                .site_order_id
                .unwrap_or_else(|| self.own_order_id(id)),
            product_id: request.product_id,
            source: request.source.to_owned(),
            remark: request.remark.to_owned(),
            consigner: request.consigner,
            created_at: now,
            total_fen,
            parcels,
        };
        let answer = self.created(&order, now);
        self.book.add(order);
        Ok(wire::ok(&answer))
    }

    /// The product and its warehouse, if they can be ordered for a platform.
    fn orderable(&self, product_id: u64, source: &str) -> Result<(&Product, &Warehouse), Refusal> {
        let refused = |code: Code, seen: &'static str| match self.refusals {
            RefusalStyle::Documented => Refusal::from(code),
            // Quirk: 422 with a text came in place of the documented code [observed].
            RefusalStyle::Observed => Refusal::invalid(seen),
        };
        let (_, warehouse, product) = self
            .product(product_id)
            .filter(|(_, _, product)| product.is_on_sale)
            .ok_or_else(|| refused(Code::PRODUCT_OFF_SALE, "该商品已下架"))?;
        if !warehouse.is_online {
            return Err(refused(Code::WAREHOUSE_OFF, "该商品已下架1"));
        }
        if warehouse.is_origin_banned {
            return Err(Code::ORIGIN_BANNED.into());
        }
        if self.prices_missing {
            return Err(Code::PRICE_MISSING.into());
        }
        if !product.sources.is_empty() && !product.sources.contains(&source) {
            let code = Code::SOURCE_NOT_SUPPORTED;
            return Err(refused(code, "当前商品暂不支持该发货平台"));
        }
        Ok((product, warehouse))
    }

    /// An id for an order without one, which no caller has taken.
    fn own_order_id(&self, order_id: u64) -> String {
        (900_000_000_000_000_000 + order_id..)
            .map(|id| id.to_string())
            .find(|id| !self.book.has(id))
            .unwrap_or_default()
    }

    fn created(&self, order: &StoredOrder, now: OffsetDateTime) -> CreatedOrder {
        let warehouse = self.product(order.product_id);
        let warehouse = warehouse.map(|(_, warehouse, _)| warehouse);
        let mut last_sendable_id = 0;
        let consignees = order.parcels.iter().map(|parcel| {
            let zone = warehouse.and_then(|warehouse| warehouse.forbidden_zone(parcel, now));
            // Quirk: the parcel id means something only with 2000, else it is another parcel's [observed].
            if zone.is_none() {
                last_sendable_id = parcel.id;
            }
            CreatedParcel {
                site_order_consignee_id: parcel.site_order_consignee_id.clone(),
                forbidden_zone: zone.unwrap_or_default(),
                msg_code: if zone.is_some() { 2001 } else { 2000 },
                msg: if zone.is_some() {
                    "该地区已禁发"
                } else {
                    ""
                },
                consignee_id: last_sendable_id,
            }
        });
        CreatedOrder {
            order_id: order.id,
            order_sn: order.sn.clone(),
            consignees: consignees.collect(),
        }
    }
}

/// Quirk: an order with a banned address is a success, the parcel says so by itself [observed].
#[derive(Serialize)]
struct CreatedOrder {
    order_id: u64,
    order_sn: String,
    consignees: Vec<CreatedParcel>,
}

#[derive(Serialize)]
struct CreatedParcel {
    site_order_consignee_id: String,
    forbidden_zone: &'static str,
    msg_code: u32,
    msg: &'static str,
    consignee_id: u64,
}

struct NewOrder<'a> {
    product_id: u64,
    site_order_id: Option<String>,
    source: &'a str,
    remark: &'a str,
    consigner: Option<String>,
    recipients: Vec<Recipient<'a>>,
}

impl<'a> NewOrder<'a> {
    const FIELDS: &'static [&'static str] = &[
        "product_id",
        "site_order_id",
        "product_number",
        "remark",
        "source",
        "consignees",
        "consigners",
    ];
    const SOURCES: [&'static str; 5] = ["taobao", "tmall", "jd", "pdd", "other"];

    /// Checks the form of a request.
    fn read(body: &'a Value) -> Result<Self, Refusal> {
        let fields = Fields::of(body, Self::FIELDS)?;
        let product_id = fields.integer("product_id")?;
        if !(1..=1000).contains(&fields.integer("product_number")?) {
            return Err(ill_typed("product_number", "1到1000的整数"));
        }
        let source = fields.required_text("source")?;
        if !Self::SOURCES.contains(&source) {
            return Err(Refusal::invalid("source 发货平台不正确"));
        }
        let consignees = fields.required_array("consignees")?;
        if consignees.is_empty() {
            return Err(missing("consignees"));
        }
        // Quirk: an array in the document, read as one object; a list is ignored [observed].
        let consigner = fields
            .get("consigners")
            .and_then(|value| value.get("consigner"));
        Ok(Self {
            product_id,
            site_order_id: fields.own_id("site_order_id")?,
            source,
            // Quirk: required in the document, optional in fact [observed].
            remark: fields.text("remark")?.unwrap_or_default(),
            consigner: consigner.and_then(Value::as_str).map(str::to_owned),
            recipients: consignees
                .iter()
                .map(Recipient::read)
                .collect::<Result<_, _>>()?,
        })
    }
}
