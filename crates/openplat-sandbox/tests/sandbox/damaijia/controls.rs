//! Answers on request, limits, numbers as text, echoes.

use std::time::Duration;

use openplat_sandbox::{Answer, Damaijia, NumberStyle, RefusalStyle, Sandbox};
use serde_json::{Value, json};
use time::macros::datetime;

use super::caller::{
    BALANCE, CREATE, ORDERS, PARCELS, PRODUCTS, STATES, WAREHOUSES, code, data, get, login,
    login_with, order, post, post_as, refusal, send, states,
};

fn answer_code(code: i64, message: &str) -> Answer {
    Answer::Code {
        code,
        message: message.to_owned(),
    }
}

fn balance(sandbox: &Sandbox) -> i64 {
    let answer = post(sandbox, BALANCE, &json!({})).json();
    answer["status"].as_i64().unwrap()
}

#[test]
fn answer_on_request_has_no_effect() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().answer_next(answer_code(217, "x"));
    let answer = post(&sandbox, CREATE, &order("1", &["1"]));
    assert_eq!(answer.text, r#"{"status":217,"err":"x","data":[]}"#);
    assert!(sandbox.damaijia().orders().is_empty());
    data(&post(&sandbox, CREATE, &order("1", &["1"])));
}

#[test]
fn answer_after_the_effect_hides_it() {
    let sandbox = Sandbox::start().unwrap();
    sandbox
        .damaijia()
        .answer_after_effect(answer_code(217, "x"));
    assert_eq!(code(&post(&sandbox, CREATE, &order("1", &["1"]))), 217);
    assert_eq!(sandbox.damaijia().orders().len(), 1);
    assert_eq!(states(&sandbox, &["1"]), ["1 p"]);
    assert_eq!(code(&post(&sandbox, CREATE, &order("1", &["1"]))), 234);
}

#[test]
fn answers_on_request_come_in_the_order_of_the_requests_for_them() {
    let sandbox = Sandbox::start().unwrap();
    let damaijia = sandbox.damaijia();
    damaijia.answer_next(Answer::Raw {
        status: 502,
        content_type: "text/html".to_owned(),
        body: b"<h1>Bad Gateway</h1>".to_vec(),
    });
    damaijia.answer_after_effect(answer_code(2, "a"));
    damaijia.answer_next(answer_code(100, "b"));
    // A path that does not exist is a call, too.
    let raw = send(&sandbox, "GET", "nowhere", &[], b"");
    assert_eq!((raw.status, &*raw.text), (502, "<h1>Bad Gateway</h1>"));
    assert_eq!(balance(&sandbox), 2);
    assert_eq!(balance(&sandbox), 100);
    assert_eq!(balance(&sandbox), 0);
}

#[test]
fn answers_on_request_are_for_this_provider_only() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().answer_next(answer_code(100, "x"));
    crate::caller::send(&sandbox, "POST", "/api/openapi/v1/ping", b"").data();
    assert_eq!(balance(&sandbox), 100);
}

#[test]
fn rate_limit_is_160_until_the_span_is_over() {
    let sandbox = Sandbox::start().unwrap();
    let start = datetime!(2021-08-05 12:00:00 +8);
    sandbox.clock().set(start);
    sandbox
        .damaijia()
        .set_rate_limit(Some((2, Duration::from_secs(60))));
    assert_eq!(balance(&sandbox), 0);
    sandbox.clock().advance(Duration::from_secs(30));
    assert_eq!(balance(&sandbox), 0);
    let refused = post(&sandbox, BALANCE, &json!({}));
    assert_eq!(
        refusal(&refused),
        (160, "您的请求太过频繁,请稍后再试".to_owned())
    );
    sandbox.clock().advance(Duration::from_secs(29));
    assert_eq!(balance(&sandbox), 160);
    // The first of the two is 60 s old; refused calls did not count.
    sandbox.clock().advance(Duration::from_secs(1));
    assert_eq!(balance(&sandbox), 0);
    assert_eq!(balance(&sandbox), 160);
    sandbox.clock().set(start - time::Duration::DAY);
    assert_eq!(balance(&sandbox), 0);
    sandbox.damaijia().set_rate_limit(None);
    assert_eq!((balance(&sandbox), balance(&sandbox)), (0, 0));
}

#[test]
fn limits_count_logins() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_daily_limit(Some(1));
    let body = json!({"app_id": Damaijia::APP_ID, "app_secret": Damaijia::APP_SECRET});
    data(&login_with(&sandbox, &body));
    assert_eq!(code(&login_with(&sandbox, &body)), 161);
    assert_eq!(sandbox.damaijia().logins().len(), 1);
}

