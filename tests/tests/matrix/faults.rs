//! Every fault of the table.

#[path = "faults/connection.rs"]
mod connection;
#[path = "faults/dress.rs"]
mod dress;
#[path = "faults/framing.rs"]
mod framing;
#[path = "faults/hidden.rs"]
mod hidden;
#[path = "faults/json.rs"]
mod json;
#[path = "faults/pace.rs"]
mod pace;
#[path = "faults/size.rs"]
mod size;
#[path = "faults/status.rs"]
mod status;
#[path = "faults/text.rs"]
mod text;

use provider_http::Delivery;

use crate::expect::{Expect, done, verdict};
use crate::fault::Fault;
use crate::row::Row;

fn interrupted(_: &Row) -> Expect {
    Expect::open("interrupted")
}

/// Some servers mean it well, and it can be read or refused.
fn done_or_interrupted(_: &Row) -> Expect {
    Expect::one_of([done(), verdict("interrupted", None, Delivery::Unknown)])
}

fn never_refused(_: &Row) -> Expect {
    Expect::never_refused()
}

pub(crate) fn faults() -> Vec<Fault> {
    let mut faults = connection::faults();
    faults.extend(pace::faults());
    faults.extend(framing::faults());
    faults.extend(status::faults());
    faults.extend(text::faults());
    faults.extend(hidden::faults());
    faults.extend(json::faults());
    faults.extend(size::faults());
    faults.extend(dress::faults());
    faults
}
