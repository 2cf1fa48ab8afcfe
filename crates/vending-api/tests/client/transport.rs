use std::net::TcpListener;
use std::time::Duration;

use vending_api::{Delivery, Error, TransportError};

use provider_testing::Subject;

use crate::provider::{DONE, Provider, Vending, one_code};

#[test]
fn refused_connection_is_not_sent() {
    // The port was free a moment ago, and nobody listens on it.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let client = Vending::client(&format!("http://{address}"), |settings| settings);

    let error = client.create_pickup_codes(&one_code()).unwrap_err();

    assert!(
        matches!(error, Error::Transport(TransportError::Connect { .. })),
        "{error:?}"
    );
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_transient());
    assert_eq!(
        (error.code(), error.class(), error.http_status()),
        (None, None, None)
    );
}

#[test]
fn silent_answer_leaves_open_what_happened() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client =
        Vending::client(&url, |settings| settings).with_timeout(Duration::from_millis(200));

    let error = client.create_pickup_codes(&one_code()).unwrap_err();

    assert!(
        matches!(error, Error::Transport(TransportError::Timeout { .. })),
        "{error:?}"
    );
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.is_transient());
}

#[test]
fn redirect_is_not_followed() {
    let mut elsewhere = Provider::start();
    let untouched = elsewhere.mock_any("POST").expect(0).create();
    let mut provider = Provider::start();
    provider
        .mock_any("POST")
        .with_status(307)
        .with_header("location", &elsewhere.url())
        .with_body(DONE)
        .create();

    let error = provider
        .client()
        .create_pickup_codes(&one_code())
        .unwrap_err();

    untouched.assert();
    assert_eq!(error.http_status(), Some(307));
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(!error.is_transient());
}

#[test]
fn answer_beyond_the_limit_leaves_open_what_happened() {
    let provider = Provider::that_answers(DONE);
    let client = provider.client_with(|settings| {
        settings.transport(|transport| transport.max_body_bytes(DONE.len() as u64 - 1))
    });

    let error = client.create_pickup_codes(&one_code()).unwrap_err();

    assert!(
        matches!(error, Error::Transport(TransportError::BodyTooLarge { .. })),
        "{error:?}"
    );
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn deadline_of_0_is_an_input_error() {
    let provider = Provider::that_answers(DONE);
    let client = provider.client().with_timeout(Duration::ZERO);
    let error = client.ping().unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}
