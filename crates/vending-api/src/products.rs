//! Product list (获取产品列表).

mod pages;
mod product;
mod query;

pub use pages::Products;
pub use product::{Category, Channel, Good, Product, ProductId};
pub use query::{ProductQuery, Shelf};

use provider_http::lenient;
use serde::Deserialize;

use crate::wire::Endpoint;
use crate::{Client, Error};

impl Client {
    /// One page of the products of a machine.
    ///
    /// The list is not cached by the provider; the stock in it is a snapshot. Without a
    /// [`Shelf`] the provider lists cabinet `A` only.
    ///
    /// Source: 获取产品列表 \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with [`Code::MACHINE_OFFLINE`](crate::Code::MACHINE_OFFLINE) (30002) or
    /// [`Code::MACHINE_NOT_FOUND`](crate::Code::MACHINE_NOT_FOUND) (30003); [`Error::Invalid`]
    /// before anything is sent when the page, the page size or the shelf is out of its range.
    #[doc(alias = "获取产品列表")]
    pub fn products(&self, query: &ProductQuery) -> Result<ProductPage, Error> {
        let endpoint = Endpoint::reads("products", "/products");
        let data: Data = self.call(&endpoint, query.params()?)?;
        Ok(data.data.unwrap_or_default())
    }

    /// All products of a machine, page by page, beginning with the page of the query.
    ///
    /// A page is asked for when its first product is. The iterator ends after the last page that
    /// the provider names, on an empty page, and on a page without any product that is new; a
    /// short page alone is no end, since a server may cap the page size. After an error it ends
    /// too: begin again at [`Products::page`].
    ///
    /// Source: paging of 获取产品列表 \[inferred\].
    pub fn all_products(&self, query: ProductQuery) -> Products {
        Products::new(self.clone(), query)
    }
}

/// One page of a product list.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
pub struct ProductPage {
    /// The products of this page. Its length need not agree with the numbers below \[doc\].
    #[serde(rename = "data", default, deserialize_with = "lenient::list")]
    pub products: Vec<Product>,
    /// How many products there are in all.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub total: u64,
    /// The number of this page; 0 when the answer does not say.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub current_page: u32,
    /// The number of the last page; 0 when the answer does not say.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub last_page: u32,
    /// How many products to a page; 0 when the answer does not say.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub per_page: u32,
}

#[derive(Deserialize)]
struct Data {
    /// Quirk: `[]` in place of the page when there is no result [doc].
    #[serde(default, deserialize_with = "lenient::object")]
    data: Option<ProductPage>,
}
