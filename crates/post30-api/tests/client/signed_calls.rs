//! Calls to any URL of the provider.

use openplat_sandbox::{DigestCharset as SandboxCharset, Post30, Sandbox};
use post30_api::{
    Client, DataText, DigestCharset, Error, RawObject, Settings, SignedCall, TransportError,
};
use serde::Deserialize;
use serde_json::json;
use time::macros::datetime;

use provider_testing::Subject;

use provider_testing::ManualClock;

use crate::provider::{
    ACCESS_KEY, DONE, Expects, Post30Api, Provider, close_batch, credentials, refused_unsent,
    sandbox_client, sandbox_client_with, signed_now,
};

const CLOSE: &str = "/api/bill/closebatch";

#[test]
fn closebatch_is_signed_and_sent_as_a_form() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22batch_name%22%3A%22AAAAAA%22%7D",
        "7efba65c8f77e07bb8f504724a12b7f6",
    );
    let request = provider.expects(CLOSE, &body);
    let client = provider.client();
    let _: RawObject = client.signed_call(&provider.closing()).unwrap();
    request.assert();
}

/// The call of the provider's own sample; its `data` is no JSON.
#[test]
fn published_signature_of_closebatch_is_sent() {
    let mut provider = Provider::start();
    let body = format!(
        "data=%7Bbatch_name%3A%27AAAAAA%27%7D&external_company={ACCESS_KEY}\
         &sign=24653ea6ee4d600d9c257e0470db921a&timer=2016-01-25%2022%3A00%3A44"
    );
    let request = provider.expects(CLOSE, &body);
    let client = provider.client_with(|settings| {
        settings.transport(|transport| {
            let clock = ManualClock::new(datetime!(2016-01-25 21:55:44 +8));
            transport.clock(std::sync::Arc::new(clock))
        })
    });
    let call = SignedCall::new(format!("{}{CLOSE}", provider.url()))
        .param("data", "{batch_name:'AAAAAA'}");
    let _: RawObject = client.signed_call(&call).unwrap();
    request.assert();
}

#[test]
fn separators_and_signs_of_forms_in_a_value_are_signed_as_they_are() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%22batch_name%22%3A%22a%7B%24%24%7Db%7B%24%24%24%7Dc%20%26%20d%2Be%3D%5Cu5976\
         %22%7D",
        "fbef6e936da128a1dc041b5d61ccfd47",
    );
    let request = provider.expects(CLOSE, &body);
    let call = SignedCall::new(format!("{}{CLOSE}", provider.url()))
        .data(&json!({"batch_name": "a{$$}b{$$$}c & d+e=奶"}))
        .unwrap();
    let _: RawObject = provider.client().signed_call(&call).unwrap();
    request.assert();
}

#[test]
fn json_text_keeps_its_numbers_its_order_and_its_white_space() {
    let mut provider = Provider::start();
    let body = signed_now(
        "data=%7B%20%22n%22%20%3A%201.50%2C%20%22b%22%20%3A%2012345678901234567890%2C%20%22t%22\
         %3A%22%5Cu5976%22%20%7D",
        "9ca2b3077574444342bff193129608f0",
    );
    let request = provider.expects(CLOSE, &body);
    let call = SignedCall::new(format!("{}{CLOSE}", provider.url()))
        .data_json(r#"{ "n" : 1.50, "b" : 12345678901234567890, "t":"奶" }"#)
        .unwrap();
    let _: RawObject = provider.client().signed_call(&call).unwrap();
    request.assert();
}

const CARD: &str = "i_namecn=%E5%BC%A0%E4%B8%89&i_mobile=13800000000&searchType=1";

/// Quirk: names are lower-cased in the signature, and sent as they are.
#[test]
fn parameters_can_stand_in_place_of_data() {
    for (charset, sign) in [
        (DigestCharset::Utf8, "6c673f443d24791b36f79a05cbc69f32"),
        (DigestCharset::Gbk, "6d3578e7dc1c52c390cb82727f4c3814"),
    ] {
        let mut provider = Provider::start();
        let request = provider.expects("/card", &signed_now(CARD, sign));
        let client = provider.client_with(|settings| settings.digest_charset(charset));
        let call = SignedCall::new(format!("{}/card", provider.url()))
            .param("i_namecn", "张三")
            .param("i_mobile", "13800000000")
            .param("searchType", "1");
        let _: RawObject = client.signed_call(&call).unwrap();
        request.assert();
    }
}

#[test]
fn call_goes_to_the_host_of_its_url() {
    let mut products = Provider::start();
    let untouched = products.mock_any("POST").expect(0).create();
    let mut uploads = Provider::start();
    let called = uploads
        .mock("POST", CLOSE)
        .with_body(DONE)
        .expect(2)
        .create();
    let client = products.client();
    for _ in 0..2 {
        let _: RawObject = client.signed_call(&uploads.closing()).unwrap();
    }
    called.assert();
    untouched.assert();
}

#[test]
fn settings_of_the_transport_hold_for_every_host() {
    let uploads = Provider::that_answers(r#"{"success":1,"padding":"0123456789"}"#);
    let products = Provider::start();
    let client = products
        .client_with(|settings| settings.transport(|transport| transport.max_body_bytes(20)));
    let error = client
        .signed_call::<RawObject>(&uploads.closing())
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport(TransportError::BodyTooLarge { .. })),
        "{error:?}"
    );
}

