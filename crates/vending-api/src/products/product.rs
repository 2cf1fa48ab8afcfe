use std::fmt;

use provider_client::Json;
use provider_http::lenient;
use serde::{Deserialize, Serialize};

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
    /// 图片轮播图, as JSON text as it came: the shape of its elements is not documented. Null is
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Json>,
    /// 商品编码, since v1.2.3; the same as `good_no` in the published sample.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub slug: String,
}

impl Good {
    /// The address of the cover picture, with `base_url` in place of the `{url}` at its start.
    pub fn thumb_url(&self, base_url: &str) -> String {
        match self.thumb.strip_prefix("{url}") {
            Some(path) => format!("{}{path}", base_url.trim_end_matches('/')),
            None => self.thumb.clone(),
        }
    }
}

/// Where in the machine a product is (货道信息).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
