use provider_http::lenient;
use serde::Deserialize;

use super::wire::RESERVE;
use super::{Client, Error};

/// 预订.
#[derive(Debug, Deserialize)]
pub(crate) struct Reservation {
    #[serde(deserialize_with = "lenient::identifier")]
    pub(crate) number: String,
}

impl Client {
    pub(crate) fn reserve(&self, good: u64) -> Result<Reservation, Error> {
        self.call(&RESERVE, &[("good", good.to_string())])
    }
}
