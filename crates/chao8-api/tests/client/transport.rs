use std::net::TcpListener;

use chao8_api::{Client, Delivery, IgnoredAny, Settings, TokenError, Verdict};
use provider_testing::{Scripted, Subject};

use crate::provider::{Chao8Api, DEMO, credentials, no_token};

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

/// A list is a snapshot: what was answered a moment ago is not answered again from memory.
#[test]
fn same_query_twice_makes_two_requests() {
    let provider = Scripted::<Chao8Api>::start();
    let client = Chao8Api::client(&provider.url(), |settings| settings);
    for call in Chao8Api::calls() {
        provider.answer(call.good.clone());
        let requests = [(); 2].map(|()| {
            call.run(&client, &provider.url()).unwrap();
            provider.take_seen().len()
        });
        assert!(requests[0] > 0, "{}", call.name);
        assert_eq!(requests[0], requests[1], "{}", call.name);
    }
}