#[test]
fn plain_http_to_another_host_is_refused_unless_it_is_allowed() {
    let call = close_batch(Settings::UPLOAD_URL);
    let invalid = refused_unsent(|client| client.signed_call::<RawObject>(&call));
    assert_eq!(invalid.field(), "url");
    assert!(invalid.rule().starts_with("must be https"), "{invalid}");

    let client = Post30Api::client("https://post30.example", |settings| {
        settings.transport(|transport| transport.allow_plain_http())
    });
    // A name that no host has, so that nothing leaves the machine.
    let call = close_batch("http://post30.invalid");
    let error = client.signed_call::<RawObject>(&call).unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
}

#[test]
fn url_must_be_whole_and_without_a_query() {
    for url in [
        "",
        "closebatch",
        "/api/bill/closebatch",
        "http://127.0.0.1",
        "http://127.0.0.1/a?b=1",
        "http://127.0.0.1/a#b",
        "http://user:canary@127.0.0.1/a",
        "ftp://127.0.0.1/a",
        "http:///a",
        "http://127.0.0.1:0/a",
        "://127.0.0.1/a",
    ] {
        let call = SignedCall::new(url);
        let invalid = refused_unsent(|client| client.signed_call::<RawObject>(&call));
        assert_eq!(invalid.field(), "url", "{url}");
        let raw = refused_unsent(|client| client.signed_call_raw(&call));
        assert_eq!(raw, invalid);
        assert!(!format!("{invalid} {call:?}").contains("canary"));
    }
    let call = SignedCall::new("http://127.0.0.1/a b");
    let invalid = refused_unsent(|client| client.signed_call::<RawObject>(&call));
    assert_eq!(invalid.field(), "path");
}

#[test]
fn data_must_be_one_json_object() {
    for json in [
        "",
        "{",
        "[]",
        "null",
        "{}{}",
        "{batch_name:'A'}",
        "\u{a0}{}",
        "'{}'",
    ] {
        let invalid = SignedCall::new("http://127.0.0.1/a")
            .data_json(json)
            .unwrap_err();
        assert_eq!(invalid.field(), "data", "{json}");
        assert_eq!(invalid.rule(), "must be one JSON object");
    }
    let value = SignedCall::new("http://127.0.0.1/a").data(&json!([1]));
    assert_eq!(value.unwrap_err().field(), "data");
}

#[test]
fn parameter_that_cannot_be_signed_is_refused_unsent() {
    let url = |provider: &str| SignedCall::new(format!("http://127.0.0.1/{provider}"));
    for call in [
        url("a").param("sign", "1"),
        url("a").param("名", "1"),
        url("a").data_json("{}").unwrap().param("data", "{}"),
    ] {
        let invalid = refused_unsent(|client| client.signed_call::<RawObject>(&call));
        assert_eq!(invalid.field(), "parameter");
    }
    let lacking = url("a").data(&json!({"n": "𠮷"})).unwrap();
    let invalid = provider_testing::refused_unsent_with::<Post30Api, _>(
        |settings| {
            settings
                .data_text(DataText::Utf8)
                .digest_charset(DigestCharset::Gbk)
        },
        |client| client.signed_call::<RawObject>(&lacking),
    );
    assert_eq!(invalid.field(), "data");
    assert!(invalid.rule().contains("GBK"), "{invalid}");
}

