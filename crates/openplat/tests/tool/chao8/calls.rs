use openplat_sandbox::{Answer, Chao8};
use serde_json::{Value, json};

use super::{FLOW_PATH, PRODUCT, PRODUCT_PATH, chao8, requests, with_token};
use crate::errors::verdict;
use crate::tool::{Run, Scratch, Tool};

const SPARSE_FLOW: [&str; 4] = ["get", FLOW_PATH, "--query", "code=000100000099"];

/// `data` of an answer, as the provider might write it.
const ODD_DATA: &str = r#"{ "id" : 9007199254740993001, "price":1.10,
    "name":"\u53ef\u4e50", "list":[ ] }"#;

fn answer_with_odd_data(tool: &Tool) {
    tool.chao8().answer_next(Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: format!(r#"{{"code":200,"message":"success","data":{ODD_DATA}}}"#).into_bytes(),
    });
}

fn post(tool: &Tool, body: &str) -> Run {
    chao8(tool, &["post", PRODUCT_PATH, "--body", body])
}

#[test]
fn get_prints_the_data_of_the_answer() {
    let tool = Tool::new();
    assert_eq!(
        chao8(&tool, &SPARSE_FLOW).done(),
        "{\n  \"digits\": [\n    {\n      \"code\": \"000100000099\"\n    }\n  ]\n}\n"
    );
    let line = [&SPARSE_FLOW[..], &["--json"]].concat();
    assert_eq!(
        chao8(&tool, &line).done(),
        "{\"digits\":[{\"code\":\"000100000099\"}]}\n"
    );
    assert_eq!(
        requests(&tool),
        [
            "POST /cncop/ca/v1/applications/get-token".to_owned(),
            format!("GET {FLOW_PATH}"),
            format!("GET {FLOW_PATH}"),
        ]
    );
}

#[test]
fn parameters_are_encoded_and_sent_in_their_order() {
    let tool = with_token();
    let line = [
        "get",
        "/cncop/demo",
        "--query",
        "b=1 &2=3",
        "--query",
        "a=",
        "--query",
        "名=+",
    ];
    chao8(&tool, &line).done();
    let request = tool.sandbox.requests().pop().unwrap();
    let query = request.query.unwrap();
    assert_eq!(query, "b=1%20%262%3D3&a=&%E5%90%8D=%2B");
}

#[test]
fn numbers_keep_every_digit() {
    let tool = with_token();
    answer_with_odd_data(&tool);
    assert_eq!(
        chao8(&tool, &["get", "/cncop/demo"]).done(),
        "{\n  \"id\": 9007199254740993001,\n  \"price\": 1.10,\n  \"name\": \"可乐\",\n  \"list\": []\n}\n"
    );
    answer_with_odd_data(&tool);
    assert_eq!(
        chao8(&tool, &["get", "/cncop/demo", "--json"]).done(),
        "{\"id\":9007199254740993001,\"price\":1.10,\"name\":\"\\u53ef\\u4e50\",\"list\":[]}\n"
    );
}

#[test]
fn an_answer_without_data_is_done() {
    let tool = with_token();
    let demo = ["get", "/cncop/demo"];
    let done = "Done; the answer has no data.\n";
    assert_eq!(chao8(&tool, &demo).done(), done);
    let line = [&demo[..], &["--json"]].concat();
    assert_eq!(chao8(&tool, &line).json_lines(), [Value::Null]);
    assert_eq!(post(&tool, PRODUCT).done(), done);
    // No data at all is the same as null.
    tool.chao8().answer_next(Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: br#"{"code":"200"}"#.to_vec(),
    });
    assert_eq!(chao8(&tool, &demo).done(), done);
}

#[test]
fn control_characters_of_the_data_do_not_reach_the_terminal() {
    let tool = with_token();
    tool.chao8().answer_next(Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: "{\"code\":200,\"data\":\"\\u001b[2J\u{9b}\u{202e}\"}".into(),
    });
    let shown = chao8(&tool, &["get", "/cncop/demo"]).done();
    assert_eq!(shown, "\"\\u001b[2J\\u009b\\u202e\"\n");
}

