use std::net::TcpListener;

use chao8_api::{Client, Delivery, IgnoredAny, Settings, TokenError, Verdict};

use crate::provider::{DEMO, credentials, no_token};

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
