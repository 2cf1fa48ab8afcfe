//! Nothing of a recipient is shown by what is no call; the calls are in the suite.

use damaijia_api::UnverifiedNotification;
use provider_testing::{Canaries, Subject};

use crate::provider::{ROW, WithKey, canary_order, canary_parcels};

fn canaries() -> Canaries {
    let mut canaries = Canaries::default();
    for text in WithKey::INPUTS.iter().chain(WithKey::ANSWERED) {
        canaries.add(*text);
    }
    canaries
}

#[test]
fn nothing_of_a_notification_is_shown_by_debug() {
    let notification = UnverifiedNotification::parse(ROW.as_bytes()).unwrap();
    canaries().assert_debug_clean("notification", &notification);
}

#[test]
fn nothing_of_an_order_or_a_query_is_shown_by_debug() {
    canaries().assert_debug_clean("order", &canary_order());
    canaries().assert_debug_clean("query", &canary_parcels());
}
