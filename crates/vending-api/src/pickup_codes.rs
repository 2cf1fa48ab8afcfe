//! Pickup codes (取货码).

mod new_pickup_codes;
mod pickup_code;

pub use new_pickup_codes::NewPickupCodes;
pub use pickup_code::{PickupCode, PickupCodeId, PickupCodeStatus};

use provider_http::lenient;
use serde::Deserialize;

use crate::wire::{CANCEL_ALL_PICKUP_CODES, CANCEL_PICKUP_CODE, CREATE_PICKUP_CODES, PICKUP_CODES};
use crate::{Client, Error, MachineNo, ProductId};

impl Client {
    /// Creates pickup codes, for one product or for all products of a machine.
    ///
    /// The provider answers with an empty object: fetch the codes with
    /// [`pickup_codes`](Client::pickup_codes). Repeating the call makes more codes; there is no
    /// idempotency key.
    ///
    /// # After a lost answer
    ///
    /// When the error's [`delivery`](Error::delivery) is
    /// [`Unknown`](crate::Delivery::Unknown), the codes may have been created. To find out, list
    /// the codes of the product before the call and after it: a code whose id is new was created
    /// by this call, as long as nobody else creates codes for this product. Codes that were used
    /// or expired in between are missing from the second list, and after a deadline the provider
    /// may still be at work: list again before creating what is missing. For all products, list
    /// the codes of each.
    ///
    /// ```no_run
    /// use vending_api::{Client, Delivery, Error, NewPickupCodes, PickupCode, ProductId};
    ///
    /// fn two_codes(client: &Client) -> Result<Vec<PickupCode>, Error> {
    ///     let machine_no = "12345678".parse()?;
    ///     let product_id = ProductId(20);
    ///     let before = client.pickup_codes(&machine_no, product_id)?;
    ///     let new = NewPickupCodes::for_product(machine_no.clone(), product_id).count(2);
    ///     match client.create_pickup_codes(&new) {
    ///         // Not done, and known not to be done: the caller may try again.
    ///         Err(error) if error.delivery() != Delivery::Unknown => return Err(error),
    ///         // Done, or perhaps done: the list tells.
    ///         Ok(()) | Err(_) => {}
    ///     }
    ///     let mut codes = client.pickup_codes(&machine_no, product_id)?;
    ///     codes.retain(|code| before.iter().all(|old| old.id != code.id));
    ///     Ok(codes)
    /// }
    /// ```
    ///
    /// Source: 取货码生成, 按需生成 and 一键生成 \[doc\]; recovery \[inferred\].
    ///
    /// # Errors
    ///
    /// For one product and for all of them alike: [`Error::Refused`] with
    /// [`Code::PICKUP_CODES_DISABLED`](crate::Code::PICKUP_CODES_DISABLED) (10023) while the
    /// machine's switch is off, [`Code::MACHINE_OFFLINE`](crate::Code::MACHINE_OFFLINE) (30002) or
    /// [`Code::MACHINE_NOT_FOUND`](crate::Code::MACHINE_NOT_FOUND) (30003); [`Error::Invalid`]
    /// before anything is sent when `code_length` is not 6 to 10, `count` is 0 or given for all
    /// products, or the expiry cannot be written.
    #[doc(alias = "取货码生成")]
    pub fn create_pickup_codes(&self, new: &NewPickupCodes) -> Result<(), Error> {
        self.done(&CREATE_PICKUP_CODES, new.params()?)
    }

    /// The codes of a product that are neither used nor expired.
    ///
    /// A used, an expired and a cancelled code look alike: they are gone. There are no pages.
    ///
    /// Source: 取货码查询 \[docs+\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with [`Code::MACHINE_NOT_FOUND`](crate::Code::MACHINE_NOT_FOUND)
    /// (30003).
    #[doc(alias = "取货码查询")]
    pub fn pickup_codes(
        &self,
        machine_no: &MachineNo,
        product_id: ProductId,
    ) -> Result<Vec<PickupCode>, Error> {
        let endpoint = PICKUP_CODES.at(format!("/products/{product_id}/pickup_code"));
        let Codes(codes) = self.call(&endpoint, vec![("machine_no", machine_no.to_string())])?;
        Ok(codes)
    }

    /// Cancels one code by the id of its record.
    ///
    /// Repeating is harmless: [`Code::NO_RECORD`](crate::Code::NO_RECORD) (80002) then says that
    /// the code is gone already \[inferred\].
    ///
    /// Source: `pickup_code.delete.id` \[docs+\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with [`Code::NO_RECORD`](crate::Code::NO_RECORD) (80002) when there is
    /// no such code.
    #[doc(alias = "取货码取消")]
    pub fn cancel_pickup_code(
        &self,
        machine_no: &MachineNo,
        id: PickupCodeId,
    ) -> Result<(), Error> {
        self.done(
            &CANCEL_PICKUP_CODE,
            vec![
                ("machine_no", machine_no.to_string()),
                ("method", "pickup_code.delete.id".to_owned()),
                ("id", id.to_string()),
            ],
        )
    }

    /// Cancels all codes of a machine.
    ///
    /// Repeating it also cancels the codes that were created in between. After a lost answer list
    /// the codes of the products that matter with [`pickup_codes`](Client::pickup_codes).
    ///
    /// Source: `pickup_code.delete.all` \[docs+\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] as for every call.
    pub fn cancel_all_pickup_codes(&self, machine_no: &MachineNo) -> Result<(), Error> {
        self.done(
            &CANCEL_ALL_PICKUP_CODES,
            vec![
                ("machine_no", machine_no.to_string()),
                ("method", "pickup_code.delete.all".to_owned()),
            ],
        )
    }
}

/// Quirk: the documents do not show an empty list; `[]`, `{}`, null and absent are accepted.
#[derive(Deserialize)]
struct Codes(#[serde(deserialize_with = "lenient::list")] Vec<PickupCode>);
