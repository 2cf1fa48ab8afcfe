//! Couriers and warehouses (获取快递列表).

use std::fmt;

use provider_http::lenient;
use serde::{Deserialize, Serialize};

use crate::wire::{COURIERS, List, flag, one_or_many, with_query};
use crate::{Client, Error, Gmt8Time};

impl Client {
    /// The couriers, each with the warehouses that it sends from.
    ///
    /// Source: 获取快递列表 \[docs+\]; the warehouses in the answer \[observed\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with
    /// [`Code::ORIGIN_NOT_CONFIGURED`](crate::Code::ORIGIN_NOT_CONFIGURED) (233) when the
    /// operator has configured no price for the account.
    #[doc(alias = "获取快递列表")]
    pub fn couriers(&self) -> Result<Vec<Courier>, Error> {
        let request = with_query(&COURIERS, String::new());
        let List(couriers) = self.call(&COURIERS, &request)?;
        Ok(couriers)
    }
}

/// A courier (快递). Serialised, it has the provider's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Courier {
    /// 快递ID: **not** the id that lists products.
    pub id: CourierId,
    /// The name.
    #[serde(rename = "expressName")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub name: String,
    /// The address of the logo, empty when unknown.
    #[serde(rename = "expressImgUrl")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub logo_url: String,
    /// The warehouses that send with it, if any.
    #[serde(rename = "warehouseSend")]
    #[serde(default, deserialize_with = "lenient::list")]
    pub warehouses: Vec<Warehouse>,
}

/// A warehouse (仓库) that sends with a courier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warehouse {
    /// 仓库id: what lists products.
    pub id: WarehouseId,
    /// The name, empty when unknown.
    #[serde(rename = "warehouseName")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub name: String,
    /// Another name, empty when unknown.
    #[serde(rename = "warehouseAliasName")]
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    pub alias: String,
    /// Whether it takes encrypted orders (密文), which this crate does not make.
    #[serde(default, deserialize_with = "flag")]
    pub is_support_encry: bool,
    /// The courier fee of a parcel for this account, in 分 \[inferred\]; none when the answer
    /// does not say.
    #[serde(rename = "warehousePrice")]
    #[serde(default, deserialize_with = "lenient::optional_int")]
    pub fee_fen: Option<i64>,
    /// Where it does not send to now (禁发区). Not complete \[observed\]: a warning, never a reason
    /// to hold an order back.
    #[serde(rename = "forbidSend")]
    #[serde(default, deserialize_with = "one_or_many")]
    pub bans: Vec<Ban>,
}

/// Areas that a warehouse does not send to for a time (禁发区).
#[doc(alias = "禁发区")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ban {
    /// The areas in the operator's words, such as `北京市` or `黑龙江省/伊春市`.
    #[serde(rename = "district")]
    #[serde(default, deserialize_with = "lenient::list")]
    pub districts: Vec<String>,
    /// When it began.
    #[serde(rename = "startTime")]
    #[serde(default)]
    pub starts_at: Gmt8Time,
    /// When it ends.
    #[serde(rename = "endTime")]
    #[serde(default)]
    pub ends_at: Gmt8Time,
}

/// The id of a courier (快递ID). No call takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CourierId(#[serde(deserialize_with = "lenient::int")] pub u64);

/// The id of a warehouse (仓库id).
///
/// Quirk: it stands two levels below the id of the courier, and the document calls neither by a
/// field name \[observed\]: hence two types.
#[doc(alias = "仓库id")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WarehouseId(#[serde(deserialize_with = "lenient::int")] pub u64);

impl fmt::Display for CourierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for WarehouseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
