//! All that the provider of a sandbox remembers, and how a test has set it.

use time::OffsetDateTime;

use super::catalogue::{self, Courier, Product, Warehouse};
use super::limits::Limits;
use super::order_book::{OrderBook, ParcelStatus};
use super::settings::{NumberStyle, RefusalStyle, WarehouseReply};
use super::tokens::Tokens;
use crate::script::Script;

pub(super) struct State {
    pub(super) couriers: Vec<Courier>,
    pub(super) tokens: Tokens,
    pub(super) limits: Limits,
    pub(super) book: OrderBook,
    pub(super) script: Script,
    pub(super) prices_missing: bool,
    pub(super) echoes_secrets: bool,
    pub(super) page_cap: Option<u32>,
    pub(super) page_overlap: u32,
    pub(super) numbers: NumberStyle,
    pub(super) refusals: RefusalStyle,
    pub(super) warehouse_reply: WarehouseReply,
}

impl State {
    pub(super) fn new(balance_fen: u64) -> Self {
        Self {
            couriers: catalogue::couriers(),
            tokens: Tokens::default(),
            limits: Limits::default(),
            book: OrderBook::new(balance_fen),
            script: Script::default(),
            prices_missing: false,
            echoes_secrets: false,
            page_cap: None,
            page_overlap: 0,
            numbers: NumberStyle::Numbers,
            refusals: RefusalStyle::Documented,
            warehouse_reply: WarehouseReply::Agrees,
        }
    }

    pub(super) fn warehouses(&self) -> impl Iterator<Item = (&Courier, &Warehouse)> {
        self.couriers.iter().flat_map(|courier| {
            let warehouses = courier.warehouses.iter();
            warehouses.map(move |warehouse| (courier, warehouse))
        })
    }

    /// A product with the courier and the warehouse that send it, on sale or not.
    pub(super) fn product(&self, id: u64) -> Option<(&Courier, &Warehouse, &Product)> {
        self.warehouses().find_map(|(courier, warehouse)| {
            let product = warehouse.products.iter().find(|product| product.id == id)?;
            Some((courier, warehouse, product))
        })
    }

    pub(super) fn cancel_unsendable(&mut self, now: OffsetDateTime) -> usize {
        let mut cancelled = Vec::new();
        for order in self.book.orders() {
            let Some((_, warehouse, _)) = self.product(order.product_id) else {
                continue;
            };
            for parcel in &order.parcels {
                if parcel.status == ParcelStatus::Unshipped
                    && let Some(reason) = warehouse.unsendable(parcel, now)
                {
                    cancelled.push((parcel.id, reason));
                }
            }
        }
        for (id, reason) in &cancelled {
            self.book.cancel(*id, Some(*reason), now);
        }
        cancelled.len()
    }
}
