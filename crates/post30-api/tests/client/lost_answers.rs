use openplat_sandbox::{Fault, FaultProxy, Sandbox};
use post30_api::{Delivery, RawObject};

use crate::provider::{close_batch, sandbox_client};

/// Closes a batch through a faulty wire: what the call says, and how often it was closed.
fn close_through(fault: Fault) -> (Delivery, usize) {
    let sandbox = Sandbox::start().unwrap();
    let wire = FaultProxy::start(sandbox.address(), fault).unwrap();
    let call = close_batch(&wire.base_url());
    let error = sandbox_client(&sandbox)
        .signed_call::<RawObject>(&call)
        .unwrap_err();
    (error.delivery(), sandbox.post30().closed_batches().len())
}

#[test]
fn batch_of_a_lost_answer_is_closed_once_and_the_call_says_unknown() {
    for fault in [Fault::LostAnswer, Fault::CutBody, Fault::CutHead] {
        assert_eq!(close_through(fault), (Delivery::Unknown, 1));
    }
}

#[test]
fn lost_request_closes_no_batch_and_the_call_says_unknown() {
    assert_eq!(close_through(Fault::LostRequest), (Delivery::Unknown, 0));
}
