//! Pickup codes (取货码).

use std::fmt;

use provider_http::{InvalidInput, Method, lenient};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;

use crate::wire::{Endpoint, Gmt8Time, NoData, Params, gmt8};
use crate::{Client, Error, MachineNo, ProductId};

const ORIGIN: &str = "取货码生成 [doc]";
const PATH: &str = "/pickup_codes";

/// The id of a pickup code's record (取货码id): not the code itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PickupCodeId(#[serde(deserialize_with = "lenient::int")] pub u64);

impl fmt::Display for PickupCodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which pickup codes to create.
///
/// The provider's `quantity` (goods that one code takes) is not offered: it is a placeholder that
/// has no effect \[doc\].
///
/// ```
/// use time::macros::datetime;
/// use vending_api::{NewPickupCodes, ProductId};
///
/// let new = NewPickupCodes::for_product("12345678".parse()?, ProductId(20))
///     .count(2)
///     .code_length(7)
///     .expires_at(datetime!(2024-12-31 23:59:59 +8));
/// # Ok::<(), vending_api::InvalidInput>(())
/// ```
#[derive(Clone, Debug)]
pub struct NewPickupCodes {
    machine_no: MachineNo,
    product_id: Option<ProductId>,
    count: Option<u32>,
    code_length: Option<u8>,
    expires_at: Option<OffsetDateTime>,
}

impl NewPickupCodes {
    /// Codes for one product of a machine (按需生成).
    pub fn for_product(machine_no: MachineNo, product_id: ProductId) -> Self {
        Self {
            product_id: Some(product_id),
            ..Self::for_all_products(machine_no)
        }
    }

    /// Codes for every product of a machine (一键生成): a large effect.
    ///
    /// A code takes one product by default \[doc\]; how many codes a product gets is not stated.
    pub fn for_all_products(machine_no: MachineNo) -> Self {
        Self {
            machine_no,
            product_id: None,
            count: None,
            code_length: None,
            expires_at: None,
        }
    }

    /// How many codes, at least 1; only for one product. Not sent by default: 1.
    ///
    /// The provider's upper end is 产品最大容量, presumably the product's `inventory`
    /// \[inferred\]; it is left to the provider.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// How many digits a code has, 6 to 10. Not sent by default: 6.
    #[must_use]
    pub fn code_length(mut self, digits: u8) -> Self {
        self.code_length = Some(digits);
        self
    }

    /// When the codes expire, to the second; sent in GMT+8. Not sent by default: never.
    #[must_use]
    pub fn expires_at(mut self, instant: OffsetDateTime) -> Self {
        self.expires_at = Some(instant);
        self
    }

    fn params(&self) -> Result<Params, InvalidInput> {
        let method = match self.product_id {
            Some(_) => "pickup_code.product.id",
            None => "pickup_code.product.all",
        };
        let mut params = vec![
            ("machine_no", self.machine_no.to_string()),
            ("method", method.to_owned()),
        ];
        if let Some(id) = self.product_id {
            params.push(("product_id", id.to_string()));
        }
        match (self.count, self.product_id) {
            (Some(_), None) => {
                let rule = "must not be given for all products";
                return Err(InvalidInput::new("count", rule, ORIGIN));
            }
            (Some(0), _) => {
                return Err(InvalidInput::new("count", "must be at least 1", ORIGIN));
            }
            (Some(count), _) => params.push(("count", count.to_string())),
            (None, _) => {}
        }
        match self.code_length {
            Some(digits @ 6..=10) => params.push(("code_length", digits.to_string())),
            Some(_) => return Err(InvalidInput::new("code_length", "must be 6 to 10", ORIGIN)),
            None => {}
        }
        // Quirk: required by the table, optional by the text [doc]; for "never" it is left out.
        if let Some(instant) = self.expires_at {
            params.push(("expired_at", gmt8("expires_at", instant)?));
        }
        Ok(params)
    }
}

