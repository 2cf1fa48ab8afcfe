//! No text, whatever it is, makes a parser panic.

use damaijia_api::{Gmt8Time, NewOrder, SiteOrderId, UnverifiedNotification};
use proptest::prelude::*;
use provider_testing::{Subject, json};

use crate::provider::WithKey;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_body_makes_a_notification_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = UnverifiedNotification::parse(&body);
    }

    #[test]
    fn no_form_makes_a_notification_panic(body in "site_order_consignee_id=[0-9%&=+a-f]{0,40}") {
        let _ = UnverifiedNotification::parse(body.as_bytes());
    }

    #[test]
    fn no_json_makes_an_order_file_panic(file in json(WithKey::FIELDS, WithKey::VALUES)) {
        let _ = NewOrder::from_json(file.as_bytes());
    }

    #[test]
    fn no_text_makes_an_id_panic(text in any::<String>()) {
        let _ = text.parse::<SiteOrderId>();
    }

    #[test]
    fn every_positive_number_is_an_id(number in 1..=i64::MAX) {
        let text = number.to_string();
        prop_assert!(text.parse::<SiteOrderId>().is_ok());
    }

    #[test]
    fn no_text_makes_a_time_panic(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        let time: Gmt8Time = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(time.as_str(), text.as_str());
        let _ = time.instant();
    }
}