#[test]
fn daily_limit_is_161_until_midnight_in_shanghai() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 15:59:59 UTC));
    sandbox.damaijia().set_daily_limit(Some(2));
    assert_eq!((balance(&sandbox), balance(&sandbox)), (0, 0));
    let refused = post(&sandbox, BALANCE, &json!({}));
    assert_eq!(
        refusal(&refused),
        (161, "今天请求次数已达到上限,请明天再试".to_owned())
    );
    sandbox.clock().advance(Duration::from_secs(1));
    assert_eq!((balance(&sandbox), balance(&sandbox)), (0, 0));
    assert_eq!(balance(&sandbox), 161);
    sandbox.damaijia().set_daily_limit(None);
    assert_eq!(balance(&sandbox), 0);
}

#[test]
fn call_over_the_rate_limit_does_not_use_up_the_day() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 12:00:00 +8));
    sandbox
        .damaijia()
        .set_rate_limit(Some((1, Duration::from_secs(1))));
    sandbox.damaijia().set_daily_limit(Some(2));
    assert_eq!((balance(&sandbox), balance(&sandbox)), (0, 160));
    sandbox.clock().advance(Duration::from_secs(1));
    assert_eq!((balance(&sandbox), balance(&sandbox)), (0, 161));
}

#[test]
fn call_over_a_limit_has_no_effect() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_daily_limit(Some(0));
    assert_eq!(code(&post(&sandbox, CREATE, &order("1", &["1"]))), 161);
    assert!(sandbox.damaijia().orders().is_empty());
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Array(items) => items.iter().any(has_number),
        Value::Object(fields) => fields.values().any(has_number),
        _ => false,
    }
}

#[test]
fn numbers_may_come_as_text_everywhere() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_balance_fen(12_525);
    sandbox.damaijia().set_number_style(NumberStyle::Texts);
    let products = format!("{PRODUCTS}?id=2");
    let ids = json!({"site_order_consignee_ids": ["1"]});
    let answers = [
        post(&sandbox, CREATE, &order("1", &["1"])),
        post(&sandbox, CREATE, &order("1", &["1"])),
        get(&sandbox, WAREHOUSES),
        get(&sandbox, &products),
        post(&sandbox, ORDERS, &json!({"range": [1, 10]})),
        post(&sandbox, PARCELS, &json!({"filter": {}, "range": [1, 10]})),
        post(&sandbox, STATES, &ids),
        post(&sandbox, BALANCE, &json!({})),
    ];
    for answer in &answers {
        assert!(!has_number(&answer.json()), "{}", answer.text);
    }
    assert_eq!(answers[1].json()["status"], "234");
    assert_eq!(
        answers[2].json()["data"][0]["warehouseSend"][0]["warehousePrice"],
        "170"
    );
    assert_eq!(
        answers[7].json(),
        json!({"data": {"balance": "12345"}, "status": "0"})
    );
    sandbox.damaijia().answer_next(answer_code(100, "x"));
    assert_eq!(post(&sandbox, BALANCE, &json!({})).json()["status"], "100");
    sandbox.damaijia().set_number_style(NumberStyle::Numbers);
    assert_eq!(balance(&sandbox), 0);
}

#[test]
fn echo_repeats_the_credentials_of_the_request() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().echo_secrets(true);
    let (_, err) = refusal(&post_as(&sandbox, "canary-token", BALANCE, &json!({})));
    assert!(
        err.starts_with("认证失败") && err.contains("canary-token"),
        "{err}"
    );
    let body = json!({"app_id": "canary-id", "app_secret": "canary-secret"});
    let (_, err) = refusal(&login_with(&sandbox, &body));
    assert!(
        err.contains("canary-id") && err.contains("canary-secret"),
        "{err}"
    );
    sandbox.damaijia().answer_next(answer_code(100, "x"));
    let (_, err) = refusal(&post_as(&sandbox, "canary-token", BALANCE, &json!({})));
    assert!(err.contains("canary-token"), "{err}");
    sandbox.damaijia().echo_secrets(false);
    let (_, err) = refusal(&post_as(&sandbox, "canary-token", BALANCE, &json!({})));
    assert!(!err.contains("canary"), "{err}");
}

#[test]
fn debug_of_the_handle_shows_no_token_and_no_recipient() {
    let sandbox = Sandbox::start().unwrap();
    let token = login(&sandbox);
    data(&post(&sandbox, CREATE, &order("1", &["1"])));
    let text = format!(
        "{:?} {sandbox:?} {:?}",
        sandbox.damaijia(),
        sandbox.damaijia().logins()
    );
    assert!(!text.contains(&token) && !text.contains("测试"), "{text}");
}

#[test]
fn handles_share_one_provider() {
    let sandbox = Sandbox::start().unwrap();
    let other = sandbox.damaijia().clone();
    other.set_refusal_style(RefusalStyle::Observed);
    other.set_balance_fen(0);
    assert_eq!(code(&post(&sandbox, CREATE, &order("1", &["1"]))), 209);
}
