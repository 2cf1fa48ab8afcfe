use std::fmt;

use provider_http::lenient;
use serde::{Deserialize, Serialize};

use crate::LocalTime;

/// A product in the product list and in a class.
///
/// Fields that the answer leaves out are 0 or empty. Serialised, it has the provider's names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Item {
    /// `P_id`; 0 when the answer does not say.
    #[serde(rename = "P_id", default)]
    pub id: ItemId,
    /// `ProductName`.
    #[serde(
        rename = "ProductName",
        default,
        deserialize_with = "lenient::text_or_empty"
    )]
    pub name: String,
    /// `ClassType`, such as `1`: the number of the class, presumably the one that
    /// [`ItemQuery::class_id`](crate::ItemQuery::class_id) asks for \[inferred\].
    #[serde(
        rename = "ClassType",
        default,
        deserialize_with = "lenient::text_or_empty"
    )]
    pub class_id: String,
    /// `ClassName`, the name of the class.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub class_name: String,
    /// `Price` as decimal text such as `255.00`, every digit as it came. The currency is not
    /// documented.
    #[serde(default, deserialize_with = "lenient::decimal_or_empty")]
    pub price: String,
    /// `Weight` as decimal text such as `1.00`. The unit is not documented.
    #[serde(default, deserialize_with = "lenient::decimal_or_empty")]
    pub weight: String,
    /// `Manufacturer`, the maker.
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub manufacturer: String,
    /// `BrandName`, the brand.
    #[serde(
        rename = "BrandName",
        default,
        deserialize_with = "lenient::text_or_empty"
    )]
    pub brand: String,
    /// `AddTime`, when it was added.
    #[serde(rename = "AddTime", default)]
    pub added_at: LocalTime,
    /// `Images`.
    #[serde(default, deserialize_with = "lenient::list")]
    pub images: Vec<Image>,
}

/// A picture of a product.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Image {
    /// `ProFilePath`, the address of the picture; plain http in the sample.
    #[serde(
        rename = "ProFilePath",
        default,
        deserialize_with = "lenient::text_or_empty"
    )]
    pub url: String,
}

/// A product in the list by internal name or bar code.
///
/// Fields that the answer leaves out are 0 or empty. Serialised, it has the provider's names.
// Quirk: the same things have other names than in the product list [doc].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AliasItem {
    /// `productId`, presumably the [`Item::id`] \[inferred\]; 0 when the answer does not say.
    #[serde(rename = "productId", default)]
    pub id: ItemId,
    /// `productName`.
    #[serde(
        rename = "productName",
        default,
        deserialize_with = "lenient::text_or_empty"
    )]
    pub name: String,
    /// `price` as decimal text such as `165.0000`, every digit as it came. The currency is not
    /// documented.
    #[serde(default, deserialize_with = "lenient::decimal_or_empty")]
    pub price: String,
    /// `aliseName`, the internal name (内品名).
    #[serde(
        rename = "aliseName",
        default,
        deserialize_with = "lenient::text_or_empty"
    )]
    pub alias: String,
}

/// The id of a product (商品ID): `P_id`, `productId`.
#[doc(alias = "商品ID")]
#[doc(alias = "P_id")]
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ItemId(#[serde(deserialize_with = "lenient::int_or_zero")] pub u64);

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
