//! Product list (获取产品列表).

use std::collections::VecDeque;
use std::fmt;

use provider_http::{InvalidInput, lenient};
use serde::{Deserialize, Serialize};

use crate::wire::{Endpoint, Params};
use crate::{Client, Error, MachineNo};

const ORIGIN: &str = "获取产品列表 [doc]";

/// The id of a product (产品ID): the `id` of [`Product`], the `product_id` of other calls.
#[doc(alias = "产品ID")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProductId(#[serde(deserialize_with = "lenient::int")] pub u64);

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which products of a machine to list.
///
/// ```
/// use vending_api::{ProductQuery, Shelf};
///
/// let query = ProductQuery::new("12345678".parse()?)
///     .per_page(50)
///     .shelf(Shelf::Cabinet('B'));
/// # Ok::<(), vending_api::InvalidInput>(())
/// ```
#[derive(Clone, Debug)]
pub struct ProductQuery {
    machine_no: MachineNo,
    page: u32,
    per_page: Option<u32>,
    category_id: Option<u64>,
    shelf: Option<Shelf>,
    select_all: bool,
}

/// The part of a machine whose products are listed: by cabinet or by driver board, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shelf {
    /// 柜号: `A` to `Z`. The provider takes `A` when no shelf is given.
    Cabinet(char),
    /// 从机地址, the address of a driver board: 1 to 8.
    Addr(u8),
}

impl ProductQuery {
    /// All categories of the provider's default cabinet (`A`), from page 1 on, 10 to a page.
    pub fn new(machine_no: MachineNo) -> Self {
        Self {
            machine_no,
            page: 1,
            per_page: None,
            category_id: None,
            shelf: None,
            select_all: false,
        }
    }

    /// The page to ask for, or the page to begin with. Default 1, at least 1.
    #[must_use]
    pub fn page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// How many products to a page, at least 1. Not sent by default; the provider then takes 10.
    /// It documents no maximum.
    #[must_use]
    pub fn per_page(mut self, per_page: u32) -> Self {
        self.per_page = Some(per_page);
        self
    }

    /// Only products of this category (商品分类). Not sent by default: all, which is 0 too.
    #[must_use]
    pub fn category_id(mut self, id: u64) -> Self {
        self.category_id = Some(id);
        self
    }

    /// Only products of this cabinet or driver board. Not sent by default: cabinet `A`.
    #[must_use]
    pub fn shelf(mut self, shelf: Shelf) -> Self {
        self.shelf = Some(shelf);
        self
    }

    /// Sends `select_all` (查询所有) as `1`. The provider does not say what it does; not sent by
    /// default, which is `0`.
    #[must_use]
    pub fn select_all(mut self) -> Self {
        self.select_all = true;
        self
    }

    fn params(&self) -> Result<Params, InvalidInput> {
        let at_least_1 = |field, number: u32| match number {
            0 => Err(InvalidInput::new(field, "must be at least 1", ORIGIN)),
            number => Ok((field, number.to_string())),
        };
        let mut params = vec![
            ("machine_no", self.machine_no.to_string()),
            at_least_1("page", self.page)?,
        ];
        if let Some(per_page) = self.per_page {
            params.push(at_least_1("per_page", per_page)?);
        }
        if let Some(id) = self.category_id {
            params.push(("category_id", id.to_string()));
        }
        // Quirk: `cabinet_name` and `addr` must not be sent together [doc]; the type sees to it.
        match self.shelf {
            Some(Shelf::Cabinet(name)) if name.is_ascii_uppercase() => {
                params.push(("cabinet_name", name.to_string()));
            }
            Some(Shelf::Cabinet(_)) => {
                return Err(InvalidInput::new("cabinet_name", "must be A to Z", ORIGIN));
            }
            Some(Shelf::Addr(addr @ 1..=8)) => params.push(("addr", addr.to_string())),
            Some(Shelf::Addr(_)) => {
                return Err(InvalidInput::new("addr", "must be 1 to 8", ORIGIN));
            }
            None => {}
        }
        if self.select_all {
            params.push(("select_all", "1".to_owned()));
        }
        Ok(params)
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

/// A product in a channel of a machine.
///
/// Fields that the answer leaves out are 0 or empty. Serialised, it has the provider's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Product {
    /// 产品ID.
    pub id: ProductId,
    /// 商品分类.
    #[serde(default, deserialize_with = "lenient::object")]
    pub category: Option<Category>,
    /// 商品内容.
    #[serde(default, deserialize_with = "lenient::object")]
    pub good: Option<Good>,
    /// 货道信息.
    #[serde(default, deserialize_with = "lenient::object")]
    pub channel: Option<Channel>,
    /// 当前库存, pieces left. A snapshot, never a reservation.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub current_inventory: i64,
    /// 最大库存, pieces that fit.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub inventory: i64,
}

/// The category of a product (商品分类).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Category {
    /// 分类ID.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub id: u64,
    /// 分类名称.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub title: String,
}

