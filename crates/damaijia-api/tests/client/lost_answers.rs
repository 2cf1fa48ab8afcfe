//! Recovery after a lost answer: the order exists once, and the caller knows it.

use damaijia_api::{Client, Code, Delivery, Error, Existence, NewParcel, ParcelStatus, ProductId};
use openplat_sandbox::{Answer, Damaijia, Fault, FaultProxy, Sandbox};

use crate::provider::{bare_order, key_client, order, parcel_id, recipient};

fn client_at(base_url: String) -> Client {
    let key = damaijia_api::Secret::from(Damaijia::API_KEY);
    let credentials = damaijia_api::Credentials::ApiKey(key);
    Client::new(credentials, damaijia_api::Settings::new(base_url)).unwrap()
}

/// Creates an order through a faulty wire: the error, and whether the order is found afterwards.
fn create_through(fault: Fault) -> (Error, Existence, Sandbox) {
    let sandbox = Sandbox::start().unwrap();
    let wire = FaultProxy::start(sandbox.address(), fault).unwrap();
    let error = client_at(wire.base_url())
        .create_order(&order(1))
        .unwrap_err();
    let found = key_client(&sandbox).find_order(&order(1)).unwrap();
    (error, found, sandbox)
}

#[test]
fn order_whose_answer_is_lost_or_cut_is_found_and_234_on_a_repeat() {
    for fault in [Fault::LostAnswer, Fault::CutBody, Fault::CutHead] {
        let (error, found, sandbox) = create_through(fault.clone());
        assert_eq!(error.delivery(), Delivery::Unknown, "{fault:?}");
        let Existence::Exists(parcels) = found else {
            panic!("{fault:?}: {found:?}")
        };
        assert_eq!(parcels.len(), 1);
        assert_eq!(parcels[0].site_order_consignee_id, parcel_id(1));
        assert_eq!(parcels[0].status, ParcelStatus::Unsent);
        let repeat = key_client(&sandbox).create_order(&order(1)).unwrap_err();
        assert_eq!(repeat.code(), Some(Code::SITE_ORDER_ID_EXISTS));
        assert_eq!(repeat.delivery(), Delivery::Refused);
        assert_eq!(sandbox.damaijia().orders().len(), 1);
        let paid = Damaijia::START_BALANCE_FEN - sandbox.damaijia().balance_fen();
        assert_eq!(paid, 180);
    }
}

#[test]
fn order_whose_request_is_lost_is_absent_and_is_created_by_a_repeat() {
    for fault in [Fault::LostRequest, Fault::Reset] {
        let (error, found, sandbox) = create_through(fault);
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(found, Existence::Absent);
        key_client(&sandbox).create_order(&order(1)).unwrap();
        assert_eq!(sandbox.damaijia().orders().len(), 1);
    }
}

#[test]
fn code_of_doubt_is_unknown_whether_the_order_exists_or_not() {
    for code in [2, 100, 162, 163, 210, 217, 400, 500] {
        let answer = Answer::Code {
            code,
            message: "系统繁忙".into(),
        };
        let sandbox = Sandbox::start().unwrap();
        let client = key_client(&sandbox);

        sandbox.damaijia().answer_next(answer.clone());
        let error = client.create_order(&order(1)).unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "{code}");
        assert_eq!(client.find_order(&order(1)).unwrap(), Existence::Absent);

        sandbox.damaijia().answer_after_effect(answer);
        let error = client.create_order(&order(1)).unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "{code}");
        let found = client.find_order(&order(1)).unwrap();
        assert!(matches!(found, Existence::Exists(_)), "{code}");
        assert_eq!(sandbox.damaijia().orders().len(), 1);
    }
}

#[test]
fn finding_reads_only() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    for number in 1..=3 {
        let found = client.find_order(&order(number)).unwrap();
        assert_eq!(found, Existence::Absent);
    }
    let paths: Vec<String> = sandbox
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(paths, ["/vv/external/get_packages_status"; 3]);
    assert!(sandbox.damaijia().orders().is_empty());
}

#[test]
fn order_with_parcel_ids_of_another_one_is_found_in_part() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.create_order(&order(1)).unwrap();
    let mixed = bare_order(2, ProductId(Damaijia::PRODUCT))
        .parcel(NewParcel::new(parcel_id(1), recipient()))
        .parcel(NewParcel::new(parcel_id(2), recipient()));
    let found = client.find_order(&mixed).unwrap();
    assert!(matches!(found, Existence::Partly(parcels) if parcels.len() == 1));
}

#[test]
fn order_of_many_parcels_is_found_whole() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let parcels = (1..=60).map(|number| NewParcel::new(parcel_id(number), recipient()));
    let order = parcels.fold(
        bare_order(1, ProductId(Damaijia::PRODUCT)),
        damaijia_api::NewOrder::parcel,
    );
    client.create_order(&order).unwrap();
    let found = client.find_order(&order).unwrap();
    assert!(matches!(found, Existence::Exists(parcels) if parcels.len() == 60));
}

#[test]
fn cancelling_is_repeated_after_a_lost_answer_and_refunded_once() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.create_order(&order(1)).unwrap();
    let wire = FaultProxy::start(sandbox.address(), Fault::LostAnswer).unwrap();
    let error = client_at(wire.base_url()).cancel_parcel(&parcel_id(1));
    assert_eq!(error.unwrap_err().delivery(), Delivery::Unknown);
    client.cancel_parcel(&parcel_id(1)).unwrap();
    let states = client.parcel_states(&[parcel_id(1)]).unwrap();
    assert_eq!(states[0].status, ParcelStatus::Cancelled);
    let left = sandbox.damaijia().balance_fen();
    assert_eq!(left, Damaijia::START_BALANCE_FEN);
}
