//! 获取快递列表: the couriers, each with its warehouses.

use serde::Serialize;
use time::OffsetDateTime;

use super::catalogue::{Ban, Courier, Warehouse};
use super::refusal::{Code, Refusal};
use super::state::State;
use super::wire::{self, Json};

impl State {
    pub(super) fn warehouse_list(&self, query: &str, now: OffsetDateTime) -> Result<Json, Refusal> {
        if !query.is_empty() {
            return Err(Refusal::invalid("该接口没有参数"));
        }
        if self.prices_missing {
            return Err(Code::PRICE_MISSING.into());
        }
        let rows: Vec<CourierRow> = self
            .couriers
            .iter()
            .map(|courier| CourierRow::of(courier, now))
            .collect();
        Ok(wire::ok(&rows))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CourierRow<'a> {
    id: u64,
    express_name: &'a str,
    express_img_url: &'a str,
    warehouse_send: Vec<WarehouseRow<'a>>,
}

#[derive(Serialize)]
struct WarehouseRow<'a> {
    id: u64,
    #[serde(rename = "warehouseName")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_support_encry: Option<Flag>,
    #[serde(rename = "warehouseAliasName")]
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a str>,
    #[serde(rename = "warehousePrice")]
    fee_fen: u64,
    #[serde(rename = "forbidSend")]
    #[serde(skip_serializing_if = "Option::is_none")]
    ban: Option<BanField<'a>>,
}

/// Quirk: the flag is 1 or an empty text [observed].
#[derive(Serialize)]
#[serde(untagged)]
enum Flag {
    Yes(u8),
    No(&'static str),
}

/// Quirk: an object while a ban is in force, an empty list otherwise [observed].
#[derive(Serialize)]
#[serde(untagged)]
enum BanField<'a> {
    InForce {
        district: &'a [&'a str],
        #[serde(rename = "startTime")]
        start_time: String,
        #[serde(rename = "endTime")]
        end_time: String,
    },
    Nothing([(); 0]),
}

impl<'a> CourierRow<'a> {
    fn of(courier: &'a Courier, now: OffsetDateTime) -> Self {
        let warehouses = courier.warehouses.iter();
        Self {
            id: courier.id,
            express_name: courier.name,
            express_img_url: courier.logo,
            warehouse_send: warehouses
                .map(|warehouse| WarehouseRow::of(warehouse, now))
                .collect(),
        }
    }
}

impl<'a> WarehouseRow<'a> {
    fn of(warehouse: &'a Warehouse, now: OffsetDateTime) -> Self {
        let details = warehouse.details.as_ref();
        Self {
            id: warehouse.id,
            name: warehouse.name,
            is_support_encry: details.map(|details| {
                if details.takes_encrypted_orders {
                    Flag::Yes(1)
                } else {
                    Flag::No("")
                }
            }),
            alias: details.map(|details| details.alias),
            fee_fen: warehouse.fee_fen,
            ban: details.map(|_| BanField::of(warehouse.ban_at(now))),
        }
    }
}

impl<'a> BanField<'a> {
    fn of(ban: Option<&'a Ban>) -> Self {
        match ban {
            None => Self::Nothing([]),
            Some(ban) => Self::InForce {
                district: ban.zones,
                start_time: wire::format_time(ban.from),
                end_time: wire::format_time(ban.to),
            },
        }
    }
}
