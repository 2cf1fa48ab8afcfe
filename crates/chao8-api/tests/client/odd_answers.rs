use chao8_api::{Class, Client, Delivery, Error, IgnoredAny, UnexpectedAnswer};

use provider_testing::shown;

use crate::provider::{DEMO, Provider};

fn write(client: &Client) -> Error {
    client.post::<IgnoredAny>(DEMO, &()).unwrap_err()
}

fn answer(error: Error) -> UnexpectedAnswer {
    match error {
        Error::Answer(answer) => *answer,
        error => panic!("not an unexpected answer: {error:?}"),
    }
}

#[test]
fn answers_without_an_envelope_are_classed_by_their_status() {
    for (status, class, delivery) in [
        (400, Class::InvalidRequest, Delivery::Refused),
        (403, Class::Auth, Delivery::Refused),
        (404, Class::InvalidRequest, Delivery::Refused),
        (408, Class::Transient, Delivery::Unknown),
        (429, Class::RateLimit, Delivery::Refused),
        (500, Class::Transient, Delivery::Unknown),
        (502, Class::Transient, Delivery::Unknown),
    ] {
        let provider = Provider::that_answers_with(status, "text/html", "<html>");
        let error = write(&provider.client());
        assert_eq!(error.class(), Some(class), "{status}");
        assert_eq!(error.delivery(), delivery, "{status}");
        assert_eq!(error.http_status().map(usize::from), Some(status));
        let transient = matches!(class, Class::Transient | Class::RateLimit);
        assert_eq!(error.is_transient(), transient, "{status}");
    }
    // The status of a success tells nothing of a failure.
    let provider = Provider::that_answers_with(200, "text/html", "<html>");
    let error = write(&provider.client());
    assert_eq!((error.class(), error.is_transient()), (None, false));
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn json_that_is_no_envelope_is_malformed() {
    for body in [
        "",
        "[]",
        "null",
        "7",
        "{}",
        r#"{"data":{}}"#,
        r#"{"code":null}"#,
        r#"{"code":"ok"}"#,
        r#"{"code":200.5}"#,
        r#"{"code":200"#,
        r#"{"code":200} x"#,
        r#"{"code":true}"#,
    ] {
        let provider = Provider::that_answers(body);
        let answer = answer(write(&provider.client()));
        assert_eq!(
            (answer.call, answer.delivery()),
            ("post", Delivery::Unknown),
            "{body}"
        );
    }
}

#[test]
fn odd_message_and_trace_id_do_not_spoil_a_success() {
    for odd in ["{}", "[1]", "true", "null", "7", r#""\ud800""#] {
        let body = format!(r#"{{"code":200,"message":{odd},"traceId":{odd},"data":1}}"#);
        let provider = Provider::that_answers(&body);
        assert_eq!(provider.client().get::<u8>(DEMO, &[]).unwrap(), 1, "{odd}");
    }
}

#[test]
fn data_of_another_type_names_the_place_and_not_the_value() {
    let body = r#"{"code":200,"data":{"rows":[1,"canary"]}}"#;
    let provider = Provider::that_answers(body);
    let rows = provider
        .client()
        .post::<std::collections::BTreeMap<String, Vec<u8>>>(DEMO, &());
    let error = rows.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown, "it was carried out");
    let text = shown(&error);
    assert!(text.contains("`data.rows[1]`"), "{text}");
    assert!(!text.contains("canary"), "{text}");
}

#[test]
fn null_data_for_a_type_that_needs_some_is_an_unexpected_answer() {
    let provider = Provider::that_answers(r#"{"code":200}"#);
    let error = provider.client().get::<u8>(DEMO, &[]).unwrap_err();
    assert!(shown(&error).contains("`data`"), "{error:?}");
}
