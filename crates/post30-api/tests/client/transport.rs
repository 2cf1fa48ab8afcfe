use std::net::TcpListener;
use std::time::Duration;

use post30_api::{Delivery, Error, ItemQuery, RawObject};
use provider_testing::Subject;

use crate::provider::{DONE, Post30Api, Provider, close_batch};

#[test]
fn deadline_of_with_timeout_holds_for_its_calls_only_on_every_host() {
    // In which a busy machine sends the request.
    const LONG: Duration = Duration::from_secs(3);
    // Connections are accepted by the kernel and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let elsewhere = Provider::start();
    let client = elsewhere.client_with(|settings| {
        settings.transport(|transport| transport.timeout(Duration::from_millis(200)))
    });
    let call = close_batch(&url);

    let long = client.with_timeout(LONG);
    let long = long.signed_call::<RawObject>(&call).unwrap_err();
    let short = client.signed_call::<RawObject>(&call).unwrap_err();

    assert!(long.to_string().contains("within 3 s"), "{long}");
    assert!(short.to_string().contains("within 0.2 s"), "{short}");
    assert_eq!(long.delivery(), Delivery::Unknown);
    assert!(long.is_transient());

    let base =
        Post30Api::client(&url, |settings| settings).with_timeout(Duration::from_millis(300));
    for error in [
        base.items(&ItemQuery::new()).map(|_| ()).unwrap_err(),
        base.signed_call::<RawObject>(&call)
            .map(|_| ())
            .unwrap_err(),
    ] {
        assert!(error.to_string().contains("within 0.3 s"), "{error}");
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
