use std::net::TcpListener;

use chao8_api::{
    Client, Delivery, Error, IgnoredAny, Settings, TokenError, TransportError, Verdict,
};

use crate::provider::{DEMO, Provider, credentials, no_token};

#[test]
fn redirect_is_not_followed() {
    let mut target = Provider::start();
    let untouched = target.mock_any("GET").expect(0).create();
    let mut provider = Provider::with_token();
    provider
        .mock("GET", DEMO)
        .with_status(302)
        .with_header("location", &target.url())
        .create();
    let error = provider.client().get::<IgnoredAny>(DEMO, &[]).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport(TransportError::Redirect { status: 302, .. })
        ),
        "{error:?}"
    );
    assert_eq!(error.http_status(), Some(302));
    untouched.assert();
}

#[test]
fn call_without_a_connection_was_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::new(credentials(), Settings::new(url)).unwrap();
    let error = client.post::<IgnoredAny>(DEMO, &()).unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_transient());
    let TokenError::Fetch { verdict, .. } = &no_token(&error).reason else {
        panic!("{error:?}");
    };
    assert_eq!(*verdict, Verdict::Transient);
}
