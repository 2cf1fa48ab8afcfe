//! 取货码: creating, listing and cancelling pickup codes.

use serde::Serialize;
use time::OffsetDateTime;

use super::code_store::{CodeStatus, StoredCode};
use super::payload::Payload;
use super::refusal::Refusal;
use super::state::State;
use super::wire::{self, Nothing, is_left_out};
use crate::answer::Reply;
use crate::number_text::parse_digits;

impl State {
    pub(super) fn create_codes(
        &mut self,
        payload: &Payload<'_>,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        let one_product = match payload.required("method")? {
            "pickup_code.product.id" => true,
            "pickup_code.product.all" => false,
            _ => return Err(Refusal::INVALID_FORM),
        };
        let mut allowed = vec![
            "machine_no",
            "method",
            "expired_at",
            "quantity",
            "code_length",
        ];
        if one_product {
            allowed.extend(["product_id", "count"]);
        }
        payload.allow_only(&allowed)?;
        let length = payload.number("code_length", 6..=10)?.unwrap_or(6);
        let count = payload.number("count", 1..=u32::MAX)?.unwrap_or(1);
        // Quirk: quantity is checked and has no effect [doc].
        let quantity = payload.number("quantity", 1..=u32::MAX)?.unwrap_or(1);
        let wanted = one_product.then(|| payload.id("product_id")).transpose()?;

        let machine = self.machine(payload)?;
        if !machine.pickup_codes_on {
            return Err(Refusal::CODES_SWITCHED_OFF);
        }
        let products: Vec<_> = machine
            .products
            .iter()
            .filter(|product| wanted.is_none_or(|id| product.id == id))
            .collect();
        if one_product {
            let product = products.first().ok_or(Refusal::PRODUCT_UNKNOWN)?;
            if count.max(quantity) > product.inventory {
                return Err(Refusal::INVALID_FORM);
            }
        }
        let expires_at = payload
            .text("expired_at")
            .map(|text| {
                wire::parse_time(text)
                    .filter(|instant| *instant > now)
                    .ok_or(Refusal::EXPIRY_INVALID)
            })
            .transpose()?;

        let product_ids: Vec<u64> = products.iter().map(|product| product.id).collect();
        let machine_no = machine.number;
        for product_id in product_ids {
            for _ in 0..count {
                self.codes
                    .create(machine_no, product_id, length, now, expires_at);
            }
        }
        // Quirk: the codes are not in the answer [doc].
        Ok(wire::ok(&Nothing {}))
    }

    pub(super) fn query_codes(
        &self,
        payload: &Payload<'_>,
        product_id: &str,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        payload.allow_only(&["machine_no"])?;
        let product_id = parse_digits(product_id).ok_or(Refusal::INVALID_FORM)?;
        let machine = self.machine(payload)?;
        if !machine.products.iter().any(|known| known.id == product_id) {
            return Err(Refusal::PRODUCT_UNKNOWN);
        }
        let listed: Vec<ListedCode> = self
            .codes
            .of_product(machine.number, product_id, now)
            .into_iter()
            .filter(|code| code.status == CodeStatus::Unused)
            .map(ListedCode::from)
            .collect();
        Ok(wire::ok(&listed))
    }

    pub(super) fn cancel_codes(
        &mut self,
        payload: &Payload<'_>,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        let id = match payload.required("method")? {
            "pickup_code.delete.id" => {
                payload.allow_only(&["machine_no", "method", "id"])?;
                Some(payload.id("id")?)
            }
            "pickup_code.delete.all" => {
                payload.allow_only(&["machine_no", "method"])?;
                None
            }
            _ => return Err(Refusal::INVALID_FORM),
        };
        let machine_no = self.machine(payload)?.number;
        let cancelled = self.codes.cancel(machine_no, id, now);
        if id.is_some() && cancelled == 0 {
            return Err(Refusal::RECORD_UNKNOWN);
        }
        Ok(wire::ok(&Nothing {}))
    }
}

#[derive(Serialize)]
struct ListedCode {
    id: u64,
    code: String,
    status: &'static str,
    #[serde(skip_serializing_if = "is_left_out")]
    created_at: String,
    #[serde(skip_serializing_if = "is_left_out")]
    expired_at: String,
    quantity: u32,
}

impl From<StoredCode> for ListedCode {
    fn from(stored: StoredCode) -> Self {
        Self {
            id: stored.id,
            code: stored.code,
            status: "UNUSED",
            created_at: wire::format_time(stored.created_at),
            expired_at: stored.expires_at.map(wire::format_time).unwrap_or_default(),
            quantity: 1,
        }
    }
}
