use provider_client::gmt8;
use provider_http::{InvalidInput, at_least_1};
use time::OffsetDateTime;

use crate::wire::Params;
use crate::{MachineNo, ProductId};

const ORIGIN: &str = "取货码生成 [doc]";
const EXPIRY: &str = "expired_at: YYYY-MM-DD HH:MM:SS [doc]";

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

    pub(super) fn params(&self) -> Result<Params, InvalidInput> {
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
            (Some(count), _) => {
                let count = at_least_1("count", count, ORIGIN)?;
                params.push(("count", count.to_string()));
            }
            (None, _) => {}
        }
        match self.code_length {
            Some(digits @ 6..=10) => params.push(("code_length", digits.to_string())),
            Some(_) => return Err(InvalidInput::new("code_length", "must be 6 to 10", ORIGIN)),
            None => {}
        }
        // Quirk: the time sent is the time kept, in GMT+8, since 2024-04-28 [doc].
        // Quirk: required by the table, optional by the text [doc]; for "never" it is left out.
        if let Some(instant) = self.expires_at {
            params.push(("expired_at", gmt8("expires_at", instant, EXPIRY)?));
        }
        Ok(params)
    }
}
