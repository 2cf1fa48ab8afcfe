//! 取货码: creating, listing and cancelling pickup codes.

use serde::Serialize;
use time::OffsetDateTime;

use super::State;
use super::payload::{Payload, parse_id};
use super::refusal::Refusal;
use super::wire::{self, Nothing, is_left_out};
use crate::answer::Reply;

/// A pickup code (取货码) as the provider has it in its books.
#[doc(alias = "取货码")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredCode {
    /// The id of the record, which cancelling asks for.
    pub id: u64,
    /// The product that the code is for.
    pub product_id: u64,
    /// The code itself: 6 to 10 digits, zeros in front included.
    pub code: String,
    /// What has become of it, at the sandbox's time.
    pub status: CodeStatus,
    /// When it was made.
    pub created_at: OffsetDateTime,
    /// The instant from which on it is not valid; `None` is for ever.
    pub expires_at: Option<OffsetDateTime>,
}

/// What has become of a pickup code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodeStatus {
    /// It can be used. Only such codes are listed by the provider.
    Unused,
    /// A customer has used it: [`Vending::use_pickup_code`](crate::Vending::use_pickup_code).
    Used,
    /// It was cancelled.
    Cancelled,
    /// Nobody used it in time.
    Expired,
}

impl State {
    pub(super) fn create_codes(
        &mut self,
        payload: &Payload,
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
        payload: &Payload,
        product_id: &str,
        now: OffsetDateTime,
    ) -> Result<Reply, Refusal> {
        payload.allow_only(&["machine_no"])?;
        let product_id = parse_id(product_id).ok_or(Refusal::INVALID_FORM)?;
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
        payload: &Payload,
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

/// All codes of all machines, ascending by id.
#[derive(Default)]
pub(super) struct CodeStore {
    codes: Vec<(&'static str, StoredCode)>,
}

impl CodeStore {
    const FIRST_ID: u64 = 2111;

    fn create(
        &mut self,
        machine_no: &'static str,
        product_id: u64,
        length: u32,
        now: OffsetDateTime,
        expires_at: Option<OffsetDateTime>,
    ) {
        let id = Self::FIRST_ID + u64::try_from(self.codes.len()).unwrap_or(u64::MAX / 2);
        let stored = StoredCode {
            id,
            product_id,
            code: code_value(id, length),
            status: CodeStatus::Unused,
            created_at: now,
            expires_at,
        };
        self.codes.push((machine_no, stored));
    }

    pub(super) fn of_product(
        &self,
        machine_no: &str,
        product_id: u64,
        now: OffsetDateTime,
    ) -> Vec<StoredCode> {
        self.codes
            .iter()
            .filter(|(machine, code)| *machine == machine_no && code.product_id == product_id)
            .map(|(_, code)| StoredCode {
                status: status_at(code, now),
                ..code.clone()
            })
            .collect()
    }

    pub(super) fn use_up(&mut self, machine_no: &str, value: &str, now: OffsetDateTime) -> bool {
        let code = self.unused(machine_no, now).find(|code| code.code == value);
        let Some(code) = code else { return false };
        code.status = CodeStatus::Used;
        true
    }

    /// Cancels one code or all of a machine, and says how many that were.
    fn cancel(&mut self, machine_no: &str, id: Option<u64>, now: OffsetDateTime) -> usize {
        let mut cancelled = 0;
        for code in self.unused(machine_no, now) {
            if id.is_none_or(|id| code.id == id) {
                code.status = CodeStatus::Cancelled;
                cancelled += 1;
            }
        }
        cancelled
    }

    fn unused(
        &mut self,
        machine_no: &str,
        now: OffsetDateTime,
    ) -> impl Iterator<Item = &mut StoredCode> {
        self.codes
            .iter_mut()
            .filter(move |(machine, code)| {
                *machine == machine_no && status_at(code, now) == CodeStatus::Unused
            })
            .map(|(_, code)| code)
    }
}

fn status_at(code: &StoredCode, now: OffsetDateTime) -> CodeStatus {
    match code.expires_at {
        Some(end) if code.status == CodeStatus::Unused && now >= end => CodeStatus::Expired,
        _ => code.status,
    }
}

/// A code of a length for an id: the same in every run, and no two ids share one
/// until all codes of that length are given away.
fn code_value(id: u64, length: u32) -> String {
    let codes = 10_u128.pow(length);
    // The factor shares no divisor with ten, so this is a permutation of the codes.
    let value = (u128::from(id) * 7_368_787 + 48_271) % codes;
    let width = usize::try_from(length).unwrap_or(10);
    format!("{value:0width$}")
}
