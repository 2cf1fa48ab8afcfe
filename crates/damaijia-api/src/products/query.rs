use provider_http::{InvalidInput, at_least_1};

use crate::WarehouseId;

const ORIGIN: &str = "获取商品列表 [docs+]";

/// Which products of a warehouse to list.
///
/// ```
/// use damaijia_api::{ProductQuery, WarehouseId};
///
/// let query = ProductQuery::new(WarehouseId(2)).page_size(50);
/// ```
#[derive(Clone, Debug)]
pub struct ProductQuery {
    warehouse_id: WarehouseId,
    pub(super) page: u32,
    page_size: Option<u32>,
}

impl ProductQuery {
    /// The products of a warehouse, from page 1 on, 20 to a page.
    pub fn new(warehouse_id: WarehouseId) -> Self {
        Self {
            warehouse_id,
            page: 1,
            page_size: None,
        }
    }

    /// The page to ask for, or the page to begin with. Default 1, at least 1.
    #[must_use]
    pub fn page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// How many products to a page, at least 1. Not sent by default; the provider then takes 20.
    /// No maximum is known.
    #[must_use]
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    pub(super) fn text(&self) -> Result<String, InvalidInput> {
        let page = at_least_1("page", self.page, ORIGIN)?;
        let mut pairs = vec![
            ("id", self.warehouse_id.to_string()),
            ("page", page.to_string()),
        ];
        if let Some(size) = self.page_size {
            let size = at_least_1("page_size", size, ORIGIN)?;
            pairs.push(("pageSize", size.to_string()));
        }
        Ok(provider_http::query(&pairs))
    }
}