/// What is sold (商品内容).
///
/// `media` (图片轮播图) is not read: the shape of its elements is not documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Good {
    /// 名称.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub name: String,
    /// 介绍.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub description: String,
    /// 封面; the published sample begins with a literal `{url}`: see
    /// [`thumb_url`](Good::thumb_url).
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub thumb: String,
    /// 价格 as decimal text such as `0.10`, every digit as it came. In the main unit of the
    /// machine's currency \[inferred\].
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub price: String,
    /// 原价, in the form of `price`.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub original_price: String,
    /// 富文本内容: HTML from elsewhere, escape or clean it before showing it.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub content: String,
    /// 商品编码.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub good_no: String,
    /// 商品编码, since v1.2.3; the same as `good_no` in the published sample.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub slug: String,
}

impl Good {
    /// The address of the cover picture, with `base_url` in place of the `{url}` at its begin.
    pub fn thumb_url(&self, base_url: &str) -> String {
        match self.thumb.strip_prefix("{url}") {
            Some(path) => format!("{}{path}", base_url.trim_end_matches('/')),
            None => self.thumb.clone(),
        }
    }
}

/// Where in the machine a product is (货道信息).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Channel {
    /// 货道名, such as `A21`.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub name: String,
    /// 柜号.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub cabinet_name: String,
    /// 电机号 with its zeros: `000` is row 1, column 1; `200` is the same place of the second
    /// cabinet.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub code: String,
    /// 行, counted from `0`.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub x: String,
    /// 列, counted from `0`.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub y: String,
    /// 从机地址, the driver board, counted from 1; 0 when the answer does not say.
    #[serde(default, deserialize_with = "lenient::int_or_zero")]
    pub addr: u32,
}

#[derive(Deserialize)]
struct Data {
    /// Quirk: `[]` in place of the page when there is no result [doc].
    #[serde(default, deserialize_with = "lenient::object")]
    data: Option<ProductPage>,
}

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
    /// the provider names, on an empty page, and on a page that repeats the one before; a short
    /// page alone is no end, since a server may cap the page size. After an error it ends too:
    /// begin again at [`Products::page`].
    pub fn all_products(&self, query: ProductQuery) -> Products {
        Products {
            client: self.clone(),
            query,
            items: VecDeque::new(),
            last_ids: Vec::new(),
            total: None,
            ended: false,
        }
    }
}

/// The products of all pages: see [`Client::all_products`].
#[derive(Debug)]
pub struct Products {
    client: Client,
    query: ProductQuery,
    items: VecDeque<Product>,
    last_ids: Vec<ProductId>,
    total: Option<u64>,
    ended: bool,
}

impl Products {
    /// The page that is asked for next; after an error, the page that failed.
    pub fn page(&self) -> u32 {
        self.query.page
    }

    /// The total of the provider, once a page was read: for a progress bar, not for counting.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    fn fetch(&mut self) -> Result<(), Error> {
        let page = self.client.products(&self.query)?;
        let ids: Vec<ProductId> = page.products.iter().map(|product| product.id).collect();
        self.total = Some(page.total);
        // A missing last page reads as 0, which ends the list as well.
        self.ended = self.query.page >= page.last_page;
        if ids.is_empty() || ids == self.last_ids {
            self.ended = true;
            return Ok(());
        }
        self.query.page = self.query.page.saturating_add(1);
        self.last_ids = ids;
        self.items = page.products.into();
        Ok(())
    }
}

impl Iterator for Products {
    type Item = Result<Product, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.items.is_empty()
            && !self.ended
            && let Err(error) = self.fetch()
        {
            self.ended = true;
            return Some(Err(error));
        }
        self.items.pop_front().map(Ok)
    }
}
