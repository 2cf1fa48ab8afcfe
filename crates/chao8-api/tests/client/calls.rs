use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chao8_api::{Call, Code, IgnoredAny, Method};
use mockito::Matcher;
use openplat_sandbox::{AccessKeyHeader, TokenPrefix};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::provider::{ACCESS_KEY, DEMO, Provider, TOKEN};
use crate::sandbox::Rig;

const DONE: &str = r#"{"code":200,"message":"success","data":null}"#;
const PATH: &str = "/example/v1/things";

#[test]
fn get_sends_its_query_encoded_in_the_order_given() {
    let mut provider = Provider::with_token();
    let mock = provider
        .mock("GET", "/example/v1/things?b=1%2B2&a=%E6%9F%9C%20x&a=")
        .match_header("authorization", TOKEN)
        .with_body(DONE)
        .create();
    let query = [("b", "1+2"), ("a", "柜 x"), ("a", "")];
    provider.client().get::<IgnoredAny>(PATH, &query).unwrap();
    mock.assert();
}

#[test]
fn post_sends_json() {
    let mut provider = Provider::with_token();
    let mock = provider
        .mock("POST", PATH)
        .match_header("authorization", TOKEN)
        .match_header("content-type", "application/json")
        .match_body(Matcher::Exact(
            r#"{"code":"000100000001","count":2}"#.to_owned(),
        ))
        .with_body(DONE)
        .create();
    #[derive(serde::Serialize)]
    struct Body {
        code: &'static str,
        count: u32,
    }
    let body = Body {
        code: "000100000001",
        count: 2,
    };
    provider.client().post::<IgnoredAny>(PATH, &body).unwrap();
    mock.assert();
}

#[test]
fn general_call_reaches_any_method_path_body_and_header() {
    for (method, name) in [
        (Method::Get, "GET"),
        (Method::Post, "POST"),
        (Method::Put, "PUT"),
        (Method::Delete, "DELETE"),
    ] {
        let mut provider = Provider::with_token();
        let mock = provider
            .mock(name, "/customer/x/open%2F1?k=v")
            .match_header("authorization", TOKEN)
            .match_header("content-type", "text/csv; charset=gbk")
            .match_header("x-own", "own value")
            .match_header("accessKey", ACCESS_KEY)
            .match_body(Matcher::Exact("a,b\n".to_owned()))
            .with_body(DONE)
            .create();
        let client = provider.client_with(|set| set.header("accessKey", ACCESS_KEY));
        let call = Call::new(method, "/customer/x/open%2F1")
            .query(&[("k", "v")])
            .header("X-Own", "own value")
            .body("text/csv; charset=gbk", "a,b\n");
        client.call::<IgnoredAny>(&call).unwrap();
        mock.assert();
    }
}

#[test]
fn json_text_is_sent_byte_for_byte() {
    let text = r#"{ "price": 1.10, "code": 9007199254740993001 }"#;
    let mut provider = Provider::with_token();
    let mock = provider
        .mock("PUT", PATH)
        .match_header("content-type", "application/json")
        .match_body(Matcher::Exact(text.to_owned()))
        .with_body(DONE)
        .create();
    let call = Call::put(PATH).json_text(text);
    provider.client().call::<IgnoredAny>(&call).unwrap();
    mock.assert();
}

#[test]
fn token_prefix_is_a_setting() {
    let rig = Rig::with(|settings| settings.token_prefix("Bearer "));
    rig.chao8().set_token_prefix(TokenPrefix::Bearer);
    rig.read().unwrap();
    assert!(rig.sent_tokens()[0].starts_with("Bearer ey"));
}

#[test]
fn access_key_header_is_sent_when_asked_for() {
    let access_key = openplat_sandbox::Chao8::ACCESS_KEY;
    let rig = Rig::with(|settings| settings.header("accessKey", access_key));
    rig.chao8().set_access_key_header(AccessKeyHeader::Required);
    rig.read().unwrap();
}

#[test]
fn data_is_read_as_the_type_of_the_caller() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Page {
        total: u32,
        rows: Vec<BTreeMap<String, String>>,
    }
    let body = r#"{"code":200,"data":{"total":1,"rows":[{"no":"0001"}],"more":null}}"#;
    let provider = Provider::that_answers(body);
    let page: Page = provider.client().get(PATH, &[]).unwrap();
    assert_eq!(page.total, 1);
    assert_eq!(page.rows[0]["no"], "0001");
}

