//! 取消发货, the states of parcels, and the balance.

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::fields::{Fields, ill_typed};
use super::order_book::ParcelStatus;
use super::refusal::{Code, Refusal};
use super::settings::{RefusalStyle, WarehouseReply};
use super::state::State;
use super::wire::{self, Json};

impl State {
    pub(super) fn cancel_parcel(
        &mut self,
        body: &Value,
        now: OffsetDateTime,
    ) -> Result<Json, Refusal> {
        // Quirk: the caller's parcel id, as a text and never as a number [observed].
        let own_id = Fields::of(body, &["package_id"])?.required_text("package_id")?;
        let parcel = self.book.parcel(own_id).ok_or(Code::PARCEL_UNKNOWN)?;
        let refused = |documented: Code| match self.refusals {
            RefusalStyle::Documented => Err(documented.into()),
            // Quirk: one code for every reason came in place of the documented ones [observed].
            RefusalStyle::Observed => Err(Code::CANCEL_NOT_SUPPORTED.into()),
        };
        match parcel.status {
            // Quirk: cancelling again is the same success [observed].
            ParcelStatus::Cancelled => return Ok(wire::cancelled()),
            ParcelStatus::Unshipped => {}
            ParcelStatus::Shipped if !parcel.express_no.is_empty() => {
                return refused(Code::ALREADY_SENT);
            }
            ParcelStatus::Shipped => match self.warehouse_reply {
                WarehouseReply::Agrees => {}
                WarehouseReply::Refuses => return refused(Code::CANCEL_FAILED),
            },
        }
        let id = parcel.id;
        self.book.cancel(id, None, now);
        Ok(wire::cancelled())
    }

    pub(super) fn parcel_states(&self, body: &Value) -> Result<Json, Refusal> {
        const IDS: &str = "site_order_consignee_ids";
        let wanted = Fields::of(body, &[IDS])?
            .required_array(IDS)?
            .iter()
            .map(|id| id.as_str().ok_or_else(|| ill_typed(IDS, "字符串数组")))
            .collect::<Result<Vec<_>, Refusal>>()?;
        let mut list = Vec::new();
        for order in self.book.orders() {
            for parcel in &order.parcels {
                // Quirk: unknown ids are missing, an id of two parcels brings both [observed].
                if wanted.contains(&parcel.site_order_consignee_id.as_str()) {
                    list.push(StateRow {
                        id: parcel.id,
                        site_order_consignee_id: &parcel.site_order_consignee_id,
                        status: parcel.status.letter(),
                        express_company_name: self.courier_name(order, parcel),
                        express_no: &parcel.express_no,
                    });
                }
            }
        }
        Ok(wire::ok(&StateList { list }))
    }

    pub(super) fn balance(&self, body: &Value) -> Result<Json, Refusal> {
        Fields::of(body, &[])?;
        Ok(wire::ok(&Balance {
            balance: self.book.balance_fen,
        }))
    }
}

#[derive(Serialize)]
struct StateList<'a> {
    list: Vec<StateRow<'a>>,
}

#[derive(Serialize)]
struct StateRow<'a> {
    id: u64,
    site_order_consignee_id: &'a str,
    status: &'a str,
    express_company_name: &'a str,
    express_no: &'a str,
}

#[derive(Serialize)]
struct Balance {
    balance: u64,
}
