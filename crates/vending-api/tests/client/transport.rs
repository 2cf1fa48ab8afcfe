use std::time::Duration;

use provider_testing::{Scripted, Subject};
use vending_api::{Delivery, Error};

use crate::provider::{DONE, Provider, Vending};

#[test]
fn deadline_of_0_is_an_input_error() {
    let provider = Provider::that_answers(DONE);
    let client = provider.client().with_timeout(Duration::ZERO);
    let error = client.ping().unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

/// A list is a snapshot: what was answered a moment ago is not answered again from memory.
#[test]
fn same_query_twice_makes_two_requests() {
    let provider = Scripted::<Vending>::start();
    let client = Vending::client(&provider.url(), |settings| settings);
    for call in Vending::calls() {
        provider.answer(call.good.clone());
        let requests = [(); 2].map(|()| {
            call.run(&client, &provider.url()).unwrap();
            provider.take_seen().len()
        });
        assert!(requests[0] > 0, "{}", call.name);
        assert_eq!(requests[0], requests[1], "{}", call.name);
    }
}