#[test]
fn data_can_be_had_as_the_text_it_came_in() {
    let body = r#"{"code":200,"data":{ "id":9007199254740993001,"price":1.10 },"ext":null}"#;
    let provider = Provider::that_answers(body);
    let data: Box<RawValue> = provider.client().post(PATH, &()).unwrap();
    assert_eq!(data.get(), r#"{ "id":9007199254740993001,"price":1.10 }"#);
}

#[test]
fn success_with_null_or_absent_data_is_a_success() {
    for body in [r#"{"code":200,"data":null}"#, r#"{"code":"200"}"#] {
        let provider = Provider::that_answers(body);
        let client = provider.client();
        client.get::<IgnoredAny>(PATH, &[]).unwrap();
        client.get::<()>(PATH, &[]).unwrap();
        assert_eq!(client.get::<Option<String>>(PATH, &[]).unwrap(), None);
        let data: Box<RawValue> = client.get(PATH, &[]).unwrap();
        assert_eq!(data.get(), "null");
    }
}

#[test]
fn raw_answer_has_the_whole_body_whatever_status_and_code() {
    for (status, body, code) in [
        (200, r#"{"code":200,"data":1}"#, Some(Code::OK)),
        (200, r#"{"code":77,"message":"no"}"#, Some(Code(77))),
        (404, "<html>", None),
        (500, r#"{"code":500}"#, Some(Code::UNKNOWN_ERROR)),
        (204, "", None),
    ] {
        let provider = Provider::that_answers_with(status, "text/x-own", body);
        let answer = provider.client().raw(&Call::get(DEMO)).unwrap();
        assert_eq!(usize::from(answer.http_status), status);
        assert_eq!(answer.body, body.as_bytes());
        assert_eq!(answer.code, code, "{body}");
        assert_eq!(answer.content_type.as_deref(), Some("text/x-own"));
    }
}

#[test]
fn uploads_arrive_byte_for_byte() {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Upload {
        content_type: String,
        bytes: usize,
        md5: String,
        parts: Option<Vec<Part>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Part {
        name: String,
        file_name: Option<String>,
        bytes: usize,
    }
    use md5::{Digest, Md5};

    let rig = Rig::new();
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let call = Call::post("/sandbox/chao8/upload").body("application/zip", bytes.clone());
    let upload: Upload = rig.client.call(&call).unwrap();
    assert_eq!(upload.content_type, "application/zip");
    assert_eq!(upload.bytes, 100_000);
    assert_eq!(upload.md5, hex::encode(Md5::digest(&bytes)));
    assert!(upload.parts.is_none());

    let form = "--fake-boundary\r\n\
                Content-Disposition: form-data; name=\"orderNo\"\r\n\r\n\
                0001\r\n\
                --fake-boundary\r\n\
                Content-Disposition: form-data; name=\"file\"; filename=\"codes.txt\"\r\n\
                Content-Type: text/plain\r\n\r\n\
                000100000001\r\n\
                --fake-boundary--\r\n";
    let call = Call::post("/sandbox/chao8/upload")
        .body("multipart/form-data; boundary=fake-boundary", form);
    let upload: Upload = rig.client.call(&call).unwrap();
    let parts = upload.parts.unwrap();
    assert_eq!(parts[0].name, "orderNo");
    assert_eq!(
        (parts[1].file_name.as_deref(), parts[1].bytes),
        (Some("codes.txt"), 12)
    );
}

#[test]
fn observer_hears_of_both_exchanges_with_code_and_trace_id() {
    type Seen = (&'static str, Option<u16>, Option<i64>, Option<String>, bool);
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let hook = Arc::clone(&seen);
    let rig = Rig::with(|settings| {
        settings.transport(|transport| {
            transport.observer(move |exchange| {
                hook.lock().unwrap().push((
                    exchange.call,
                    exchange.http_status,
                    exchange.provider_code,
                    exchange.trace_id.map(str::to_owned),
                    exchange.succeeded,
                ));
            })
        })
    });
    let call = Call::get(DEMO).name("my_demo");
    rig.client.call::<IgnoredAny>(&call).unwrap();
    rig.client.raw(&call).unwrap();
    rig.client
        .get::<IgnoredAny>("/trace/app/v1/open/info/flow/code", &[])
        .unwrap_err();
    let trace = |number| Some(format!("00000000-0000-4000-8000-{number:012}"));
    assert_eq!(
        *seen.lock().unwrap(),
        [
            ("get_token", Some(200), Some(200), trace(1), true),
            ("my_demo", Some(200), Some(200), trace(2), true),
            ("my_demo", Some(200), Some(200), trace(3), true),
            ("get", Some(200), Some(500), trace(4), false),
        ]
    );
}
