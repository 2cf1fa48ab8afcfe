use openplat_sandbox::{Fault, FaultProxy, Sandbox, Vending};
use vending_api::{Delivery, MachineNo, NewPickupCodes, PickupCode, ProductId};

use crate::provider::sandbox_client as client;

const PRODUCT: ProductId = ProductId(101);

/// Creates 2 codes through a faulty wire: what the call says, and the codes that are new.
fn create_through(fault: Fault) -> (Delivery, Vec<PickupCode>) {
    let sandbox = Sandbox::start().unwrap();
    let wire = FaultProxy::start(sandbox.address(), fault).unwrap();
    let direct = client(sandbox.base_url());
    let machine_no: MachineNo = Vending::MACHINE.parse().unwrap();
    let new = NewPickupCodes::for_product(machine_no.clone(), PRODUCT).count(2);
    direct.create_pickup_codes(&new).unwrap();

    let before = direct.pickup_codes(&machine_no, PRODUCT).unwrap();
    let error = client(wire.base_url())
        .create_pickup_codes(&new)
        .unwrap_err();
    let mut codes = direct.pickup_codes(&machine_no, PRODUCT).unwrap();
    codes.retain(|code| before.iter().all(|old| old.id != code.id));
    (error.delivery(), codes)
}

#[test]
fn codes_of_a_lost_answer_are_found_by_comparing_lists() {
    let (delivery, codes) = create_through(Fault::LostAnswer);
    assert_eq!(delivery, Delivery::Unknown);
    assert_eq!(codes.len(), 2);
}

#[test]
fn codes_of_a_cut_answer_are_found_by_comparing_lists() {
    let (delivery, codes) = create_through(Fault::CutBody);
    assert_eq!(delivery, Delivery::Unknown);
    assert_eq!(codes.len(), 2);
}

#[test]
fn lost_request_makes_no_codes_and_the_lists_say_so() {
    let (delivery, codes) = create_through(Fault::LostRequest);
    assert_eq!(delivery, Delivery::Unknown);
    assert!(codes.is_empty());
}
