//! Product list (获取商品列表).

mod product;
mod query;

pub use product::{Product, ProductId};
pub use query::ProductQuery;

use std::hash::{DefaultHasher, Hash, Hasher};

use provider_client::{Page, PageSource, Pages, Repeats, Rows};
use provider_http::lenient;
use serde::Deserialize;

use crate::wire::{Object, PRODUCTS, rows, with_query};
use crate::{Client, Code, Error};

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
        let request = with_query(&PRODUCTS, query.text()?);
        let Object(page) = self.call(&PRODUCTS, &request)?;
        Ok(page)
    }

    /// All products of a warehouse, page by page, beginning with the page of the query.
    ///
    /// A page is asked for when its first product is. The provider promises no order, so pages
    /// may repeat products or miss some: one that the page before had too is passed over, one that
    /// comes again later is not. Where the provider names a total, that ends the list; for the
    /// rest see [`Pages`].
    ///
    /// Source: paging of 获取商品列表 \[inferred\].
    pub fn all_products(&self, query: ProductQuery) -> Products {
        let (client, first) = (self.clone(), query.page);
        Pages::new(ProductPages { client, query }, first)
    }
}

/// One page of a product list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ProductPage {
    /// The products of this page, and the rows that cannot be read.
    #[serde(rename = "list", default, deserialize_with = "rows")]
    pub products: Rows<Product>,
    /// How many products there are in all; none when the answer does not say.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub total: Option<u64>,
}

/// The products of all pages: see [`Client::all_products`].
pub type Products = Pages<ProductPages>;

/// The pages of a product list.
#[derive(Debug)]
pub struct ProductPages {
    client: Client,
    query: ProductQuery,
}

impl PageSource for ProductPages {
    type Row = Product;
    type Code = Code;

    fn page(&mut self, number: u32) -> Result<Page<Product>, Error> {
        self.query.page = number;
        let page = self.client.products(&self.query)?;
        Ok(Page::new(page.products).total(page.total))
    }

    fn identity(&self, product: &Product) -> u64 {
        let mut hasher = DefaultHasher::new();
        product.id.hash(&mut hasher);
        hasher.finish()
    }

    /// Pages may repeat products, since no order is promised.
    fn repeats(&self) -> Repeats {
        Repeats::LeftOut
    }
}
