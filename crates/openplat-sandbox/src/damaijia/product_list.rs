//! 获取商品列表: the products of a warehouse, page by page.

use serde::Serialize;
use serde_json::value::RawValue;

use super::Damaijia;
use super::catalogue::{Product, Warehouse};
use super::fields::{ill_typed, missing};
use super::refusal::Refusal;
use super::state::State;
use super::wire::{self, Json};
use crate::form::raw_pairs;
use crate::number_text::parse_digits;
use crate::paging::{capped, count, window};

impl State {
    pub(super) fn product_list(&self, query: &str) -> Result<Json, Refusal> {
        let query = Query::parse(query)?;
        let id = query.id.ok_or_else(|| missing("id"))?;
        let page_size = capped(query.page_size.unwrap_or(20), self.page_cap);
        let skipped = (query.page.unwrap_or(1) - 1)
            .saturating_mul(page_size)
            .saturating_sub(u64::from(self.page_overlap));

        let (_, warehouse) = self
            .warehouses()
            .find(|(_, warehouse)| warehouse.id == id)
            .ok_or_else(|| Refusal::invalid("仓库不存在"))?;
        let listed: Vec<&Product> = warehouse
            .products
            .iter()
            .filter(|product| product.is_on_sale && warehouse.is_online)
            .collect();
        let list = window(&listed, skipped, page_size)
            .iter()
            .map(|product| product.row.of(|| ProductRow::of(product, warehouse)))
            .collect();
        Ok(wire::ok(&Page {
            total: count(&listed),
            list,
        }))
    }
}

#[derive(Default)]
struct Query {
    id: Option<u64>,
    page: Option<u64>,
    page_size: Option<u64>,
}

impl Query {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let mut query = Self::default();
        for (name, value) in raw_pairs(text) {
            let field = match name {
                "id" => &mut query.id,
                "page" => &mut query.page,
                "pageSize" => &mut query.page_size,
                _ => return Err(Refusal::invalid(format!("{name} 未知参数"))),
            };
            let number = parse_digits(value).filter(|number| *number > 0);
            if number.is_none() || field.is_some() {
                return Err(ill_typed(name, "正整数"));
            }
            *field = number;
        }
        Ok(query)
    }
}

#[derive(Serialize)]
struct Page<'a> {
    total: u64,
    list: Vec<&'a RawValue>,
}

#[derive(Serialize)]
struct ProductRow<'a> {
    id: u64,
    #[serde(flatten)]
    details: Option<ProductDetails<'a>>,
}

/// Every field but the id may be absent [observed]; here they are together.
#[derive(Serialize)]
struct ProductDetails<'a> {
    user_source: &'a [&'a str],
    name: &'a str,
    othumb: &'a str,
    cost_price: u64,
    weight: &'a str,
    stock: u64,
    sales: u64,
    create_time: &'a str,
    signing_method: &'a str,
    support_entry_source: &'a str,
    is_support_encry: u8,
}

impl<'a> ProductRow<'a> {
    fn of(product: &'a Product, warehouse: &Warehouse) -> Self {
        let is_bare = product.id == Damaijia::BARE_PRODUCT;
        let encrypted = warehouse.details.as_ref();
        let encrypted = encrypted.is_some_and(|details| details.takes_encrypted_orders);
        let details = ProductDetails {
            user_source: product.sources,
            name: &product.name,
            othumb: "",
            cost_price: product.cost_price_fen,
            weight: product.weight,
            stock: product.stock,
            sales: product.sales,
            create_time: "2021-08-05 00:00:00",
            signing_method: "",
            support_entry_source: if encrypted { "taobao,pdd" } else { "" },
            is_support_encry: encrypted.into(),
        };
        Self {
            id: product.id,
            details: Some(details).filter(|_| !is_bare),
        }
    }
}