#[derive(Debug, PartialEq, Deserialize)]
struct Weight {
    success: String,
    weight: String,
}

#[test]
fn answer_is_read_as_the_type_that_is_asked_for() {
    let body = r#"{"success":"1","weight":"1.20","big":12345678901234567890.10}"#;
    let provider = Provider::that_answers(body);
    let client = provider.client();
    let typed: Weight = client.signed_call(&provider.closing()).unwrap();
    let expected = Weight {
        success: "1".into(),
        weight: "1.20".into(),
    };
    assert_eq!(typed, expected);

    let raw: RawObject = client.signed_call(&provider.closing()).unwrap();
    assert_eq!(raw.as_str(), body);
    assert_eq!(raw.read::<Weight>().unwrap(), expected);
    assert_eq!(format!("{raw:?}"), "RawObject(61 bytes)");
}

#[test]
fn raw_answer_is_given_as_it_is() {
    for (status, kind, body) in [
        (200, "application/json", r#"{"success":0,"message":"no"}"#),
        (200, "image/png", "\u{1}png"),
        (200, "application/json", r#"{"Success":false}"#),
        (500, "text/html", "<html>"),
    ] {
        let provider = Provider::that_answers_with(status, kind, body);
        let reply = provider.client().signed_call_raw(&provider.closing());
        let reply = reply.unwrap();
        assert_eq!(usize::from(reply.status()), status);
        assert_eq!(reply.kind(), kind);
        assert_eq!(reply.body(), body.as_bytes());
        assert!(!format!("{reply:?}").contains(body));
    }
}

#[test]
fn raw_call_is_signed_like_the_typed_one() {
    let sandbox = Sandbox::start().unwrap();
    let client = sandbox_client(&sandbox);
    let reply = client
        .signed_call_raw(&close_batch(&sandbox.base_url()))
        .unwrap();
    assert_eq!(reply.body(), DONE.as_bytes());
    assert_eq!(sandbox.post30().closed_batches(), ["AAAAAA"]);
}

#[test]
fn gbk_and_utf_8_are_signed_as_the_sandbox_checks_them() {
    let sandbox = Sandbox::start().unwrap();
    let call = |batch: &str| {
        SignedCall::new(format!("{}{CLOSE}", sandbox.base_url()))
            .data(&json!({"batch_name": batch}))
            .unwrap()
    };
    let client = |text, charset| {
        sandbox_client_with(&sandbox, |settings| {
            settings.data_text(text).digest_charset(charset)
        })
    };
    let close = |client: &Client, batch: &str| client.signed_call::<RawObject>(&call(batch));
    for (theirs, same, other) in [
        (
            SandboxCharset::Utf8,
            DigestCharset::Utf8,
            DigestCharset::Gbk,
        ),
        (SandboxCharset::Gbk, DigestCharset::Gbk, DigestCharset::Utf8),
    ] {
        sandbox.post30().set_digest_charset(theirs);
        close(&client(DataText::Utf8, same), "奶粉").unwrap();
        let refused = close(&client(DataText::Utf8, other), "奶粉").unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused:?}");
        // In ASCII it does not matter, not even for what GBK lacks.
        close(&client(DataText::Ascii, same), "𠮷😀").unwrap();
        close(&client(DataText::Ascii, other), "𠮷😀").unwrap();
    }
    assert_eq!(sandbox.post30().closed_batches().len(), 6);
}

#[test]
fn nothing_is_repeated_after_a_refusal() {
    let sandbox = Sandbox::start().unwrap();
    let mut credentials = credentials();
    credentials.access_key = Post30::ACCESS_KEY.into();
    let client = Client::new(credentials, Settings::new(sandbox.base_url())).unwrap();
    let error = client
        .signed_call::<RawObject>(&close_batch(&sandbox.base_url()))
        .unwrap_err();
    assert!(error.to_string().contains("签名错误"), "{error}");
    assert_eq!(sandbox.requests().len(), 1);
}
