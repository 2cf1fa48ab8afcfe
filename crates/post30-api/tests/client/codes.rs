//! `success`, which is all the code there is.

use post30_api::{Class, Code};

use crate::provider::{Expects, Provider};

#[test]
fn success_is_1_as_a_number_a_text_or_a_boolean() {
    for success in ["1", r#""1""#, "true"] {
        let provider = Provider::that_answers(&format!(r#"{{"success":{success}}}"#));
        let done: Result<serde_json::Value, _> = provider.client().signed_call(&provider.closing());
        assert!(done.is_ok(), "{success}: {done:?}");
    }
}

#[test]
fn refusal_is_0_as_a_number_a_text_or_a_boolean() {
    for success in ["0", r#""0""#, "false"] {
        let body = format!(r#"{{"success":{success},"message":"no"}}"#);
        let provider = Provider::that_answers(&body);
        let refused: Result<serde_json::Value, _> =
            provider.client().signed_call(&provider.closing());
        assert_eq!(
            refused.unwrap_err().code(),
            Some(Code::REFUSED),
            "{success}"
        );
    }
}

#[test]
fn any_other_number_is_kept_and_is_no_success() {
    for (success, code) in [("2", 2), ("-1", -1), (r#""500""#, 500)] {
        let body = format!(r#"{{"success":{success},"message":"no"}}"#);
        let provider = Provider::that_answers(&body);
        let refused: Result<serde_json::Value, _> =
            provider.client().signed_call(&provider.closing());
        let error = refused.unwrap_err();
        assert_eq!(error.code(), Some(Code(code)));
        assert_eq!(error.class(), Some(Class::Unknown));
    }
}

#[test]
fn codes_tell_success_from_refusal_and_no_more() {
    assert_eq!(Code::DOCUMENTED, [Code::REFUSED]);
    assert_eq!((Code::OK, Code::REFUSED), (Code(1), Code(0)));
    assert_eq!(Code::OK.class(), Class::Success);
    assert_eq!(Code::REFUSED.class(), Class::Unknown);
    assert_eq!(Code::REFUSED.message(), None);
    assert!(Code::REFUSED.meaning().is_some());
    assert_eq!(Code::REFUSED.to_string(), "0");
    assert_eq!(serde_json::to_string(&Code::OK).unwrap(), "1");
}

#[test]
fn number_that_is_not_documented_leaves_open_what_happened() {
    assert!(!Code::OK.leaves_open());
    assert!(!Code::REFUSED.leaves_open());
    assert!(Code(2).leaves_open());
    assert_eq!(Code(2).meaning(), None);
}