#[test]
fn post_sends_the_body_byte_by_byte() {
    let tool = with_token();
    let body = "{\"productNo\": \"P1\", \"productName\":\"可乐\",\n \"x\": 1.10, \"n\":9007199254740993001}\n";
    post(&tool, body).done();
    let scratch = Scratch::new();
    let file = scratch.file("product.json", body.replace("P1", "P2"));
    post(&tool, &format!("@{file}")).done();
    let products = tool.chao8().products();
    assert_eq!(products.len(), 2);
    assert_eq!(products[0].json, body);
    assert_eq!(products[1].json, body.replace("P1", "P2"));
    let sent = tool.sandbox.requests().pop().unwrap();
    assert_eq!(sent.header("Content-Type"), Some("application/json"));
}

#[test]
fn a_body_that_is_no_json_is_a_bad_input_and_not_shown() {
    let tool = Tool::new();
    let scratch = Scratch::new();
    let file = format!("@{}", scratch.file("body", "{\n  \"canary\": tru }"));
    let texts = [
        ("", "line 1, column 0"),
        ("canary", "line 1, column 1"),
        ("{\"canary\":1,}", "line 1, column 13"),
        ("{} canary", "line 1, column 4"),
        ("\"\\ud8zz canary\"", "line 1, column 7"),
        (&file, "line 2, column 16"),
    ];
    for (text, place) in texts {
        let line = ["post", PRODUCT_PATH, "--body", text, "--json"];
        let error = chao8(&tool, &line).json_error(2);
        assert_eq!(verdict(&error), ("invalid", None, "NotSent"), "{text}");
        let message = error["message"].as_str().unwrap();
        let expected = format!("--body is not JSON (RFC 8259): see {place}");
        assert!(message.starts_with(&expected), "{message}");
        assert!(!message.contains("canary"), "{message}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_a_bad_input() {
    let tool = Tool::new();
    let scratch = Scratch::new();
    let missing = scratch.path().join("missing");
    let directory = scratch.path().to_owned();
    let no_text = scratch.file("latin1", b"{\"canary\":\"\xe9\"}");
    for file in [
        missing.to_str().unwrap(),
        directory.to_str().unwrap(),
        &no_text,
        "",
    ] {
        let line = [
            "post",
            PRODUCT_PATH,
            "--json",
            "--body",
            &format!("@{file}"),
        ];
        let error = chao8(&tool, &line).json_error(2);
        assert_eq!(verdict(&error), ("invalid", None, "NotSent"), "{file}");
        let message = error["message"].as_str().unwrap();
        let expected = format!("--body cannot be read from {file}: ");
        assert!(message.starts_with(&expected), "{message}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_path_with_a_query_or_without_a_slash_is_a_bad_input() {
    let tool = Tool::new();
    let error = chao8(&tool, &["get", "/cncop/demo?code=1", "--json"]).json_error(2);
    assert_eq!(verdict(&error), ("invalid", None, "NotSent"));
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("PATH must begin with a slash")
    );
    assert_eq!(error["hint"], "parameters go into --query NAME=VALUE");
    let lines: [&[&str]; 2] = [
        &["get", "cncop/demo"],
        &["post", "https://elsewhere.example/", "--body", "{}"],
    ];
    for line in lines {
        let error = chao8(&tool, line).failed(2);
        assert!(
            error.starts_with("error: PATH must begin with a slash"),
            "{error}"
        );
    }
    // Not even a token was asked for.
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn misuse_is_a_usage_error() {
    let tool = Tool::new();
    let lines: [&[&str]; 6] = [
        &[],
        &["get"],
        &["get", "/cncop/demo", "--query", "code"],
        &["get", "/cncop/demo", "--query", "=1"],
        &["get", "/cncop/demo", "--body", "{}"],
        &["post", "/cncop/demo"],
    ];
    for line in lines {
        let line = [line, &["--json"]].concat();
        let error = chao8(&tool, &line).json_error(2);
        assert_eq!(verdict(&error), ("usage", None, "NotSent"), "{line:?}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_flow_query_shows_codes_with_all_their_digits() {
    let tool = Tool::new();
    for code in [Chao8::BOX_CODE, Chao8::LONG_CODE] {
        let query = format!("code={code}");
        let line = ["get", FLOW_PATH, "--query", &query, "--json"];
        let data = chao8(&tool, &line).json_lines();
        assert_eq!(data[0]["digits"][0]["code"], json!(code));
    }
}
