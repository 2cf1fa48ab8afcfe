//! The codes that the sandbox answers.

use std::collections::BTreeSet;
use std::time::Duration;

use openplat_sandbox::{Answer, Damaijia, RefusalStyle, Sandbox, WarehouseReply};
use serde_json::json;

use super::caller::{
    BALANCE, CREATE, cancel, consignee, data, get, login_with, order, order_of, post, post_as,
    refusal, send, with,
};

/// The document's list, character for character.
const DOCUMENTED: [(i64, &str); 15] = [
    (0, "操作成功"),
    (132, "请求格式必须为JSON"),
    (160, "您的请求太过频繁,请稍后再试"),
    (161, "今天请求次数已达到上限,请明天再试"),
    (200, "认证失败,Authorization填写错误"),
    (208, "取消订单失败,请联系客服"),
    (209, "账户余额不足,请先充值"),
    (213, "包裹已发货,无法取消"),
    (226, "商品已下架,请联系客服"),
    (227, "仓库已下架,请联系客服"),
    (228, "当前商品暂不支持该发货平台,换个发货平台"),
    (233, "商品发货地异常,请联系客服"),
    (234, "site_order_id已存在"),
    (235, "商品发货地已禁发"),
    (422, "参数列表不合法,在err中会给出提示"),
];

/// One refusal of every kind, with its text.
fn every_refusal() -> Vec<(i64, String)> {
    let sandbox = Sandbox::start().unwrap();
    let damaijia = sandbox.damaijia();
    let create = |product_id, own_id: &str| {
        let recipient = consignee(own_id);
        post(&sandbox, CREATE, &order_of(product_id, own_id, &recipient))
    };
    let key = ("Authorization", Damaijia::API_KEY);
    let mut answers = vec![
        send(&sandbox, "POST", BALANCE, &[key], b"x"),
        post_as(&sandbox, "stale", BALANCE, &json!({})),
        post(&sandbox, CREATE, &json!({})),
        create(Damaijia::OFF_SALE_PRODUCT, "1"),
        create(Damaijia::OFFLINE_PRODUCT, "1"),
        create(Damaijia::BANNED_ORIGIN_PRODUCT, "1"),
        post(
            &sandbox,
            CREATE,
            &with(order("1", &["1"]), "/source", json!("jd")),
        ),
        post(
            &sandbox,
            CREATE,
            &with(order("1", &["1"]), "/consignees/0/consignee", json!("1")),
        ),
        cancel(&sandbox, "1"),
        post(&sandbox, "nowhere", &json!({})),
        get(&sandbox, BALANCE),
        get(&sandbox, "order_create"),
        login_with(&sandbox, &json!({"app_id": "x", "app_secret": "x"})),
    ];
    data(&create(Damaijia::PRODUCT, "1"));
    answers.push(create(Damaijia::PRODUCT, "1"));
    damaijia.set_warehouse_reply(WarehouseReply::Refuses);
    damaijia.hand_over("1");
    answers.push(cancel(&sandbox, "1"));
    damaijia.ship("1");
    answers.push(cancel(&sandbox, "1"));
    damaijia.set_refusal_style(RefusalStyle::Observed);
    answers.push(cancel(&sandbox, "1"));
    damaijia.miss_prices(true);
    answers.push(create(Damaijia::PRODUCT, "2"));
    damaijia.miss_prices(false);
    damaijia.set_balance_fen(179);
    answers.push(create(Damaijia::PRODUCT, "2"));
    damaijia.set_rate_limit(Some((0, Duration::from_secs(1))));
    answers.push(create(Damaijia::PRODUCT, "2"));
    damaijia.set_daily_limit(Some(0));
    answers.push(create(Damaijia::PRODUCT, "2"));
    answers.iter().map(refusal).collect()
}

#[test]
fn every_answerable_code_is_answered_and_no_other() {
    let answered: BTreeSet<i64> = every_refusal().into_iter().map(|(code, _)| code).collect();
    let sandbox = Sandbox::start().unwrap();
    let listed = sandbox.damaijia().answerable_codes();
    assert!(listed.is_sorted());
    assert_eq!(answered, listed.iter().copied().collect());
}

#[test]
fn every_documented_refusal_is_reached_with_its_text() {
    let answered = every_refusal();
    for (code, text) in &DOCUMENTED[1..] {
        let found = answered.iter().find(|(answered, _)| answered == code);
        let (_, err) = found.unwrap();
        // 422 gives a hint in place of its text.
        if *code != 422 {
            assert_eq!(err, text, "{code}");
        }
    }
}

#[test]
fn documented_codes_are_those_of_the_document() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(sandbox.damaijia().documented_codes(), DOCUMENTED);
}

#[test]
fn every_documented_code_can_be_asked_for() {
    let sandbox = Sandbox::start().unwrap();
    for &(code, message) in sandbox.damaijia().documented_codes() {
        let message = message.to_owned();
        sandbox.damaijia().answer_next(Answer::Code {
            code,
            message: message.clone(),
        });
        let answer = post(&sandbox, BALANCE, &json!({}));
        assert_eq!(refusal(&answer), (code, message));
    }
}
