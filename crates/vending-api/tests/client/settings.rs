use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use vending_api::{Client, Delivery, Error, ProductQuery, Settings};

use provider_testing::Subject;

use crate::provider::{DONE, Provider, Vending, credentials, machine_no};

#[test]
fn hook_sees_the_name_of_the_call_and_the_code_of_the_provider() {
    let provider = Provider::that_answers(r#"{"code":30002,"message":"设备已离线","data":{}}"#);
    let (sender, seen) = mpsc::channel();
    let client = provider.client_with(|settings| {
        settings.transport(|transport| {
            transport.observer(move |observation| {
                let _ = sender.send((
                    observation.call,
                    observation.http_status,
                    observation.provider_code,
                    observation.succeeded,
                ));
            })
        })
    });

    client
        .products(&ProductQuery::new(machine_no()))
        .unwrap_err();

    let expected = ("products", Some(200), Some(30002), false);
    assert_eq!(seen.try_iter().collect::<Vec<_>>(), [expected]);
}

#[test]
fn hook_sees_code_0_of_a_success() {
    let provider = Provider::that_answers(DONE);
    let (sender, seen) = mpsc::channel();
    let client = provider.client_with(|settings| {
        settings.transport(|transport| {
            transport.observer(move |observation| {
                let _ = sender.send((observation.provider_code, observation.succeeded));
            })
        })
    });

    client.ping().unwrap();

    assert_eq!(seen.try_iter().collect::<Vec<_>>(), [(Some(0), true)]);
}

#[test]
fn deadline_of_with_timeout_holds_for_its_calls_only() {
    // Connections are accepted by the kernel and never answered.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = Vending::client(&url, |settings| {
        settings.transport(|transport| transport.timeout(Duration::from_millis(300)))
    });

    let short = client.with_timeout(Duration::from_millis(100)).ping();
    let long = client.ping();

    let short = short.unwrap_err();
    assert!(short.to_string().contains("0.1 s"), "{short}");
    assert_eq!(short.delivery(), Delivery::Unknown);
    let long = long.unwrap_err();
    assert!(long.to_string().contains("0.3 s"), "{long}");
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
