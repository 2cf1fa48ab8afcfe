use chao8_api::{Call, Delivery, Direction, Error, IgnoredAny, InvalidInput, Secret};

use crate::provider::Provider;

/// The input error of a call that must not send anything, not even a token request.
fn refused_unsent<T: std::fmt::Debug>(
    call: impl FnOnce(&chao8_api::Client) -> Result<T, Error>,
) -> InvalidInput {
    let mut provider = Provider::start();
    let get = provider.mock_any("GET").expect(0).create();
    let post = provider.mock_any("POST").expect(0).create();
    let error = call(&provider.client()).unwrap_err();
    get.assert();
    post.assert();
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(!error.is_transient());
    match error {
        Error::Invalid(invalid) => invalid,
        error => panic!("not an input error: {error:?}"),
    }
}

fn refused_call(call: Call) -> InvalidInput {
    let typed = refused_unsent(|client| client.call::<IgnoredAny>(&call));
    let raw = refused_unsent(|client| client.raw(&call));
    let file = refused_unsent(|client| client.download(&call, &mut Vec::new(), 1));
    assert_eq!((&typed, &typed), (&raw, &file));
    typed
}

#[test]
fn path_must_be_absolute_and_without_a_query() {
    for path in [
        "",
        "cncop/demo",
        "/a?b=c",
        "/a#b",
        "/a b",
        "/柜",
        "https://x.example/",
        "/a\n",
    ] {
        assert_eq!(refused_call(Call::get(path)).field(), "path", "{path}");
    }
}

#[test]
fn headers_of_the_client_cannot_be_set() {
    for name in [
        "Authorization",
        "authorization",
        "Host",
        "Content-Length",
        "",
        "a b",
        "a:",
    ] {
        assert_eq!(
            refused_call(Call::get("/a").header(name, "x")).field(),
            "header",
            "{name}"
        );
    }
    for value in ["秘", "a\nb", "a\r\nX: y"] {
        refused_call(Call::get("/a").header("X-Own", Secret::from(value)));
    }
}

#[test]
fn content_type_of_a_body_is_given_with_the_body() {
    let call = Call::post("/a").header("Content-Type", "text/csv").json(&1);
    assert_eq!(refused_call(call).field(), "header");
}

#[test]
fn value_that_json_does_not_have_is_an_invalid_body() {
    let odd = std::collections::BTreeMap::from([(vec![1], 2)]);
    assert_eq!(refused_call(Call::post("/a").json(&odd)).field(), "body");
}

#[test]
fn code_of_a_flow_query_has_characters() {
    for code in ["", " ", "0001 ", "00\n01", "00\u{0}"] {
        let invalid = refused_unsent(|client| client.flow(code, Direction::This));
        assert_eq!(invalid.field(), "code");
    }
}
