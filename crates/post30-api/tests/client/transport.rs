use std::net::TcpListener;
use std::time::Duration;

use post30_api::{Delivery, Error, ItemQuery, RawObject};
use provider_testing::Subject;

use crate::provider::{DONE, Post30Api, Provider, close_batch};

#[test]
fn deadline_of_with_timeout_holds_for_its_calls_only_on_every_host() {
    // Connections are accepted by the kernel and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let elsewhere = Provider::start();
    let client = elsewhere.client_with(|settings| {
        settings.transport(|transport| transport.timeout(Duration::from_millis(2500)))
    });
    let call = close_batch(&url);

    let short = client.with_timeout(Duration::from_millis(1500));
    let short = short.signed_call::<RawObject>(&call).unwrap_err();
    let long = client.signed_call::<RawObject>(&call).unwrap_err();

    assert!(short.to_string().contains("1.5 s"), "{short}");
    assert!(long.to_string().contains("2.5 s"), "{long}");
    assert_eq!(short.delivery(), Delivery::Unknown);
    assert!(short.is_transient());

    let base =
        Post30Api::client(&url, |settings| settings).with_timeout(Duration::from_millis(1500));
    for error in [
        base.items(&ItemQuery::new()).map(|_| ()).unwrap_err(),
        base.signed_call::<RawObject>(&call)
            .map(|_| ())
            .unwrap_err(),
    ] {
        assert!(error.to_string().contains("1.5 s"), "{error}");
    }
}

#[test]
fn deadline_of_0_is_an_input_error() {
    let provider = Provider::that_answers(DONE);
    let client = provider.client().with_timeout(Duration::ZERO);
    let error = client.items(&ItemQuery::new()).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}
