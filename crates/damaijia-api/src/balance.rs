use provider_http::lenient;
use serde::{Deserialize, Serialize};

use crate::wire::{BALANCE, with_body};
use crate::{Client, Error};

impl Client {
    /// The prepaid balance of the account in 分 (1/100 yuan, shown as 点券).
    ///
    /// No page of the provider states the unit of any amount \[inferred\]: check one price that
    /// you know before real orders.
    ///
    /// Source: `get_user_balance` \[observed\].
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] when the balance is no integer, such as one with a fraction.
    #[doc(alias = "点券")]
    pub fn balance_fen(&self) -> Result<i64, Error> {
        let request = with_body(&BALANCE, &NoParameters {});
        let Balance { balance } = self.call(&BALANCE, &request)?;
        Ok(balance)
    }
}

#[derive(Serialize)]
struct NoParameters {}

#[derive(Deserialize)]
struct Balance {
    #[serde(deserialize_with = "lenient::int")]
    balance: i64,
}
