//! 订单查询: the orders, by rows.

use serde::Serialize;
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use super::fields::{Fields, ill_typed};
use super::order_book::StoredOrder;
use super::refusal::Refusal;
use super::state::State;
use super::wire::{self, Json};
use crate::paging::{count, window};

impl State {
    pub(super) fn order_list(&self, body: &Value, now: OffsetDateTime) -> Result<Json, Refusal> {
        let fields = Fields::of(body, &["filter", "range"])?;
        let nothing = Value::Object(Map::new());
        let filter = Filter::read(fields.get("filter").unwrap_or(&nothing), now)?;
        let range = fields.range()?;
        // Quirk: the row to begin with and a limit, where the page says page and per page [observed] [docs+].
        let (first_row, limit) = range.unwrap_or((1, 10));
        let found: Vec<&StoredOrder> = self
            .book
            .orders()
            .iter()
            .rev()
            .filter(|order| filter.takes(order))
            .collect();
        let list = window(&found, first_row - 1, limit).iter();
        Ok(wire::ok(&OrderPage {
            index: range.map(|(first, _)| first),
            total: count(&found),
            list: list.map(|order| self.order_row(order)).collect(),
        }))
    }

    fn order_row<'a>(&'a self, order: &'a StoredOrder) -> OrderRow<'a> {
        let product = self.product(order.product_id);
        OrderRow {
            id: order.id,
            order_sn: &order.sn,
            page_number: order.parcels.len(),
            source: &order.source,
            remark: &order.remark,
            create_time: wire::format_time(order.created_at),
            total_price: order.total_fen,
            name: product.map_or("", |(_, _, product)| &product.name),
        }
    }
}

struct Filter<'a> {
    from: OffsetDateTime,
    to: Option<OffsetDateTime>,
    order_sn: Option<&'a str>,
    source: Option<&'a str>,
}

impl<'a> Filter<'a> {
    /// No length of a month is known.
    const MONTH: Duration = Duration::days(30);

    fn read(value: &'a Value, now: OffsetDateTime) -> Result<Self, Refusal> {
        let fields = Fields::of(value, &["create_time", "order_sn", "source"])?;
        let source = fields.text("source")?;
        if source.is_some_and(|source| source.chars().count() > 10) {
            return Err(ill_typed("source", "1到10个字符"));
        }
        let month_ago = now.saturating_sub(Self::MONTH);
        let span = fields.create_time()?;
        let (from, to) = match (span.from, span.to) {
            // Quirk: an end that is older than a month is moved up to a month ago, and an end that
            // is a date is its midnight, so that the day is left out [observed].
            (Some(from), Some(to)) => (from, Some(to.max(month_ago))),
            // Quirk: without both ends only the last month is looked at [observed].
            _ => (month_ago, None),
        };
        Ok(Self {
            from,
            to,
            order_sn: fields.text("order_sn")?,
            source,
        })
    }

    fn takes(&self, order: &StoredOrder) -> bool {
        self.from <= order.created_at
            && self.to.is_none_or(|to| order.created_at <= to)
            && self.order_sn.is_none_or(|sn| order.sn == sn)
            && self.source.is_none_or(|source| order.source == source)
    }
}

#[derive(Serialize)]
struct OrderPage<'a> {
    index: Option<u64>,
    total: u64,
    list: Vec<OrderRow<'a>>,
}

#[derive(Serialize)]
struct OrderRow<'a> {
    id: u64,
    order_sn: &'a str,
    /// Quirk: the number of parcels [observed].
    page_number: usize,
    source: &'a str,
    remark: &'a str,
    create_time: String,
    total_price: u64,
    name: &'a str,
}
