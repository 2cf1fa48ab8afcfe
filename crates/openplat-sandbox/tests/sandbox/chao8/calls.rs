//! Authorised calls: paths, methods and the flow query.

use openplat_sandbox::{Answer, Chao8, Numbers};
use serde_json::{Value, json};

use super::{DEMO, data, get, get_with, refusal, sandbox_at_rest, token};
use crate::caller::send_with;

const FLOW: &str = "/trace/app/v1/open/info/flow/code";

fn flow(query: &str) -> Value {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    data(&get(&sandbox, &format!("{FLOW}?{query}"), &token))
}

fn codes(data: &Value) -> Vec<&str> {
    let digits = data["digits"].as_array().unwrap();
    let codes = digits.iter().map(|digit| digit["code"].as_str().unwrap());
    codes.collect()
}

#[test]
fn demo_is_a_success_without_data() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    assert_eq!(
        get(&sandbox, DEMO, &token).text,
        r#"{"code":200,"message":"success","data":null,"timestamp":1677737429715,"traceId":"00000000-0000-4000-8000-000000000002","exception":null,"meta":null,"ext":null}"#
    );
}

#[test]
fn path_that_is_not_known_is_a_page_with_404_after_the_token_is_checked() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    for path in [
        "/cncop/",
        "/ps/v1/x",
        "/trace/app/v1/x",
        "/customer/x",
        "/sandbox/chao8/x",
    ] {
        let answer = get(&sandbox, path, &token);
        assert_eq!(
            (answer.status, answer.content_type.starts_with("text/html")),
            (404, true)
        );
        assert_eq!(
            refusal(&get(&sandbox, path, "unknown")).0,
            20_324_013,
            "{path}"
        );
    }
    assert_eq!(get(&sandbox, "/cncop", "unknown").status, 404);
}

#[test]
fn other_method_is_a_page_with_405() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    for (method, path) in [
        ("POST", DEMO),
        ("POST", FLOW),
        ("GET", "/ps/v1/open/product/add-upd-product"),
        ("GET", "/sandbox/chao8/upload"),
        ("POST", "/sandbox/chao8/download"),
    ] {
        let headers = [("Authorization", token.as_str())];
        let answer = send_with(&sandbox.base_url(), method, path, &headers, b"").unwrap();
        assert_eq!(answer.status, 405, "{method} {path}");
    }
}

#[test]
fn answer_that_was_asked_for_comes_on_any_path_without_a_token() {
    let sandbox = sandbox_at_rest();
    for path in [DEMO, FLOW, "/customer/x", "/sandbox/chao8/x"] {
        let message = "没有".to_owned();
        sandbox.chao8().answer_next(Answer::Code {
            code: 31_000_001,
            message,
        });
        let answer = get_with(&sandbox, path, &[]);
        assert_eq!(refusal(&answer), (31_000_001, json!("没有")), "{path}");
    }
    assert_eq!(get(&sandbox, "/elsewhere", "").status, 404);
}

#[test]
fn flow_of_a_code_is_the_same_every_time() {
    let query = format!("code={}", Chao8::BOX_CODE);
    let first = flow(&query);
    assert_eq!(codes(&first), [Chao8::BOX_CODE]);
    let digit = &first["digits"][0];
    assert_eq!(
        (&digit["level"], &digit["parent"], &digit["productNo"]),
        (&json!(3), &json!(""), &json!("000042"))
    );
    assert_eq!(first, flow(&query));
    assert_eq!(first, flow(&format!("{query}&direction=0")));
}

#[test]
fn codes_below_a_code_have_their_parents() {
    let data = flow(&format!("code={}&direction=1", Chao8::BOX_CODE));
    assert_eq!(
        codes(&data),
        [
            "000100000011",
            "000100000012",
            "000100000111",
            "000100000112",
            "000100000121",
            "000100000122"
        ]
    );
    assert_eq!(
        (&data["digits"][0]["parent"], &data["digits"][2]["parent"]),
        (&json!(Chao8::BOX_CODE), &json!("000100000011"))
    );
    let of_a_pack = flow("code=000100000011&direction=1");
    assert_eq!(codes(&of_a_pack), ["000100000111", "000100000112"]);
    assert!(codes(&flow("code=000100000111&direction=1")).is_empty());
}

#[test]
fn code_in_the_answer_can_be_another_one() {
    let data = flow(&format!("code={}", Chao8::RENAMED_CODE));
    assert_eq!(
        (codes(&data), &data["digits"][0]["level"]),
        (vec!["091901069428"], &json!(1))
    );
}

#[test]
fn quantity_is_an_integer_in_one_list_and_a_text_in_the_other() {
    let data = flow(&format!("code={}", Chao8::BOX_CODE));
    assert_eq!(data["digits"][0]["code1Quantity"], 4);
    let details = data["details"].as_array().unwrap();
    assert_eq!(details.len(), 2);
    for detail in details {
        assert_eq!(detail["receiptCode1Quantity"], "4");
        assert!(detail.as_object().unwrap().values().all(Value::is_string));
    }
}

#[test]
fn long_sparse_and_unknown_codes_are_answered() {
    assert_eq!(
        codes(&flow(&format!("code={}", Chao8::LONG_CODE))),
        [Chao8::LONG_CODE]
    );
    assert_eq!(
        flow(&format!("code={}", Chao8::SPARSE_CODE)),
        json!({"digits": [{"code": Chao8::SPARSE_CODE}]})
    );
    assert_eq!(flow("code=1"), json!({"digits": [], "details": []}));
}

#[test]
fn query_is_form_encoded() {
    assert_eq!(
        codes(&flow("c%6fde=%3000100000001&&direction=")),
        [Chao8::BOX_CODE]
    );
}

#[test]
fn flow_query_that_is_not_as_documented_is_500() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    for query in [
        "",
        "?",
        "?code=",
        "?direction=1",
        "?code=1&direction=2",
        "?code=1&direction=00",
        "?code=1&code=1",
        "?code=1&more=1",
        "?code=%FF",
    ] {
        let answer = get(&sandbox, &format!("{FLOW}{query}"), &token);
        assert_eq!(refusal(&answer), (500, json!("未知错误")), "{query}");
    }
}

#[test]
fn numbers_of_the_flow_are_texts_on_request() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    sandbox.chao8().set_numbers(Numbers::AsTexts);
    let path = format!("{FLOW}?code={}", Chao8::BOX_CODE);
    let digit = data(&get(&sandbox, &path, &token))["digits"][0].take();
    assert_eq!(
        (&digit["code1Quantity"], &digit["level"]),
        (&json!("4"), &json!("3"))
    );
}

#[test]
fn content_type_of_a_get_is_not_looked_at() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let headers = [
        ("Authorization", token.as_str()),
        ("Content-Type", "application/json"),
    ];
    data(&get_with(&sandbox, DEMO, &headers));
}
