//! The rules in their order, one test each.

use provider_http::{Class, Delivery};

use crate::subject::{Canned, all};

#[test]
fn every_provider_is_tried() {
    let crates = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates")).unwrap();
    let names = crates.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut providers: Vec<String> = names
        .filter_map(|name| name.strip_suffix("-api").map(str::to_owned))
        .collect();
    providers.push("demo5".to_owned());
    providers.sort();
    let mut tried = all().map(|subject| subject.name);
    tried.sort_unstable();
    assert_eq!(tried.as_slice(), providers);
}

#[test]
fn no_byte_left_is_not_sent() {
    for subject in all() {
        let failed = subject.writes_to_nobody().unwrap_err();
        assert_eq!(
            failed.delivery,
            Delivery::NotSent,
            "{}: {failed:?}",
            subject.name
        );
    }
}

/// A paid order under HTTP 400 whose answer cannot be read: a caller who hears "refused" orders
/// twice.
#[test]
fn success_is_never_refused_whatever_else_is_wrong() {
    for subject in all() {
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
                let text = if subject.name == "vending" {
                    "\"ok\""
                } else {
                    "\"any\""
                };
                let body = subject.envelope(subject.success, text, data);
                let place = format!("{} {status} {body}", subject.name);
                let Err(failed) = subject.writes(&Canned::json(status, body)) else {
                    continue;
                };
                assert_eq!(failed.delivery, Delivery::Unknown, "{place}: {failed:?}");
                assert_eq!(failed.kind, "unexpected answer", "{place}");
                assert_eq!(failed.code, Some(subject.success), "{place}");
            }
        }
    }
}

#[test]
fn documented_refusal_is_refused_whatever_the_http_status_but_not_after_a_server_failure() {
    for subject in all() {
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
            let answer = Canned::json(status, subject.refusal(subject.not_done));
            let failed = subject.writes(&answer).unwrap_err();
            let place = format!("{} {status}: {failed:?}", subject.name);
            assert_eq!(failed.delivery, delivery, "{place}");
            assert_eq!(failed.kind, "refused", "{place}");
            assert_eq!(failed.code, Some(subject.not_done), "{place}");
            let read = subject.reads(&answer).unwrap_err();
            assert_eq!(
                read.delivery,
                Delivery::Refused,
                "{} {status}",
                subject.name
            );
        }
    }
}

#[test]
fn code_that_proves_nothing_leaves_a_call_that_writes_open() {
    for subject in all() {
        let answer = Canned::json(200, subject.refusal(subject.open));
        let failed = subject.writes(&answer).unwrap_err();
        assert_eq!(
            failed.delivery,
            Delivery::Unknown,
            "{}: {failed:?}",
            subject.name
        );
        assert_eq!(failed.code, Some(subject.open));
        let read = subject.reads(&answer).unwrap_err();
        assert_eq!(
            read.delivery,
            Delivery::Refused,
            "{}: {read:?}",
            subject.name
        );
    }
}

#[test]
fn without_an_envelope_the_http_status_decides() {
    for subject in all() {
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
            let failed = subject.writes(&Canned::html(status)).unwrap_err();
            let place = format!("{} {status}: {failed:?}", subject.name);
            assert_eq!(failed.delivery, delivery, "{place}");
            assert_eq!(failed.code, None, "{place}");
        }
    }
}

#[test]
fn class_and_patience_follow_from_the_http_status_alike() {
    for subject in all() {
        for (status, class) in [
            (200, None),
            (400, Some(Class::InvalidRequest)),
            (403, Some(Class::Auth)),
            (429, Some(Class::RateLimit)),
            (500, Some(Class::Transient)),
        ] {
            let failed = subject.reads(&Canned::html(status)).unwrap_err();
            let place = format!("{} {status}: {failed:?}", subject.name);
            assert_eq!(failed.class, class, "{place}");
            let is_transient = matches!(class, Some(Class::RateLimit | Class::Transient));
            assert_eq!(failed.is_transient, is_transient, "{place}");
            assert_eq!(failed.retry_in, None, "{place}");
        }
        // HTTP's own limit, whatever the provider says beside it.
        let answer = Canned::json(429, subject.refusal(subject.not_done));
        let failed = subject.reads(&answer).unwrap_err();
        assert_eq!(failed.class, Some(Class::RateLimit), "{}", subject.name);
    }
}

#[test]
fn code_0_in_another_dress_is_open_and_with_a_chinese_reason_refused() {
    let subject = all()[0];
    for dress in [
        "\"OK\"",
        "\"success\"",
        "\"ok \"",
        "\"\"",
        "null",
        "false",
        "[]",
        "7",
    ] {
        let answer = Canned::json(200, subject.envelope(0, dress, "{}"));
        let failed = subject.writes(&answer).unwrap_err();
        assert_eq!(failed.delivery, Delivery::Unknown, "{dress}: {failed:?}");
        assert_eq!(failed.class, Some(Class::Unknown), "{dress}");
    }
    let answer = Canned::json(200, subject.envelope(0, "\"设备不在运营中\"", "{}"));
    let failed = subject.writes(&answer).unwrap_err();
    assert_eq!(failed.delivery, Delivery::Refused);
    assert_eq!(failed.class, Some(Class::BusinessRefusal));
}

#[test]
fn success_without_the_number_of_the_order_is_an_error_with_a_way_to_find_out() {
    let subject = all()[2];
    assert_eq!(subject.name, "damaijia");
    for body in [
        r#"{"status":0}"#,
        r#"{"status":0,"data":null}"#,
        r#"{"status":0,"data":[]}"#,
        r#"{"status":0,"data":{}}"#,
        r#"{"status":0,"data":{"order_sn":""}}"#,
        r#"{"status":0,"data":{"order_sn":" "}}"#,
        r#"{"status":0,"data":{"order_sn":null}}"#,
        r#"{"status":0,"data":["1000"]}"#,
    ] {
        let failed = subject.writes(&Canned::json(200, body)).unwrap_err();
        assert_eq!(failed.delivery, Delivery::Unknown, "{body}: {failed:?}");
        assert_eq!(failed.kind, "unexpected answer", "{body}");
        assert!(failed.text.contains("find_order"), "{}", failed.text);
    }
    let body = r#"{"status":0,"data":{"order_sn":"2021080512345678901234"}}"#;
    subject.writes(&Canned::json(200, body)).unwrap();
}
