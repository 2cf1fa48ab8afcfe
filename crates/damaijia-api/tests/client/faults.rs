//! Every call under every fault of the transport: the error, and whether it took effect.

use std::net::TcpListener;
use std::time::Duration;

use damaijia_api::{
    Client, Credentials, Delivery, Error, OrderQuery, ParcelQuery, ProductQuery, Secret, Settings,
    TransportError, WarehouseId,
};
use openplat_sandbox::{Damaijia, Fault, FaultProxy, Sandbox};

use crate::provider::{order, parcel_id};

fn client_at(base_url: String) -> Client {
    let credentials = Credentials::ApiKey(Secret::from(Damaijia::API_KEY));
    let settings = Settings::new(base_url).transport(|transport| transport.max_body_bytes(100_000));
    Client::new(credentials, settings).unwrap()
}

/// Every call, one after the other: its name and its error.
fn errors_of_every_call(client: &Client) -> Vec<(&'static str, Error)> {
    let products = ProductQuery::new(WarehouseId(2));
    let parcels = ParcelQuery::new().to_mobile("13800000000");
    let results = [
        ("couriers", client.couriers().err()),
        ("products", client.products(&products).err()),
        (
            "all_products",
            client.all_products(products).next().unwrap().err(),
        ),
        ("create_order", client.create_order(&order(1)).err()),
        ("find_order", client.find_order(&order(1)).err()),
        ("cancel_parcel", client.cancel_parcel(&parcel_id(1)).err()),
        ("orders", client.orders(&OrderQuery::last_month()).err()),
        ("parcels", client.parcels(&parcels).err()),
        (
            "all_parcels",
            client.all_parcels(parcels).next().unwrap().err(),
        ),
        ("parcel_states", client.parcel_states(&[parcel_id(1)]).err()),
        ("balance_fen", client.balance_fen().err()),
    ];
    results
        .into_iter()
        .map(|(call, error)| (call, error.unwrap_or_else(|| panic!("{call} passed"))))
        .collect()
}

#[test]
fn every_call_leaves_open_what_happened_after_a_fault_of_the_transport() {
    let sandbox = Sandbox::start().unwrap();
    let wire = FaultProxy::start(sandbox.address(), Fault::None).unwrap();
    for fault in [
        Fault::LostRequest,
        Fault::LostAnswer,
        Fault::CutHead,
        Fault::CutBody,
        Fault::Reset,
        Fault::Garbage,
        Fault::EndlessBody,
        Fault::Redirect {
            status: 302,
            location: sandbox.base_url(),
        },
        Fault::HtmlPage { status: 200 },
        Fault::HtmlPage { status: 502 },
    ] {
        wire.set_fault(fault.clone());
        for (call, error) in errors_of_every_call(&client_at(wire.base_url())) {
            assert_eq!(error.delivery(), Delivery::Unknown, "{call}: {fault:?}");
            assert_eq!(error.code(), None, "{call}: {fault:?}");
        }
    }
}

#[test]
fn page_that_is_not_found_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    let wire = FaultProxy::start(sandbox.address(), Fault::HtmlPage { status: 404 }).unwrap();
    for (call, error) in errors_of_every_call(&client_at(wire.base_url())) {
        assert_eq!(error.delivery(), Delivery::Refused, "{call}");
        assert_eq!(error.http_status(), Some(404), "{call}");
        assert!(!error.is_transient(), "{call}");
    }
}

#[test]
fn silence_ends_with_the_deadline_of_the_call() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    // Long enough for a busy machine to send the request.
    let client = client_at(url).with_timeout(Duration::from_millis(700));
    let error = client.create_order(&order(1)).unwrap_err();
    let is_timeout = matches!(error, Error::Transport(TransportError::Timeout { .. }));
    assert!(is_timeout, "{error:?}");
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_transient());
}

#[test]
fn refused_connection_is_not_sent() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let client = client_at(format!("http://{}", free.unwrap()));
    for (call, error) in errors_of_every_call(&client) {
        assert_eq!(error.delivery(), Delivery::NotSent, "{call}: {error:?}");
    }
}

#[test]
fn redirect_is_not_followed() {
    let elsewhere = Sandbox::start().unwrap();
    let sandbox = Sandbox::start().unwrap();
    let fault = Fault::Redirect {
        status: 307,
        location: elsewhere.base_url(),
    };
    let wire = FaultProxy::start(sandbox.address(), fault).unwrap();
    let error = client_at(wire.base_url()).create_order(&order(1));
    assert_eq!(error.unwrap_err().http_status(), Some(307));
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn slow_answer_is_read_to_its_end() {
    let sandbox = Sandbox::start().unwrap();
    let pause = Duration::from_micros(100);
    let wire = FaultProxy::start(sandbox.address(), Fault::SlowBytes { pause }).unwrap();
    client_at(wire.base_url()).create_order(&order(1)).unwrap();
}
