use provider_testing::{Scripted, Subject};

use crate::provider::WithLogin;

/// A list is a snapshot: what was answered a moment ago is not answered again from memory.
#[test]
fn same_query_twice_makes_two_requests() {
    let provider = Scripted::<WithLogin>::start();
    let client = WithLogin::client(&provider.url(), |settings| settings);
    for call in WithLogin::calls() {
        provider.answer(call.good.clone());
        let requests = [(); 2].map(|()| {
            call.run(&client, &provider.url()).unwrap();
            provider.take_seen().len()
        });
        assert!(requests[0] > 0, "{}", call.name);
        assert_eq!(requests[0], requests[1], "{}", call.name);
    }
}
