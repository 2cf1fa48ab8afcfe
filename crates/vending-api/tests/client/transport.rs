use std::time::Duration;

use vending_api::{Delivery, Error};

use crate::provider::{DONE, Provider};

#[test]
fn deadline_of_0_is_an_input_error() {
    let provider = Provider::that_answers(DONE);
    let client = provider.client().with_timeout(Duration::ZERO);
    let error = client.ping().unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(error.delivery(), Delivery::NotSent);
}
