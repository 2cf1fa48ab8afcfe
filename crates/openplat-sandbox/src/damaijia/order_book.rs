//! The orders, their parcels, and the balance that pays for them.

use time::OffsetDateTime;

use super::wire;

/// An order (订单) as the provider has it in its books.
#[doc(alias = "订单")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredOrder {
    /// The platform's order id.
    pub id: u64,
    /// The order number (`order_sn`): 22 digits or more, which no 64-bit integer holds.
    pub sn: String,
    /// The caller's id of the order, or the one that the provider made; never twice.
    pub site_order_id: String,
    /// The product in every parcel.
    pub product_id: u64,
    /// The platform (发货平台) that the order came from.
    pub source: String,
    /// The remark, empty when none was sent.
    pub remark: String,
    /// The name of the sender, if `consigners` was an object with one: a list is ignored.
    pub consigner: Option<String>,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// What was taken from the balance, in 分; refunds do not change it.
    pub total_fen: u64,
    /// One for each recipient, in the order of the request; each holds one piece.
    pub parcels: Vec<StoredParcel>,
}

/// A parcel (包裹) as the provider has it in its books.
#[doc(alias = "包裹")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredParcel {
    /// The platform's parcel id (`consignee_id`).
    pub id: u64,
    /// The caller's id of the parcel, or the one that the provider made; it may occur twice.
    pub site_order_consignee_id: String,
    /// The recipient (收货人).
    pub consignee: String,
    /// The recipient's phone.
    pub mobile: String,
    /// 省.
    pub province: String,
    /// 市.
    pub city: String,
    /// 区.
    pub district: String,
    /// The rest of the address, with [`ADDRESS_APPENDIX`](crate::Damaijia::ADDRESS_APPENDIX) at its end.
    pub address: String,
    /// The order number on the platform that the order came from.
    pub platform_order_sn: String,
    /// Where it stands.
    pub status: ParcelStatus,
    /// The waybill number (运单号), empty until there is one.
    pub express_no: String,
    /// Why the provider cancelled it; `None` when nobody or the caller did.
    pub cancel_reason: Option<String>,
    /// The price of the product, in 分.
    pub price_fen: u64,
    /// The courier fee, in 分.
    pub shipping_fee_fen: u64,
    /// The number of the last balance entry (流水) about it.
    pub payment_sn: u64,
    /// When it changed last.
    pub updated_at: OffsetDateTime,
}

/// Where a parcel stands. An order is paid when it is made, so state `f` does not occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParcelStatus {
    /// `p`, 未发货.
    Unshipped,
    /// `s`, 已发货: with the warehouse; only a waybill number says that it is on its way.
    Shipped,
    /// `c`, 已取消: its price and its courier fee are refunded.
    Cancelled,
}

impl ParcelStatus {
    /// The letter of the provider.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Unshipped => "p",
            Self::Shipped => "s",
            Self::Cancelled => "c",
        }
    }
}

/// All orders, oldest first, and the account.
pub(super) struct OrderBook {
    pub(super) balance_fen: u64,
    orders: Vec<StoredOrder>,
    parcels: u64,
    entries: u64,
}

impl OrderBook {
    const FIRST_PARCEL_ID: u64 = 70_001;

    pub(super) fn new(balance_fen: u64) -> Self {
        Self {
            balance_fen,
            orders: Vec::new(),
            parcels: 0,
            entries: 0,
        }
    }

    pub(super) fn orders(&self) -> &[StoredOrder] {
        &self.orders
    }

    pub(super) fn has(&self, site_order_id: &str) -> bool {
        let mut orders = self.orders.iter();
        orders.any(|order| order.site_order_id == site_order_id)
    }

    pub(super) fn parcels(&self) -> impl Iterator<Item = &StoredParcel> {
        self.orders.iter().flat_map(|order| &order.parcels)
    }

    /// The oldest parcel with an id of the caller.
    pub(super) fn parcel(&self, site_order_consignee_id: &str) -> Option<&StoredParcel> {
        self.parcels()
            .find(|parcel| parcel.site_order_consignee_id == site_order_consignee_id)
    }

    pub(super) fn next_order_id(&self) -> u64 {
        u64::try_from(self.orders.len()).unwrap_or(u64::MAX - 1) + 1
    }

    pub(super) fn next_parcel_id(&mut self) -> u64 {
        self.parcels += 1;
        Self::FIRST_PARCEL_ID - 1 + self.parcels
    }

    /// 14 digits of the time and 8 of the order.
    pub(super) fn order_sn(id: u64, now: OffsetDateTime) -> String {
        format!("{}{id:08}", wire::format_digits(now))
    }

    /// Takes an order and its price, which the balance must hold.
    pub(super) fn add(&mut self, mut order: StoredOrder) {
        self.balance_fen = self.balance_fen.saturating_sub(order.total_fen);
        self.entries += 1;
        for parcel in &mut order.parcels {
            parcel.payment_sn = self.entries;
        }
        self.orders.push(order);
    }

    /// Cancels the parcel of the platform's id and refunds it.
    pub(super) fn cancel(&mut self, parcel_id: u64, reason: Option<&str>, now: OffsetDateTime) {
        let payment_sn = self.entries + 1;
        let Some(parcel) = parcels_mut(&mut self.orders).find(|parcel| parcel.id == parcel_id)
        else {
            return;
        };
        parcel.status = ParcelStatus::Cancelled;
        parcel.cancel_reason = reason.map(str::to_owned);
        parcel.payment_sn = payment_sn;
        parcel.updated_at = now;
        let refund = parcel.price_fen + parcel.shipping_fee_fen;
        self.entries = payment_sn;
        self.balance_fen = self.balance_fen.saturating_add(refund);
    }

    pub(super) fn hand_over(&mut self, site_order_consignee_id: &str, now: OffsetDateTime) -> bool {
        let waiting = parcels_mut(&mut self.orders).filter(|parcel| {
            parcel.site_order_consignee_id == site_order_consignee_id
                && parcel.status == ParcelStatus::Unshipped
        });
        let mut found = false;
        for parcel in waiting {
            parcel.status = ParcelStatus::Shipped;
            parcel.updated_at = now;
            found = true;
        }
        found
    }

    pub(super) fn ship(&mut self, site_order_consignee_id: &str, now: OffsetDateTime) -> bool {
        let handed_over = self.hand_over(site_order_consignee_id, now);
        let waiting = parcels_mut(&mut self.orders).filter(|parcel| {
            parcel.site_order_consignee_id == site_order_consignee_id
                && parcel.status == ParcelStatus::Shipped
                && parcel.express_no.is_empty()
        });
        let mut found = handed_over;
        for parcel in waiting {
            parcel.express_no = format!("88{:011}", parcel.id);
            parcel.updated_at = now;
            found = true;
        }
        found
    }
}

fn parcels_mut(orders: &mut [StoredOrder]) -> impl Iterator<Item = &mut StoredParcel> {
    orders.iter_mut().flat_map(|order| &mut order.parcels)
}
