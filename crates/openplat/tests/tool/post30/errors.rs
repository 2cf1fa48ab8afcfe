//! Every kind of error of `openplat post30`; those of bad input are with the calls.

use openplat_sandbox::{Answer, Fault, FaultProxy};
use provider_testing::Nobody;
use serde_json::Value;

use super::{BATCH, close_batch, post30, refuse_next};
use crate::errors::{html, verdict};
use crate::tool::Tool;

const ITEMS: [&str; 2] = ["items", "--json"];

/// Lists products through a wire that fails.
fn through_a_faulty_wire(fault: Fault) -> Value {
    let tool = Tool::new();
    let wire = FaultProxy::start(tool.sandbox.address(), fault).unwrap();
    let tool = tool.with("POST30_BASE_URL", wire.base_url());
    post30(&tool, &ITEMS).json_error(1)
}

#[test]
fn a_refusal_keeps_its_message_and_has_the_one_code() {
    let tool = Tool::new();
    let error = post30(&tool, &["item", "1", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(0), "Refused"));
    assert_eq!(error["message"], "商品不存在");
    assert_eq!(error["class"], "unknown");
    assert_eq!(error["hint"], Value::Null);
    assert_eq!(
        post30(&tool, &["item", "1"]).failed(1),
        "error: refused with code 0: 商品不存在\n  \
         meaning: the call failed; only the message says why\n  \
         class:   unknown\n"
    );
}

#[test]
fn wrong_keys_are_refused_by_every_command() {
    for (variable, message) in [
        ("POST30_ACCESS_KEY", "AK不存在"),
        ("POST30_SECRET_KEY", "签名错误"),
    ] {
        let tool = Tool::new().with(variable, "canary-wrong-key");
        let lines: [&[&str]; 4] = [
            &["items"],
            &["item", "1234"],
            &["items-by-class", "奶粉", "--all-pages"],
            &["items-by-alias"],
        ];
        for line in lines {
            let error = post30(&tool, &[line, &["--json"]].concat()).json_error(1);
            assert_eq!(verdict(&error), ("refused", Some(0), "Refused"));
            assert_eq!(error["message"], message);
        }
        let error = close_batch(&tool, &["--data", BATCH, "--json"]).json_error(1);
        assert_eq!(error["message"], message);
        assert!(tool.post30().closed_batches().is_empty());
    }
}

#[test]
fn control_characters_of_a_message_do_not_reach_the_terminal() {
    let tool = Tool::new();
    refuse_next(&tool, "\u{1b}[2Joff\nerror: \u{9b}");
    let error = post30(&tool, &["items"]).failed(1);
    assert!(
        error.starts_with("error: refused with code 0: \\u{1b}[2Joff\\nerror: \\u{9b}\n"),
        "{error}"
    );
}

#[test]
fn an_answer_that_is_not_the_providers_is_an_error_of_its_own() {
    let tool = Tool::new();
    tool.post30().answer_next(html(404));
    let error = post30(&tool, &ITEMS).json_error(1);
    assert_eq!(verdict(&error), ("answer", None, "Refused"));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("HTTP status 404 with text/html"),
        "{message}"
    );
    tool.post30().answer_next(Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: br#"{"success":1,"rows":"canary"}"#.to_vec(),
    });
    let error = post30(&tool, &ITEMS).failed(1);
    assert!(
        error.contains("rows") && !error.contains("canary"),
        "{error}"
    );
}

#[test]
fn no_answer_to_a_read_needs_no_advice() {
    let nobody = Nobody::new();
    let tool = Tool::new().with("POST30_BASE_URL", nobody.base_url());
    let error = post30(&tool, &ITEMS).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "NotSent"));
    assert_eq!(error["hint"], Value::Null);
    let redirect = Fault::Redirect {
        status: 302,
        location: "https://elsewhere.example/".to_owned(),
    };
    for fault in [Fault::LostAnswer, Fault::CutBody, redirect] {
        let error = through_a_faulty_wire(fault);
        assert_eq!(verdict(&error), ("transport", None, "Unknown"));
        assert_eq!(error["hint"], Value::Null);
    }
}

#[test]
fn misuse_is_a_usage_error() {
    let tool = Tool::new();
    let lines: [&[&str]; 9] = [
        &[],
        &["items", "--page", "-1"],
        &["items", "--class-id", "奶粉"],
        &["items", "1234"],
        &["item"],
        &["item", "abc"],
        &["items-by-class"],
        &["call", "https://host.example/a"],
        &["call", "--data", "{}"],
    ];
    for line in lines {
        let error = post30(&tool, &[line, &["--json"]].concat()).json_error(2);
        assert_eq!(verdict(&error), ("usage", None, "NotSent"), "{line:?}");
    }
    assert!(tool.sandbox.requests().is_empty());
}
