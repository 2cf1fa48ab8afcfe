//! The pickup codes (取货码) that were ever made.

use time::OffsetDateTime;

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

/// All codes of all machines, ascending by id.
#[derive(Default)]
pub(super) struct CodeStore {
    codes: Vec<(&'static str, StoredCode)>,
}

impl CodeStore {
    const FIRST_ID: u64 = 2111;

    pub(super) fn create(
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
    pub(super) fn cancel(
        &mut self,
        machine_no: &str,
        id: Option<u64>,
        now: OffsetDateTime,
    ) -> usize {
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
