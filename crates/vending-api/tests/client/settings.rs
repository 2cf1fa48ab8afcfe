use std::net::TcpListener;
use std::time::Duration;

use vending_api::{Client, Delivery, Error, Settings};

use provider_testing::Subject;

use crate::provider::{DONE, Provider, Vending, credentials};

#[test]
fn deadline_of_with_timeout_holds_for_its_calls_only() {
    // In which a busy machine sends the request.
    const LONG: Duration = Duration::from_secs(3);
    // Connections are accepted by the kernel and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = Vending::client(&url, |settings| {
        settings.transport(|transport| transport.timeout(Duration::from_millis(200)))
    });

    let long = client.with_timeout(LONG).ping();
    let short = client.ping();

    let long = long.unwrap_err();
    assert!(long.to_string().contains("within 3 s"), "{long}");
    assert_eq!(long.delivery(), Delivery::Unknown);
    let short = short.unwrap_err();
    assert!(short.to_string().contains("within 0.2 s"), "{short}");
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
