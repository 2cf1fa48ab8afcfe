use std::fmt;

use provider_http::lenient;
use serde::{Deserialize, Serialize};

use crate::Gmt8Time;
use crate::wire::flag;

/// A product (商品) of a warehouse.
///
/// Every field but the id may be absent; it is then none or empty. `signing_method` is not read:
/// nobody states what it means. Serialised, it has the provider's names. All \[observed\].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Product {
    /// The id that an order takes.
    pub id: ProductId,
    /// The name.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub name: String,
    /// The address of the picture.
    #[serde(rename = "othumb")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub picture_url: String,
    /// The price of a piece for this account, in 分 \[inferred\], without the courier fee; none
    /// when the answer does not say.
    #[serde(rename = "cost_price")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub price_fen: Option<i64>,
    /// The weight as it came, such as `0.1`; its unit is not stated.
    #[serde(default, deserialize_with = "lenient::decimal_or_empty")]
    pub weight: String,
    /// Pieces in stock; none when the answer does not say.
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub stock: Option<i64>,
    /// Pieces sold; none when the answer does not say.
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub sales: Option<i64>,
    /// When it was made.
    #[serde(default)]
    pub create_time: Gmt8Time,
    /// The sources ([`Source`](crate::Source)) that orders of it may have, in the provider's
    /// words; empty when none is known.
    #[serde(rename = "user_source")]
    #[serde(default, deserialize_with = "lenient::list")]
    pub sources: Vec<String>,
    /// The platforms of encrypted orders (密文), separated by commas; this crate makes none.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub support_entry_source: String,
    /// Whether its warehouse takes encrypted orders.
    #[serde(default, deserialize_with = "flag")]
    pub is_support_encry: bool,
}

/// The id of a product: the `id` of [`Product`], the `product_id` of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProductId(#[serde(deserialize_with = "lenient::int")] pub u64);

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
