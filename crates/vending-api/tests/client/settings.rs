use std::net::TcpListener;
use std::time::Duration;

use vending_api::{Client, Delivery, Error, Settings};

use provider_testing::Subject;

use crate::provider::{DONE, Provider, Vending, credentials};

#[test]
fn deadline_of_with_timeout_holds_for_its_calls_only() {
    // Connections are accepted by the kernel and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = Vending::client(&url, |settings| {
        settings.transport(|transport| transport.timeout(Duration::from_millis(2500)))
    });

    let short = client.with_timeout(Duration::from_millis(1500)).ping();
    let long = client.ping();

    let short = short.unwrap_err();
    assert!(short.to_string().contains("1.5 s"), "{short}");
    assert_eq!(short.delivery(), Delivery::Unknown);
    let long = long.unwrap_err();
    assert!(long.to_string().contains("2.5 s"), "{long}");
}

#[test]
fn plain_http_to_another_host_is_refused() {
    let settings = Settings::new("http://vending.example");
    let error = Client::new(credentials(), settings).unwrap_err();
    let Error::Invalid(invalid) = error else {
        panic!("{error:?}")
    };
    assert_eq!(invalid.field(), "base_url");
}

#[test]
fn base_url_may_have_a_path_and_a_slash_at_its_end() {
    let mut provider = Provider::start();
    let request = provider
        .mock_any("POST")
        .match_request(|request| request.path() == "/gateway/api/openapi/v1/ping")
        .with_body(DONE)
        .create();

    let client = Vending::client(&format!("{}/gateway/", provider.url()), |settings| settings);
    client.ping().unwrap();

    request.assert();
}
