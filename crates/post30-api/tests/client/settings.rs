use std::sync::mpsc;

use post30_api::{Client, Error, ItemQuery, RawObject, Settings};

use crate::provider::{DONE, Expects, Provider, close_batch, credentials};

#[test]
fn hook_sees_the_name_of_the_call_and_the_code_of_the_provider_on_every_host() {
    let provider = Provider::that_answers(r#"{"success":0,"message":"no"}"#);
    let elsewhere = Provider::that_answers(DONE);
    let (sender, seen) = mpsc::channel();
    let client = provider.client_with(|settings| {
        settings.transport(move |transport| {
            let sender = sender.clone();
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

    client.items(&ItemQuery::new()).unwrap_err();
    let _: RawObject = client.signed_call(&elsewhere.closing()).unwrap();
    client.signed_call_raw(&provider.closing()).unwrap();

    assert_eq!(
        seen.try_iter().collect::<Vec<_>>(),
        [
            ("items", Some(200), Some(0), false),
            ("signed_call", Some(200), Some(1), true),
            // Handed on as it is, and a refusal all the same.
            ("signed_call_raw", Some(200), Some(0), false),
        ]
    );
}

#[test]
fn hosts_are_those_of_the_documents() {
    assert_eq!(Settings::PRODUCT_URL, "http://p.30post.cn");
    assert_eq!(Settings::UPLOAD_URL, "http://captureupload.30post.cn");
}

#[test]
fn plain_http_of_the_provider_is_refused_unless_it_is_allowed() {
    for url in [Settings::PRODUCT_URL, Settings::UPLOAD_URL] {
        let error = Client::new(credentials(), Settings::new(url)).unwrap_err();
        let Error::Invalid(invalid) = error else {
            panic!("{error:?}")
        };
        assert_eq!(invalid.field(), "base_url");
        let settings = Settings::new(url).transport(|transport| transport.allow_plain_http());
        Client::new(credentials(), settings).unwrap();
    }
}

#[test]
fn setting_of_the_transport_that_breaks_its_rule_is_named() {
    let settings =
        Settings::new("https://post30.example").transport(|transport| transport.max_body_bytes(0));
    let error = Client::new(credentials(), settings).unwrap_err();
    let Error::Invalid(invalid) = error else {
        panic!("{error:?}")
    };
    assert_eq!(invalid.field(), "max_body_bytes");
}

#[test]
fn changes_of_the_transport_are_made_in_their_order() {
    let settings = Settings::new("https://post30.example")
        .transport(|transport| transport.max_body_bytes(0))
        .transport(|transport| transport.max_body_bytes(1));
    Client::new(credentials(), settings).unwrap();
}

#[test]
fn base_url_may_have_a_path_and_a_slash_at_its_end() {
    let mut provider = Provider::start();
    let request = provider
        .mock("POST", "/gateway/Api/Product/ItemList")
        .with_body(DONE)
        .create();
    let settings = Settings::new(format!("{}/gateway/", provider.url()));
    let client = Client::new(credentials(), settings).unwrap();
    client.items(&ItemQuery::new()).unwrap();
    request.assert();
}

#[test]
fn signed_call_does_not_take_over_the_path_of_the_base_url() {
    let mut provider = Provider::start();
    let request = provider
        .mock("POST", "/api/bill/closebatch")
        .with_body(DONE)
        .create();
    let settings = Settings::new(format!("{}/gateway/", provider.url()));
    let client = Client::new(credentials(), settings).unwrap();
    let _: RawObject = client.signed_call(&close_batch(&provider.url())).unwrap();
    request.assert();
}

#[test]
fn debug_of_settings_shows_what_was_chosen() {
    let shown = format!("{:?}", Settings::new("https://post30.example"));
    for part in ["post30.example", "Ascii", "Utf8", "300s", "+08:00:00"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// It is checked only when a link is made.
#[test]
fn debug_of_the_settings_shows_no_url_that_may_carry_a_password() {
    let url = "https://user:canary@host.example";
    let settings = Settings::new(url).upload_url(url);
    let shown = format!("{settings:?} {settings:#?}");
    assert!(!shown.contains("canary"), "{shown}");
}