/// A pickup code that is neither used nor expired.
///
/// Whoever knows the code gets the goods: its `Debug` does not show it. Serialised, it has the
/// provider's names, the code included.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PickupCode {
    /// 取货码id: what cancelling takes.
    pub id: PickupCodeId,
    /// The code, 6 to 10 digits, with leading zeros.
    #[serde(deserialize_with = "lenient::text")]
    pub code: String,
    /// Its state; absent reads as unused, since only such codes are listed.
    #[serde(default)]
    pub status: PickupCodeStatus,
    /// When it was created.
    #[serde(default)]
    pub created_at: Gmt8Time,
    /// When it expires; empty: never.
    #[serde(default)]
    pub expired_at: Gmt8Time,
    /// How many pieces it takes; absent reads as 1.
    #[serde(default = "one", deserialize_with = "quantity")]
    pub quantity: i64,
}

/// The state of a pickup code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PickupCodeStatus {
    /// `UNUSED`
    #[default]
    Unused,
    /// `USED`
    Used,
    /// `EXPIRED`
    Expired,
    /// `UNKNOWN`
    Unknown,
    /// A state that is not documented, as it came.
    Other(String),
}

impl PickupCodeStatus {
    /// The provider's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unused => "UNUSED",
            Self::Used => "USED",
            Self::Expired => "EXPIRED",
            Self::Unknown => "UNKNOWN",
            Self::Other(text) => text,
        }
    }
}

impl Serialize for PickupCodeStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PickupCodeStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = lenient::text_or_empty(deserializer)?;
        Ok(match text.as_str() {
            "" | "UNUSED" => Self::Unused,
            "USED" => Self::Used,
            "EXPIRED" => Self::Expired,
            "UNKNOWN" => Self::Unknown,
            _ => Self::Other(text),
        })
    }
}

fn one() -> i64 {
    1
}

fn quantity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    // Quirk: zero values are left out and the default is 1, so 0 cannot be meant [inferred].
    lenient::int_or_zero(deserializer).map(|number: i64| if number == 0 { 1 } else { number })
}

impl fmt::Debug for PickupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PickupCode")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("expired_at", &self.expired_at)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Data {
    /// Quirk: the documents do not show an empty list; `[]`, `{}`, null and absent are accepted.
    #[serde(default, deserialize_with = "lenient::list")]
    data: Vec<PickupCode>,
}

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
    /// or expired in between are missing from the second list.
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
    /// [`Error::Refused`] with
    /// [`Code::PICKUP_CODES_DISABLED`](crate::Code::PICKUP_CODES_DISABLED) (10023) while the
    /// machine's switch is off; [`Error::Invalid`] before anything is sent when `code_length` is
    /// not 6 to 10, `count` is 0 or given for all products, or the expiry cannot be written.
    #[doc(alias = "取货码生成")]
    pub fn create_pickup_codes(&self, new: &NewPickupCodes) -> Result<(), Error> {
        let endpoint = Endpoint::writes("create_pickup_codes", Method::Post, PATH);
        self.call(&endpoint, new.params()?).map(|NoData {}| ())
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
        // Quirk: the path is singular here and plural everywhere else [docs+].
        let path = format!("/products/{product_id}/pickup_code");
        let endpoint = Endpoint::reads("pickup_codes", path);
        let data: Data = self.call(&endpoint, vec![("machine_no", machine_no.to_string())])?;
        Ok(data.data)
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
        self.cancel(
            "cancel_pickup_code",
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
        self.cancel(
            "cancel_all_pickup_codes",
            vec![
                ("machine_no", machine_no.to_string()),
                ("method", "pickup_code.delete.all".to_owned()),
            ],
        )
    }

    fn cancel(&self, call: &'static str, params: Params) -> Result<(), Error> {
        // Quirk: cancelling is a PUT; DELETE is not used [docs+].
        let endpoint = Endpoint::writes(call, Method::Put, PATH);
        self.call(&endpoint, params).map(|NoData {}| ())
    }
}
