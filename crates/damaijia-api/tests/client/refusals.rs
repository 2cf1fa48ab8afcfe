use std::time::Duration;

use damaijia_api::{Class, Code, Delivery, ProductId};
use openplat_sandbox::{Damaijia, Sandbox};
use time::macros::datetime;

use provider_testing::refusal;

use crate::provider::{API_KEY, Provider, key_client, moved_clock, order, order_of};

fn provider_of(http_status: usize, code: i64, message: &str) -> Provider {
    let body = format!(r#"{{"status":{code},"err":"{message}","data":[]}}"#);
    Provider::that_answers_with(http_status, "application/json", &body)
}

#[test]
fn refusal_keeps_code_message_call_and_http_status() {
    let error = provider_of(200, 209, "账户余额不足,请先充值")
        .client()
        .create_order(&order(1))
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::BALANCE_TOO_LOW));
    assert_eq!(error.class(), Some(Class::BusinessRefusal));
    assert_eq!(error.http_status(), Some(200));
    assert!(!error.is_transient() && !error.is_rate_limited());
    let text = "create_order refused with code 209: 账户余额不足,请先充值";
    assert_eq!(error.to_string(), text);
    let refusal = refusal(error);
    assert_eq!(refusal.call, "create_order");
    assert_eq!(refusal.hint(), None);
}

#[test]
fn code_429_is_a_deprecated_path_and_http_status_429_a_rate_limit() {
    let deprecated = provider_of(200, 429, "该接口已废弃").client().couriers();
    let deprecated = deprecated.unwrap_err();
    assert_eq!(deprecated.class(), Some(Class::InvalidRequest));
    assert!(!deprecated.is_rate_limited());
    assert!(deprecated.to_string().contains("hint: "));
    let limited = provider_of(429, 422, "x").client().couriers().unwrap_err();
    assert!(limited.is_rate_limited());
    assert_eq!(limited.code(), Some(Code::PARAMETERS_INVALID));
}

#[test]
fn old_path_without_v1_is_never_called() {
    // 429 is what the sandbox answers there.
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.couriers().unwrap();
    let with_v1 = |path: &str| path.starts_with("/vv/external/v1/");
    assert!(
        sandbox
            .requests()
            .iter()
            .all(|request| with_v1(&request.path))
    );
}

#[test]
fn refusal_at_http_status_500_leaves_open_what_a_writing_call_did() {
    let provider = provider_of(500, 422, "x");
    let client = provider.client();
    let write = client.create_order(&order(1)).unwrap_err();
    assert_eq!(write.delivery(), Delivery::Unknown);
    assert_eq!(client.couriers().unwrap_err().delivery(), Delivery::Refused);
}

#[test]
fn refused_token_leaves_nothing_open_unless_the_server_failed() {
    for (http_status, delivery) in [
        (200, Delivery::Refused),
        (401, Delivery::Refused),
        (500, Delivery::Unknown),
    ] {
        let provider = provider_of(http_status, 200, "认证失败");
        let error = provider.client().create_order(&order(1)).unwrap_err();
        assert_eq!(error.delivery(), delivery);
        assert_eq!(error.class(), Some(Class::TokenRejected));
    }
}

#[test]
fn limit_of_the_day_ends_at_midnight_in_gmt8() {
    let provider = provider_of(200, 161, "今天请求次数已达到上限,请明天再试");
    let clock = moved_clock();
    clock.advance(Duration::from_secs(11 * 3600 + 59 * 60));
    let now = datetime!(2021-08-05 23:59:00 +8);
    assert_eq!(damaijia_api::Clock::now(&clock), now);
    let client = provider.client_with(|settings| {
        settings.transport(|transport| transport.clock(std::sync::Arc::new(clock)))
    });
    let error = client.balance_fen().unwrap_err();
    assert_eq!(error.retry_in(), Some(Duration::from_secs(60)));
    assert_eq!(error.class(), Some(Class::DailyLimit));
}

#[test]
fn retry_after_of_a_refusal_is_told() {
    let mut provider = Provider::start();
    provider
        .mock_any("GET")
        .with_header("retry-after", "17")
        .with_body(r#"{"status":160,"err":"您的请求太过频繁,请稍后再试","data":[]}"#)
        .create();
    let error = provider.client().couriers().unwrap_err();
    assert_eq!(error.retry_in(), Some(Duration::from_secs(17)));
}

#[test]
fn secrets_and_recipients_in_the_message_of_the_provider_are_replaced() {
    let message =
        format!("{API_KEY}: 收货人 测试 13800000000 浙江省杭州市西湖区测试路 1 号 ceshi!");
    let provider = provider_of(200, 422, &message);
    let order = order(1).remark("ceshi");
    let error = provider.client().create_order(&order).unwrap_err();
    assert_eq!(refusal(error).message, "***: 收货人 *** *** *** ***!");
}

#[test]
fn data_of_a_refusal_may_be_anything() {
    for data in ["null", "{}", r#""""#, r#"{"order_id":60}"#, "5"] {
        let body = format!(r#"{{"status":209,"err":"x","data":{data}}}"#);
        let error = Provider::that_answers(&body).client().couriers();
        assert_eq!(error.unwrap_err().code(), Some(Code(209)), "{data}");
    }
}

#[test]
fn message_that_is_a_number_or_null_is_a_message() {
    for (err, message) in [("5", "5"), ("null", ""), (r#""""#, "")] {
        let body = format!(r#"{{"status":12,"err":{err}}}"#);
        let error = Provider::that_answers(&body).client().couriers();
        assert_eq!(refusal(error.unwrap_err()).message, message);
    }
}

#[test]
fn refused_order_is_not_charged() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let off_sale = order_of(1, ProductId(Damaijia::OFF_SALE_PRODUCT));
    client.create_order(&off_sale).unwrap_err();
    assert_eq!(client.balance_fen().unwrap(), 10_000_000);
}
