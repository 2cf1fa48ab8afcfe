use std::net::TcpListener;
use std::time::Duration;

use post30_api::{Delivery, Error, ItemQuery, RawObject, TransportError};

use provider_testing::Subject;

use crate::provider::{DONE, Expects, Post30Api, Provider, close_batch};

#[test]
fn refused_connection_is_not_sent() {
    // The port was free a moment ago, and nobody listens on it.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{address}");
    let client = Post30Api::client(&url, |settings| settings);

    let error = client
        .signed_call::<RawObject>(&close_batch(&url))
        .unwrap_err();

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
fn deadline_of_with_timeout_holds_for_its_calls_only_on_every_host() {
    // Connections are accepted by the kernel and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let elsewhere = Provider::start();
    let client = elsewhere.client_with(|settings| {
        settings.transport(|transport| transport.timeout(Duration::from_millis(300)))
    });
    let call = close_batch(&url);

    let short = client.with_timeout(Duration::from_millis(100));
    let short = short.signed_call::<RawObject>(&call).unwrap_err();
    let long = client.signed_call::<RawObject>(&call).unwrap_err();

    assert!(short.to_string().contains("0.1 s"), "{short}");
    assert!(long.to_string().contains("0.3 s"), "{long}");
    assert_eq!(short.delivery(), Delivery::Unknown);
    assert!(short.is_transient());

    let base =
        Post30Api::client(&url, |settings| settings).with_timeout(Duration::from_millis(100));
    for error in [
        base.items(&ItemQuery::new()).map(|_| ()).unwrap_err(),
        base.signed_call::<RawObject>(&call)
            .map(|_| ())
            .unwrap_err(),
    ] {
        assert!(error.to_string().contains("0.1 s"), "{error}");
    }
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
        .signed_call::<RawObject>(&provider.closing())
        .unwrap_err();

    untouched.assert();
    assert_eq!(error.http_status(), Some(307));
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(!error.is_transient());
}

#[test]
fn deadline_of_0_is_an_input_error() {
    let provider = Provider::that_answers(DONE);
    let client = provider.client().with_timeout(Duration::ZERO);
    let error = client.items(&ItemQuery::new()).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}
