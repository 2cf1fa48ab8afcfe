//! Flow (流向) of a digital code: where the goods behind it went.

mod digit;
mod flow_record;

pub use digit::Digit;
pub use flow_record::FlowRecord;

use provider_http::{Purpose, check_text, lenient};
use serde::{Deserialize, Serialize};

use crate::{Call, Client, Error};

const PATH: &str = "/trace/app/v1/open/info/flow/code";

impl Client {
    /// The digital codes that a code stands for, and the flow of their goods.
    ///
    /// The code in the answer need not be the code that was asked for. A code that the provider
    /// does not know is taken to be answered with empty lists \[inferred\].
    ///
    /// Source: 参半-对外接口, documented for one customer \[docs+\]; it is also the pattern for
    /// calls of your own on top of [`Client::call`].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] before anything is sent when the code is not printable ASCII without
    /// spaces; [`Error::Refused`] and [`Error::Token`] as for every call.
    #[doc(alias = "流向")]
    pub fn flow(&self, code: &str, direction: Direction) -> Result<Flow, Error> {
        check_text("code", code, Purpose::Token, "参半-对外接口 [docs+]")?;
        let call = Call::get(PATH)
            .name("flow")
            .query(&[("code", code), ("direction", direction.as_str())]);
        let flow: Option<Flow> = self.call(&call)?;
        Ok(flow.unwrap_or_default())
    }
}

/// Which codes a flow query asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Direction {
    /// This code: `0`, the provider's default.
    #[default]
    This,
    /// The codes below it: `1`.
    Below,
}

impl Direction {
    fn as_str(self) -> &'static str {
        match self {
            Self::This => "0",
            Self::Below => "1",
        }
    }
}

/// The answer to a flow query.
///
/// Any field of an answer may be absent \[inferred\]: it is then empty or 0. Serialised, the
/// fields have the provider's names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Flow {
    /// The digital codes (数码).
    #[serde(default, deserialize_with = "lenient::list")]
    pub digits: Vec<Digit>,
    /// The flow records (流向信息).
    #[serde(default, deserialize_with = "lenient::list")]
    pub details: Vec<FlowRecord>,
}
