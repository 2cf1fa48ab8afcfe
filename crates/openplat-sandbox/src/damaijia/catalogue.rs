//! The couriers, warehouses and products of the sandbox: the same in every run.

use time::OffsetDateTime;
use time::macros::datetime;

use crate::cached_json::CachedJson;

// Their documentation is where they are public, at the handle.
pub(super) const WAREHOUSE: u64 = 2;
pub(super) const BANNING_WAREHOUSE: u64 = 3;
pub(super) const BANNED_ORIGIN_WAREHOUSE: u64 = 5;
pub(super) const EMPTY_WAREHOUSE: u64 = 6;
pub(super) const OFFLINE_WAREHOUSE: u64 = 8;
pub(super) const PRODUCT: u64 = 614;
pub(super) const OFF_SALE_PRODUCT: u64 = 659;
pub(super) const BANNING_PRODUCT: u64 = 710;
pub(super) const BANNED_ORIGIN_PRODUCT: u64 = 720;
pub(super) const OFFLINE_PRODUCT: u64 = 730;

/// A courier (快递). No id of a courier is that of a warehouse, so that a client which mixes them up is refused.
pub(super) struct Courier {
    pub(super) id: u64,
    pub(super) name: &'static str,
    pub(super) logo: &'static str,
    pub(super) warehouses: Vec<Warehouse>,
}

/// A warehouse (仓库) that sends with a courier.
pub(super) struct Warehouse {
    pub(super) id: u64,
    pub(super) name: &'static str,
    /// The alias, the flag for encrypted orders and the bans may be absent [observed]; here they are together.
    pub(super) details: Option<Details>,
    pub(super) fee_fen: u64,
    pub(super) is_online: bool,
    pub(super) is_origin_banned: bool,
    pub(super) products: Vec<Product>,
}

pub(super) struct Details {
    pub(super) alias: &'static str,
    /// 1, or an empty text for no.
    pub(super) takes_encrypted_orders: bool,
    pub(super) ban: Option<Ban>,
}

/// Where a warehouse does not send to for a time (禁发区).
pub(super) struct Ban {
    /// `省`, `省/市` or `省/市/区`.
    pub(super) zones: &'static [&'static str],
    pub(super) from: OffsetDateTime,
    pub(super) to: OffsetDateTime,
}

impl Warehouse {
    /// The ban that is in force at an instant.
    pub(super) fn ban_at(&self, now: OffsetDateTime) -> Option<&Ban> {
        let ban = self.details.as_ref()?.ban.as_ref()?;
        Some(ban).filter(|ban| ban.from <= now && now <= ban.to)
    }
}

/// A product (商品).
pub(super) struct Product {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) cost_price_fen: u64,
    pub(super) weight: &'static str,
    pub(super) stock: u64,
    pub(super) sales: u64,
    /// The platforms whose orders it takes; empty for all.
    pub(super) sources: &'static [&'static str],
    pub(super) is_on_sale: bool,
    /// Its row in the product list.
    pub(super) row: CachedJson,
}

/// All couriers.
pub(super) fn couriers() -> Vec<Courier> {
    vec![
        Courier {
            id: 1,
            name: "圆通速递",
            logo: "",
            warehouses: vec![
                Warehouse {
                    products: main_products(),
                    ..warehouse(WAREHOUSE, "义乌仓", 170)
                },
                Warehouse {
                    details: Some(Details {
                        alias: "",
                        takes_encrypted_orders: false,
                        ban: Some(Ban {
                            zones: &["北京市", "浙江省/宁波市", "广东省/深圳市/福田区"],
                            from: datetime!(2021-08-01 00:00:00 +8),
                            to: datetime!(2099-12-31 23:59:59 +8),
                        }),
                    }),
                    products: products(BANNING_PRODUCT, &["纸巾", "湿巾", "抹布"]),
                    ..warehouse(BANNING_WAREHOUSE, "广州仓", 250)
                },
            ],
        },
        Courier {
            id: 4,
            name: "中通快递",
            logo: "http://127.0.0.1/express/zto.png",
            warehouses: vec![
                Warehouse {
                    details: None,
                    is_origin_banned: true,
                    products: products(BANNED_ORIGIN_PRODUCT, &["毛巾"]),
                    ..warehouse(BANNED_ORIGIN_WAREHOUSE, "北京仓", 300)
                },
                warehouse(EMPTY_WAREHOUSE, "成都仓", 220),
                Warehouse {
                    is_online: false,
                    products: products(OFFLINE_PRODUCT, &["牙刷"]),
                    ..warehouse(OFFLINE_WAREHOUSE, "沈阳仓", 260)
                },
            ],
        },
        Courier {
            id: 7,
            name: "韵达快递",
            logo: "",
            warehouses: Vec::new(),
        },
    ]
}

fn warehouse(id: u64, name: &'static str, fee_fen: u64) -> Warehouse {
    Warehouse {
        id,
        name,
        details: Some(Details {
            alias: "代发仓",
            takes_encrypted_orders: true,
            ban: None,
        }),
        fee_fen,
        is_online: true,
        is_origin_banned: false,
        products: Vec::new(),
    }
}

/// 46 products, the last of them off sale.
fn main_products() -> Vec<Product> {
    const NAMES: [&str; 6] = ["手机支架", "数据线收纳", "鞋垫", "发圈", "挂钩", "便签"];
    (PRODUCT..=OFF_SALE_PRODUCT)
        .zip(NAMES.iter().cycle())
        .map(|(id, name)| {
            let place = id - PRODUCT;
            Product {
                id,
                name: format!("{name} {id}"),
                cost_price_fen: 10 + 15 * place,
                weight: if place.is_multiple_of(2) {
                    "0.1"
                } else {
                    "0.25"
                },
                stock: 900 - 20 * place,
                sales: 7 * place,
                sources: if id == PRODUCT { &["taobao"] } else { &[] },
                is_on_sale: id != OFF_SALE_PRODUCT,
                row: CachedJson::new(),
            }
        })
        .collect()
}

fn products(first_id: u64, names: &[&str]) -> Vec<Product> {
    (first_id..)
        .zip(names)
        .map(|(id, name)| Product {
            id,
            name: (*name).to_owned(),
            cost_price_fen: 120,
            weight: "0.3",
            stock: 50,
            sales: 3,
            sources: &["taobao", "tmall", "jd", "pdd", "other"],
            is_on_sale: true,
            row: CachedJson::new(),
        })
        .collect()
}
