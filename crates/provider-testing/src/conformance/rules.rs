//! The rules of the verdict, in their order.

use provider_client::ProviderCode;
use provider_http::{Class, Delivery};

use super::{envelope, failed_write, reads, refused, writes};
use crate::{Answer, Subject};

/// A paid order under HTTP 400 whose answer cannot be read: a caller who hears "refused" orders
/// twice.
pub fn success_is_never_refused_whatever_else_is_wrong<S: Subject>() {
    let success = S::Code::OK.number();
    for status in [200, 400, 401, 403, 404, 409, 422, 429, 500, 503] {
        for data in [
            "[[1]]",
            r#"{"order_sn":[[1]]}"#,
            "7",
            "\"text\"",
            "null",
            "{}",
            "[]",
        ] {
            let body = envelope::<S>(success, S::SUCCESS_TEXT, data);
            let place = format!("{status} {body}");
            let Err(failed) = writes::<S>(&Answer::json(status, body)) else {
                continue;
            };
            assert_eq!(failed.delivery, Delivery::Unknown, "{place}: {failed:?}");
            assert_eq!(failed.kind, "unexpected answer", "{place}");
            assert_eq!(failed.code, Some(success), "{place}");
        }
    }
}

pub fn documented_refusal_is_refused_but_not_after_a_server_failure<S: Subject>() {
    for (status, delivery) in [
        (200, Delivery::Refused),
        (400, Delivery::Refused),
        (403, Delivery::Refused),
        (404, Delivery::Refused),
        (422, Delivery::Refused),
        (408, Delivery::Unknown),
        (500, Delivery::Unknown),
        (502, Delivery::Unknown),
        (503, Delivery::Unknown),
        (504, Delivery::Unknown),
    ] {
        let answer = Answer::json(status, refused::<S>(S::NOT_DONE));
        let failed = failed_write::<S>(&answer);
        let place = format!("{status}: {failed:?}");
        assert_eq!(failed.delivery, delivery, "{place}");
        assert_eq!(failed.kind, "refused", "{place}");
        assert_eq!(failed.code, Some(S::NOT_DONE), "{place}");
        let read = reads::<S>(&answer).unwrap_err();
        assert_eq!(read.delivery, Delivery::Refused, "{status}");
    }
}

pub fn code_that_proves_nothing_leaves_a_call_that_writes_open<S: Subject>() {
    let answer = Answer::json(200, refused::<S>(S::OPEN));
    let failed = failed_write::<S>(&answer);
    assert_eq!(failed.delivery, Delivery::Unknown, "{failed:?}");
    assert_eq!(failed.code, Some(S::OPEN));
    let read = reads::<S>(&answer).unwrap_err();
    assert_eq!(read.delivery, Delivery::Refused, "{read:?}");
}

pub fn without_an_envelope_the_http_status_decides<S: Subject>() {
    for (status, delivery) in [
        (200, Delivery::Unknown),
        (204, Delivery::Unknown),
        (302, Delivery::Unknown),
        (400, Delivery::Refused),
        (403, Delivery::Refused),
        (404, Delivery::Refused),
        (408, Delivery::Unknown),
        (413, Delivery::Refused),
        (429, Delivery::Refused),
        (499, Delivery::Unknown),
        (500, Delivery::Unknown),
        (502, Delivery::Unknown),
        (511, Delivery::Unknown),
    ] {
        let failed = failed_write::<S>(&Answer::html(status));
        assert_eq!(failed.delivery, delivery, "{status}: {failed:?}");
        assert_eq!(failed.code, None, "{status}: {failed:?}");
    }
}

pub fn class_and_patience_follow_from_the_http_status<S: Subject>() {
    for (status, class) in [
        (200, None),
        (400, Some(Class::InvalidRequest)),
        (403, Some(Class::Auth)),
        (429, Some(Class::RateLimit)),
        (500, Some(Class::Transient)),
    ] {
        let failed = reads::<S>(&Answer::html(status)).unwrap_err();
        let place = format!("{status}: {failed:?}");
        assert_eq!(failed.class, class, "{place}");
        let is_transient = matches!(class, Some(Class::RateLimit | Class::Transient));
        assert_eq!(failed.is_transient, is_transient, "{place}");
        assert_eq!(failed.retry_in, None, "{place}");
    }
    // A gateway that gave up says nothing else than one that failed.
    let failed = reads::<S>(&Answer::html(499)).unwrap_err();
    assert_eq!(
        (failed.class, failed.is_transient),
        (Some(Class::Transient), true)
    );
    // What was done asks for no second try, whatever the HTTP status beside it.
    for status in [401, 429, 503] {
        let body = envelope::<S>(S::Code::OK.number(), S::SUCCESS_TEXT, "[[1]]");
        if let Err(failed) = writes::<S>(&Answer::json(status, body)) {
            assert_eq!(
                (failed.class, failed.is_transient),
                (None, false),
                "{failed:?}"
            );
        }
    }
    // HTTP's own limit, whatever the provider says beside it.
    let answer = Answer::json(429, refused::<S>(S::NOT_DONE));
    let failed = reads::<S>(&answer).unwrap_err();
    assert_eq!(failed.class, Some(Class::RateLimit), "{failed:?}");
}

pub fn success_that_names_nothing_that_was_made_is_an_error_with_a_way_to_find_out<S: Subject>() {
    let Some(field) = S::MADE else { return };
    let success = S::Code::OK.number();
    for data in [
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        r#"["1000"]"#.to_owned(),
        format!(r#"{{"{field}":null}}"#),
        format!(r#"{{"{field}":""}}"#),
        format!(r#"{{"{field}":" "}}"#),
        format!(r#"{{"{field}":0}}"#),
        format!(r#"{{"{field}":"null"}}"#),
        format!(r#"{{"{field}":[]}}"#),
    ] {
        let body = envelope::<S>(success, S::SUCCESS_TEXT, &data);
        let failed = failed_write::<S>(&Answer::json(200, body));
        let place = format!("{data}: {failed:?}");
        assert_eq!(failed.delivery, Delivery::Unknown, "{place}");
        assert_eq!(failed.kind, "unexpected answer", "{place}");
        assert!(failed.text.contains("to find out"), "{place}");
    }
    let body = envelope::<S>(
        success,
        S::SUCCESS_TEXT,
        &format!(r#"{{"{field}":"1000111"}}"#),
    );
    writes::<S>(&Answer::json(200, body)).unwrap();
}
