//! The detail, closing a batch, the combined picture, and the list of refusals.

use std::collections::BTreeSet;

use openplat_sandbox::{Post30, Sandbox, TimerRule};
use serde_json::json;
use time::macros::datetime;

use super::caller::{
    CLOSE_BATCH, COMBINE_PIC, ITEM, ITEM_LIST, call, form, post, refused, sign, signed,
};
use crate::caller::{Answered, agent, send_with};

const TIMER: &str = "2016-01-25 22:00:44";

/// The query of a signed link.
fn link(cid: &str, timer: &str) -> String {
    let parameters = [("cid", cid), ("external_company", Post30::ACCESS_KEY)];
    let sign = sign(&parameters, timer, Post30::SECRET_KEY);
    let rest = [("sign", sign.as_str()), ("timer", timer)];
    form(&[parameters, rest].concat())
}

fn open(sandbox: &Sandbox, query: &str) -> Answered {
    let path = format!("{COMBINE_PIC}?{query}");
    send_with(&sandbox.base_url(), "GET", &path, &[], b"").unwrap()
}

/// The content type and the body behind a link.
fn picture(sandbox: &Sandbox, query: &str) -> (String, Vec<u8>) {
    let url = format!("{}{COMBINE_PIC}?{query}", sandbox.base_url());
    let mut response = agent().get(url).call().unwrap();
    assert_eq!(response.status(), 200);
    let content_type = response.headers()["content-type"].to_str().unwrap();
    let content_type = content_type.to_owned();
    (content_type, response.body_mut().read_to_vec().unwrap())
}

/// A sandbox on whose clock the timer has a second left.
fn in_time() -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2016-01-25 22:00:43 +8));
    sandbox
}

#[test]
fn detail_is_a_row_of_the_list() {
    let sandbox = Sandbox::start().unwrap();
    let rows = call(&sandbox, ITEM_LIST, r#"{"p":1,"pagesize":100}"#).success()["rows"].take();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), Post30::PRODUCT_COUNT);
    for row in rows {
        let id = row["P_id"].as_str().unwrap();
        let detail = call(&sandbox, ITEM, &format!(r#"{{"P_id":{id}}}"#));
        assert_eq!(detail.json(), json!({ "success": 1, "entity": row }));
    }
}

#[test]
fn unknown_product_is_refused() {
    for id in ["0", "1233", "1282", "4294967295"] {
        let data = format!(r#"{{"P_id":{id}}}"#);
        assert_eq!(refused(ITEM, &data), "商品不存在", "{id}");
    }
}

#[test]
fn every_batch_that_is_closed_is_kept() {
    let sandbox = Sandbox::start().unwrap();
    let close = |data| call(&sandbox, CLOSE_BATCH, data).text;
    assert_eq!(close(r#"{"batch_name":"AAAAAA"}"#), r#"{"success":1}"#);
    close(r#"{"batch_name":"\ud842\udfb7{$$}批"}"#);
    close(r#"{"batch_name":"AAAAAA","more":[1]}"#);
    let closed = sandbox.post30().closed_batches();
    assert_eq!(closed, ["AAAAAA", "𠮷{$$}批", "AAAAAA"]);
}

#[test]
fn batch_of_a_refused_call_is_not_closed() {
    let sandbox = Sandbox::start().unwrap();
    let body = signed(r#"{"batch_name":"AAAAAA"}"#, None).replace("AAAAAA", "BBBBBB");
    assert_eq!(post(&sandbox, CLOSE_BATCH, &body).refusal(), "签名错误");
    assert!(sandbox.post30().closed_batches().is_empty());
}

#[test]
fn combined_picture_is_a_png() {
    let sandbox = in_time();
    let query = link(&Post30::PICTURE_CID.to_string(), TIMER);
    for query in [query.replace("%20", "+"), query] {
        let (content_type, png) = picture(&sandbox, &query);
        assert_eq!((content_type.as_str(), png.len()), ("image/png", 67));
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(b"IEND\xae\x42\x60\x82"));
    }
}

#[test]
fn link_is_checked_like_a_call() {
    let sandbox = in_time();
    let cid = Post30::PICTURE_CID.to_string();
    let good = link(&cid, TIMER);
    assert_eq!(picture(&sandbox, &good).0, "image/png");
    let other = good.replace(&cid, "950123");
    assert_eq!(open(&sandbox, &other).refusal(), "签名错误");
    assert_eq!(
        open(&sandbox, &format!("{good}&")).refusal(),
        "请求格式错误"
    );
    assert_eq!(open(&sandbox, "").refusal(), "缺少参数");
    for unknown in ["950123", "0950122", "a"] {
        let refusal = open(&sandbox, &link(unknown, TIMER)).refusal();
        assert_eq!(refusal, "图片不存在", "{unknown}");
    }
    assert_eq!(open(&sandbox, &link("", TIMER)).refusal(), "缺少参数");
    sandbox.clock().set(datetime!(2016-01-25 22:00:44 +8));
    assert_eq!(open(&sandbox, &good).refusal(), "签名已过期");
}

#[test]
fn every_refusal_message_is_answered_and_no_other() {
    let sandbox = Sandbox::start().unwrap();
    let timed = |timer| post(&sandbox, ITEM_LIST, &signed("{}", Some(timer)));
    let stranger = [("external_company", "other"), ("sign", "0")];
    let mut answers = vec![
        post(&sandbox, ITEM_LIST, "{}"),
        post(&sandbox, ITEM_LIST, ""),
        post(&sandbox, ITEM_LIST, &form(&stranger)),
        post(
            &sandbox,
            ITEM_LIST,
            &signed("{}", None).replace("%7D", "%7D+"),
        ),
        timed("soon"),
        timed(TIMER),
        call(&sandbox, ITEM_LIST, "[]"),
        call(&sandbox, ITEM_LIST, r#"{"p":0}"#),
        call(&sandbox, ITEM, r#"{"P_id":1}"#),
        open(&sandbox, &link("1", "2999-01-01 00:00:00")),
    ];
    sandbox.post30().set_timer_rule(TimerRule::Required);
    answers.push(call(&sandbox, ITEM_LIST, "{}"));
    let answered: BTreeSet<String> = answers.iter().map(Answered::refusal).collect();
    let listed = sandbox.post30().refusal_messages();
    assert_eq!(answered.len(), listed.len());
    assert!(listed.iter().all(|message| answered.contains(*message)));
}
