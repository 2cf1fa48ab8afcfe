use chao8_api::{Client, Delivery, IgnoredAny, Settings, TokenError, Verdict};
use provider_testing::Nobody;

use crate::provider::{DEMO, credentials, no_token};

#[test]
fn call_without_a_connection_was_not_sent() {
    let nobody = Nobody::new();
    let client = Client::new(credentials(), Settings::new(nobody.base_url())).unwrap();
    let error = client.post::<IgnoredAny>(DEMO, &()).unwrap_err();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.is_transient());
    let TokenError::Fetch { verdict, .. } = &no_token(&error).reason else {
        panic!("{error:?}");
    };
    assert_eq!(*verdict, Verdict::Transient);
}
