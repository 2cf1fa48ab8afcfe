//! The product database (商品).

mod detail;
mod item;
mod query;

pub use detail::ItemDetail;
pub use item::{AliasItem, Image, Item, ItemId};
pub use query::{AliasQuery, ClassQuery, ItemQuery};

use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};

use provider_client::{Page, PageSource, Pages, Rows};
use provider_http::{at_least_1, lenient};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::wire::{ITEM, ITEMS, ITEMS_BY_ALIAS, ITEMS_BY_CLASS};
use crate::{Client, Code, Error};

impl Client {
    /// One page of the products, all or those of a class, an internal name, a bar code.
    ///
    /// Source: 获取商品列表, `ItemList` \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with the provider's message; [`Error::Invalid`] before anything is sent
    /// when the page size is 0 or a text to look for is empty.
    #[doc(alias = "获取商品列表")]
    #[doc(alias = "ItemList")]
    pub fn items(&self, query: &ItemQuery) -> Result<ItemPage<Item>, Error> {
        self.call(&ITEMS, &query.fields()?)
    }

    /// All products of a query, page by page: see [`Items`].
    ///
    /// Source: paging of 获取商品列表 \[inferred\].
    pub fn all_items(&self, query: ItemQuery) -> Items<Item> {
        let (client, first) = (self.clone(), query.page);
        let fetch = move |page| Ok(client.items(&query.clone().page(page))?.counted());
        Pages::new(ItemPages::new(fetch), first)
    }

    /// The detail of one product.
    ///
    /// Its fields are not documented, so it is kept as it comes; [`ItemDetail::item`] reads it
    /// like a row of [`items`](Client::items).
    ///
    /// Source: 获取商品详情, `Item` \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with the provider's message; [`Error::Invalid`] before anything is sent
    /// when the id is 0, which stands for an id that an answer left out.
    #[doc(alias = "获取商品详情")]
    pub fn item(&self, id: ItemId) -> Result<ItemDetail, Error> {
        let id = at_least_1("id", id.0, "获取商品详情, P_id [inferred]")?;
        // Quirk: a number here, a text in the answers [doc].
        let data: Entity = self.call(&ITEM, &Detail { id })?;
        Ok(data.entity)
    }

    /// One page of the products of a class, by its name.
    ///
    /// The rows have no sample; they are read like those of [`items`](Client::items) \[inferred\].
    ///
    /// Source: 获取分类商品, `ItemClass` \[doc\].
    ///
    /// # Errors
    ///
    /// As for [`items`](Client::items).
    #[doc(alias = "获取分类商品")]
    #[doc(alias = "ItemClass")]
    pub fn items_by_class(&self, query: &ClassQuery) -> Result<ItemPage<Item>, Error> {
        self.call(&ITEMS_BY_CLASS, &query.fields()?)
    }

    /// All products of a class, page by page: see [`Items`].
    ///
    /// Source: paging of 获取分类商品 \[inferred\].
    pub fn all_items_by_class(&self, query: ClassQuery) -> Items<Item> {
        let (client, first) = (self.clone(), query.page);
        let fetch = move |page| Ok(client.items_by_class(&query.clone().page(page))?.counted());
        Pages::new(ItemPages::new(fetch), first)
    }

    /// One page of the products with an internal name (内品名) or a bar code, in rows of their own.
    ///
    /// Source: the second 获取分类商品, `ItemAliseList` \[doc\]; what it does is read from its
    /// fields \[inferred\].
    ///
    /// # Errors
    ///
    /// As for [`items`](Client::items).
    // Quirk: two calls have the heading 获取分类商品; the URL tells them apart [doc].
    #[doc(alias = "内品名")]
    #[doc(alias = "ItemAliseList")]
    pub fn items_by_alias(&self, query: &AliasQuery) -> Result<ItemPage<AliasItem>, Error> {
        self.call(&ITEMS_BY_ALIAS, &query.fields()?)
    }

    /// All products with an internal name or a bar code, page by page: see [`Items`].
    ///
    /// Source: paging of `ItemAliseList` \[inferred\].
    pub fn all_items_by_alias(&self, query: AliasQuery) -> Items<AliasItem> {
        let (client, first) = (self.clone(), query.page);
        let fetch = move |page| Ok(client.items_by_alias(&query.clone().page(page))?.counted());
        Pages::new(ItemPages::new(fetch), first)
    }
}

/// One page of products.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct ItemPage<R> {
    /// The products of this page, and the rows that cannot be read.
    #[serde(rename = "rows", default = "Rows::default")]
    #[serde(bound(deserialize = "R: DeserializeOwned"))]
    pub items: Rows<R>,
    /// The provider's `total`; none when the answer does not say, or says no count.
    ///
    /// Quirk: of [`items`](Client::items) it is said to count the rows of this page, of the other
    /// lists all rows \[doc\].
    #[serde(default, deserialize_with = "lenient::optional_count")]
    pub total: Option<u64>,
}

impl<R> ItemPage<R> {
    /// The page of a list, whose `total` may count the rows of the page only.
    fn counted(self) -> Page<R> {
        Page::new(self.items).total(self.total).at_least()
    }
}

/// The products of all pages: of [`Client::all_items`] and its siblings.
pub type Items<R> = Pages<ItemPages<R>>;

/// The pages of a list of products, each signed anew.
pub struct ItemPages<R> {
    fetch: Fetch<R>,
    hasher: RandomState,
}

type Fetch<R> = Box<dyn FnMut(u32) -> Result<Page<R>, Error> + Send + Sync>;

impl<R> ItemPages<R> {
    fn new(fetch: impl FnMut(u32) -> Result<Page<R>, Error> + Send + Sync + 'static) -> Self {
        Self {
            fetch: Box::new(fetch),
            hasher: RandomState::new(),
        }
    }
}

impl<R: Hash> PageSource for ItemPages<R> {
    type Row = R;
    type Code = Code;

    fn page(&mut self, number: u32) -> Result<Page<R>, Error> {
        (self.fetch)(number)
    }

    /// The whole row, since a product may have a row for each of its internal names.
    fn identity(&self, row: &R) -> u64 {
        self.hasher.hash_one(row)
    }
}

impl<R> fmt::Debug for ItemPages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemPages").finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Detail {
    #[serde(rename = "P_id")]
    id: u64,
}

#[derive(Deserialize)]
struct Entity {
    entity: ItemDetail,
}
