use openplat_sandbox::{Answer, Damaijia, Fault, FaultProxy};
use provider_testing::Nobody;
use serde_json::{Value, json};

use super::{ADDRESS, MOBILE, NAME, create, damaijia, order, order_file, with_token};
use crate::tool::Tool;

/// Kind, code and delivery of an error.
fn verdict(error: &Value) -> (&str, Option<i64>, &str) {
    (
        error["kind"].as_str().unwrap(),
        error["code"].as_i64(),
        error["delivery"].as_str().unwrap(),
    )
}

#[test]
fn a_lost_answer_to_an_order_says_how_to_find_out() {
    let tool = with_token();
    let file = order_file(&tool);
    let proxy = FaultProxy::start(tool.sandbox.address(), Fault::LostAnswer).unwrap();
    // A fixed key, since a token of one address is not sent to another.
    let tool = tool
        .with("DAMAIJIA_BASE_URL", proxy.base_url())
        .with("DAMAIJIA_API_KEY", Damaijia::API_KEY);
    let line = ["order", "create", "--file", &file, "--json"];
    let error = damaijia(&tool, &line).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.contains("`openplat damaijia status 2000111`"),
        "{hint}"
    );
    assert!(hint.contains("1000111 is answered with 234"), "{hint}");
    // It was carried out indeed, and once.
    assert_eq!(tool.damaijia().orders().len(), 1);
    let error = damaijia(&tool, &["cancel", "2000111", "--json"]).json_error(1);
    assert_eq!(error["delivery"], "Unknown");
    assert!(error["hint"].as_str().unwrap().contains("status 2000111"));
    let error = damaijia(&tool, &["balance", "--json"]).json_error(1);
    assert_eq!(error["hint"], Value::Null);
}

#[test]
fn a_refusal_that_leaves_an_order_open_says_how_to_find_out() {
    let tool = with_token();
    let file = order_file(&tool);
    let message = "系统繁忙".to_owned();
    tool.damaijia()
        .answer_next(Answer::Code { code: 100, message });
    let line = ["order", "create", "--file", &file, "--json"];
    let error = damaijia(&tool, &line).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(100), "Unknown"));
    assert!(error["hint"].as_str().unwrap().contains("status 2000111"));
}

#[test]
fn a_refusal_keeps_code_and_message_and_has_class_and_meaning() {
    let tool = Tool::new();
    create(&tool);
    assert!(tool.damaijia().ship("2000111"));
    assert_eq!(
        damaijia(&tool, &["cancel", "2000111"]).failed(1),
        "error: refused with code 213: 包裹已发货,无法取消\n  \
         meaning: the parcel was sent and cannot be cancelled\n  \
         class:   business-refusal\n"
    );
    let error = damaijia(&tool, &["products", "--warehouse", "1", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(422), "Refused"));
}

#[test]
fn an_order_file_that_cannot_be_used_is_bad_input_and_nothing_is_sent() {
    let tool = Tool::new();
    let mut without_id = order(Damaijia::PRODUCT, &["浙江省"]);
    without_id.as_object_mut().unwrap().remove("site_order_id");
    let mut bad_mobile = order(Damaijia::PRODUCT, &["浙江省"]);
    bad_mobile["consignees"][0]["mobile"] = json!(format!("{MOBILE}0000000"));
    let mut twice = order(Damaijia::PRODUCT, &["浙江省", "浙江省"]);
    twice["consignees"][1]["site_order_consignee_id"] = json!("2000111");
    let mut bad_source = order(Damaijia::PRODUCT, &["浙江省"]);
    bad_source["source"] = json!(NAME);
    let mut bad_type = order(Damaijia::PRODUCT, &["浙江省"]);
    bad_type["consignees"][0]["address"] = json!([ADDRESS]);
    let files = [
        without_id.to_string(),
        bad_mobile.to_string(),
        twice.to_string(),
        bad_source.to_string(),
        bad_type.to_string(),
        format!("{{\"consignee\": {NAME}"),
        order(Damaijia::PRODUCT, &[]).to_string(),
    ];
    for content in files {
        let file = tool.state.file("bad.json", &content);
        let line = ["order", "create", "--file", &file];
        let error = damaijia(&tool, &line).failed(2);
        for private in [NAME, MOBILE, ADDRESS] {
            assert!(!error.contains(private), "{error}");
        }
        let error = damaijia(&tool, &[&line[..], &["--json"]].concat()).json_error(2);
        assert_eq!(verdict(&error), ("invalid", None, "NotSent"));
    }
    let line = ["order", "create", "--file", "/nonexistent/order.json"];
    let error = damaijia(&tool, &line).failed(2);
    assert!(error.starts_with("error: --file cannot be read"), "{error}");
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn arguments_that_break_a_rule_are_named_and_nothing_is_sent() {
    let tool = Tool::new();
    let lines: [(&[&str], &str); 5] = [
        (&["status", "01"], "ID must be digits"),
        (&["cancel", "abc"], "ID must be digits"),
        (&["orders", "--rows", "0"], "--rows must be at least 1"),
        (&["packages", "--page", "0"], "--page must be at least 1"),
        (
            &["products", "--warehouse", "2", "--per-page", "0"],
            "--per-page must be at least 1",
        ),
    ];
    for (line, expected) in lines {
        let error = damaijia(&tool, line).failed(2);
        assert!(error.starts_with(&format!("error: {expected}")), "{error}");
    }
    damaijia(&tool, &["status"]).failed(2);
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_refused_login_is_told_as_that_and_the_call_is_not_sent() {
    let tool = Tool::new().with("DAMAIJIA_APP_SECRET", "canary-wrong-secret");
    let error = damaijia(&tool, &["balance", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(1003), "NotSent"));
    assert_eq!(error["class"], "auth");
    assert_eq!(tool.sandbox.requests().len(), 1);
    // Another login is not allowed yet.
    let error = damaijia(&tool, &["balance", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("wait", None, "NotSent"));
    assert_eq!(tool.sandbox.requests().len(), 1);
}

#[test]
fn a_token_that_somebody_else_has_ended_within_the_minute_is_told() {
    let tool = with_token();
    tool.damaijia().foreign_login();
    let error = damaijia(&tool, &["balance", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("wait", None, "Refused"));
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.starts_with("the provider rejected the token"),
        "{hint}"
    );
}

#[test]
fn no_service_at_all_is_not_sent() {
    let nobody = Nobody::new();
    let tool = Tool::new().with("DAMAIJIA_BASE_URL", nobody.base_url());
    let file = order_file(&tool);
    let line = ["order", "create", "--file", &file, "--json"];
    let error = damaijia(&tool, &line).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "NotSent"));
    assert_eq!(error["hint"], Value::Null);
}
