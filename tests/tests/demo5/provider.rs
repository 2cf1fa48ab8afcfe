use provider_client::{Absent, Data, Envelope, Provider};

use super::Code;

#[derive(Debug)]
pub(super) enum Demo5 {}

impl Provider for Demo5 {
    type Code = Code;

    const NAME: &'static str = "demo5";

    const ENVELOPE: Envelope = Envelope {
        code: "errno",
        text: "errmsg",
        data: Data::Field("result", Absent::IsAnError),
        trace_id: None,
    };
}
