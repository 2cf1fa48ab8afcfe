//! Codes of vending that a failed call may have created.

use std::net::TcpListener;
use std::time::Duration;

use openplat_sandbox::{Answer, Fault, FaultProxy, Sandbox, Vending};
use vending_api::{
    Client, Credentials, Delivery, Error, NewPickupCodes, ProductId, Secret, Settings,
};

const PRODUCT: u64 = 101;
/// For exchanges that must run into their deadline.
const SHORT: Duration = Duration::from_millis(500);

fn client(base_url: &str, timeout: Duration) -> Client {
    let credentials = Credentials {
        app_id: Vending::APP_ID.to_owned(),
        app_secret: Secret::from(Vending::APP_SECRET),
        signing_key: Secret::from(Vending::SIGN_KEY),
    };
    let settings = Settings::new(base_url).transport(|transport| transport.timeout(timeout));
    Client::new(credentials, settings).unwrap()
}

/// Creates a code through `base_url`, which must fail.
fn failed_creation(base_url: &str) -> Error {
    failed_within(base_url, Duration::from_secs(20))
}

fn failed_within(base_url: &str, timeout: Duration) -> Error {
    let machine_no = Vending::MACHINE.parse().unwrap();
    let new = NewPickupCodes::for_product(machine_no, ProductId(PRODUCT));
    client(base_url, timeout)
        .create_pickup_codes(&new)
        .unwrap_err()
}

fn codes(sandbox: &Sandbox) -> usize {
    let codes = sandbox.vending().pickup_codes(Vending::MACHINE, PRODUCT);
    codes.len()
}

#[test]
fn a_refused_connection_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = failed_creation(&base_url);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_transient());
}

#[test]
fn a_silent_tls_handshake_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let error = failed_within(&base_url, SHORT);
    assert_eq!(error.delivery(), Delivery::NotSent);
    drop(listener);
}

#[test]
fn a_silent_answer_is_unknown() {
    let sandbox = Sandbox::start().unwrap();
    let proxy = FaultProxy::start(sandbox.address(), Fault::Silence).unwrap();
    let error = failed_within(&proxy.base_url(), SHORT);
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn a_cut_answer_is_unknown_and_the_codes_exist() {
    for fault in [Fault::CutHead, Fault::CutBody, Fault::LostAnswer] {
        let sandbox = Sandbox::start().unwrap();
        let proxy = FaultProxy::start(sandbox.address(), fault).unwrap();
        let error = failed_creation(&proxy.base_url());
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(codes(&sandbox), 1);
    }
}

#[test]
fn a_lost_request_is_unknown_and_no_code_exists() {
    for fault in [Fault::LostRequest, Fault::Reset] {
        let sandbox = Sandbox::start().unwrap();
        let proxy = FaultProxy::start(sandbox.address(), fault).unwrap();
        let error = failed_creation(&proxy.base_url());
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(codes(&sandbox), 0);
    }
}

#[test]
fn a_refusal_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.vending().answer_next(Answer::Code {
        code: 10023,
        message: "取货码功能尚未开启".to_owned(),
    });
    let error = failed_creation(&sandbox.base_url());
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(codes(&sandbox), 0);
}

#[test]
fn slow_bytes_end_at_the_deadline_of_the_whole_exchange() {
    let sandbox = Sandbox::start().unwrap();
    let pause = Duration::from_millis(50);
    let proxy = FaultProxy::start(sandbox.address(), Fault::SlowBytes { pause }).unwrap();
    let error = failed_within(&proxy.base_url(), Duration::from_secs(2));
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(codes(&sandbox), 1);
}
