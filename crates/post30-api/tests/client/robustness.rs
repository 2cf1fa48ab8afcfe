use post30_api::{DataText, DigestCharset, LocalTime, SignedCall, data, payload};
use proptest::prelude::*;

use crate::provider::credentials;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_time_panic(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        let time: LocalTime = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(time.as_str(), text.as_str());
        let _ = time.date_time();
    }

    #[test]
    fn no_text_of_a_caller_makes_a_call_panic(
        url in any::<String>(), name in any::<String>(), value in any::<String>()
    ) {
        let call = SignedCall::new(&url).param(&name, &value);
        let _ = call.clone().data_json(&value);
        for charset in [DigestCharset::Utf8, DigestCharset::Gbk] {
            let _ = payload(&[(&name, &value)], Some(&url), &credentials(), charset);
        }
        for text in [DataText::Ascii, DataText::Utf8] {
            prop_assert!(data(&value, text).is_err());
        }
    }
}
