//! Product list (获取产品列表).

mod product;
mod query;

pub use product::{Category, Channel, Good, Product, ProductId};
pub use query::{ProductQuery, Shelf};

use std::hash::{DefaultHasher, Hash, Hasher};

use provider_client::{Page, PageSource, Pages, Rows};
use provider_http::lenient;
use serde::{Deserialize, Deserializer};

use crate::wire::PRODUCTS;
use crate::{Client, Code, Error};

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
        let Data(page) = self.call(&PRODUCTS, query.params()?)?;
        Ok(page.unwrap_or_default())
    }

    /// All products of a machine, page by page, beginning with the page of the query.
    ///
    /// A page is asked for when its first product is. Where the provider names a total or a last
    /// page, that ends the list; for the rest see [`Pages`]. Products that move to the next page
    /// while the list is read come twice.
    ///
    /// Source: paging of 获取产品列表 \[inferred\].
    pub fn all_products(&self, query: ProductQuery) -> Products {
        let (client, first) = (self.clone(), query.page);
        Pages::new(ProductPages { client, query }, first)
    }
}

/// One page of a product list.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
pub struct ProductPage {
    /// The products of this page, and the rows that cannot be read. How many they are need not
    /// agree with the numbers below \[doc\].
    #[serde(rename = "data", default)]
    pub products: Rows<Product>,
    /// How many products there are in all; none when the answer does not say.
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub total: Option<u64>,
    /// The number of this page; 0 when the answer does not say, or says what is no number.
    #[serde(default, deserialize_with = "page_number")]
    pub current_page: u32,
    /// The number of the last page; 0 when the answer does not say.
    #[serde(default, deserialize_with = "page_number")]
    pub last_page: u32,
    /// How many products to a page; 0 when the answer does not say.
    #[serde(default, deserialize_with = "page_number")]
    pub per_page: u32,
}

/// Quirk: `[]` in place of the page when there is no result [doc].
#[derive(Deserialize)]
struct Data(#[serde(deserialize_with = "lenient::object")] Option<ProductPage>);

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
        Ok(Page::new(page.products)
            .total(page.total)
            .last(page.last_page))
    }

    /// A product in a channel: one product may be in several.
    fn identity(&self, product: &Product) -> u64 {
        let mut hasher = DefaultHasher::new();
        (product.id, &product.channel).hash(&mut hasher);
        hasher.finish()
    }
}

/// Nothing of a page is lost for its numbers.
fn page_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let count = lenient::optional_count(deserializer)?;
    Ok(count
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(0))
}
