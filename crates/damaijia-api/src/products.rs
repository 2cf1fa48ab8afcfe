//! Product list (获取商品列表).

mod pages;
mod product;
mod query;

pub use pages::Products;
pub use product::{Product, ProductId};
pub use query::ProductQuery;

use serde::Deserialize;

use crate::wire::{Data, Endpoint, Object, optional_int, rows};
use crate::{Client, Error};

impl Client {
    /// One page of the products of a warehouse: those on sale, if the warehouse is on line.
    ///
    /// Source: 获取商品列表 \[docs+\]; its answer \[observed\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with
    /// [`Code::PARAMETERS_INVALID`](crate::Code::PARAMETERS_INVALID) (422), 仓库不存在, for an id
    /// that is no warehouse's, such as that of a courier; [`Error::Invalid`] before anything is
    /// sent when the page or its size is 0.
    #[doc(alias = "获取商品列表")]
    pub fn products(&self, query: &ProductQuery) -> Result<ProductPage, Error> {
        let endpoint = Endpoint::PRODUCTS;
        let request = endpoint.with_query(query.text()?);
        let Data { data: Object(page) } = self.call(endpoint, &request, &[])?;
        Ok(page)
    }

    /// All products of a warehouse, page by page, beginning with the page of the query; each
    /// product once.
    ///
    /// A page is asked for when its first product is. The provider promises no order, so pages
    /// may repeat products, which are passed over, or miss some. The iterator ends after `total`
    /// products, on an empty page, and on a page without any product that is new; a short page
    /// alone is no end. After an error it ends too: begin again at [`Products::page`].
    ///
    /// Source: paging of 获取商品列表 \[inferred\].
    pub fn all_products(&self, query: ProductQuery) -> Products {
        Products::new(self.clone(), query)
    }
}

/// One page of a product list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ProductPage {
    /// The products of this page.
    #[serde(rename = "list", default, deserialize_with = "rows")]
    pub products: Vec<Product>,
    /// How many products there are in all; none when the answer does not say.
    #[serde(default, deserialize_with = "optional_int")]
    pub total: Option<i64>,
}
