//! Every answer has the shape of the sample of its call.

use openplat_sandbox::{Damaijia, Sandbox};
use serde_json::{Value, json};

use super::caller::{
    BALANCE, CREATE, ORDERS, PARCELS, PRODUCTS, STATES, WAREHOUSES, cancel, consignee, get,
    login_with, order, order_of, post, post_as, send, with,
};

/// What a value is made of: names and kinds; of a list its first element.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => json!("bool"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("text"),
        Value::Array(items) => items.iter().take(1).map(shape).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
    }
}

fn assert_shape(answer: &Value, sample: &str) {
    let sample: Value = serde_json::from_str(sample).unwrap();
    assert_eq!(shape(answer), shape(&sample), "{answer}");
}

#[test]
fn login() {
    let sandbox = Sandbox::start().unwrap();
    let body = json!({"app_id": Damaijia::APP_ID, "app_secret": Damaijia::APP_SECRET});
    let answer = login_with(&sandbox, &body).json();
    let sample = r#"{"data":{"access_token":"0123456789abcdef0123456789abcdef"},"status":0}"#;
    assert_shape(&answer, sample);
    assert_eq!(answer["status"], 0);
    let token = answer["data"]["access_token"].as_str().unwrap();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn refusals() {
    let sandbox = Sandbox::start().unwrap();
    let damaijia = sandbox.damaijia();
    let refused = post_as(&sandbox, "stale", BALANCE, &json!({}));
    assert_eq!(
        refused.text,
        r#"{"status":200,"err":"认证失败,Authorization填写错误","data":[]}"#
    );
    let deprecated = send(&sandbox, "POST", "order_create", &[], b"");
    assert_eq!(
        deprecated.text,
        r#"{"status":429,"err":"该接口已废弃","data":[]}"#
    );
    post(&sandbox, CREATE, &order("1000111", &["1000111"]));
    let duplicate = post(&sandbox, CREATE, &order("1000111", &["1000111"]));
    assert_eq!(
        duplicate.text,
        r#"{"status":234,"err":"site_order_id已存在","data":[]}"#
    );
    damaijia.set_rate_limit(Some((0, std::time::Duration::from_secs(1))));
    let frequent = post(&sandbox, BALANCE, &json!({}));
    assert_eq!(
        frequent.text,
        r#"{"status":160,"err":"您的请求太过频繁,请稍后再试","data":[]}"#
    );
}

#[test]
fn couriers() {
    let sandbox = Sandbox::start().unwrap();
    let answer = get(&sandbox, WAREHOUSES).json();
    let sample = r#"{"data":[{"id":1,"expressName":"X","expressImgUrl":"","warehouseSend":[{"id":2,"warehouseName":"W","is_support_encry":1,"warehouseAliasName":"w","warehousePrice":170,"forbidSend":[]}]}],"status":0}"#;
    assert_shape(&answer, sample);
    let ban = &answer["data"][0]["warehouseSend"][1]["forbidSend"];
    let sample = r#"{"district":["北京市"],"startTime":"2021-08-01 00:00:00","endTime":"2021-09-14 00:00:00"}"#;
    assert_shape(ban, sample);
}

#[test]
fn products() {
    let sandbox = Sandbox::start().unwrap();
    let answer = get(&sandbox, &format!("{PRODUCTS}?id=2&page=1&pageSize=1")).json();
    let sample = r#"{"data":{"total":1,"list":[{"user_source":["taobao"],"id":614,"name":"n","othumb":"","cost_price":10,"weight":"0.1","stock":9,"sales":0,"create_time":"2021-08-05 00:00:00","signing_method":"","support_entry_source":"taobao,pdd","is_support_encry":1}]},"status":0}"#;
    assert_shape(&answer, sample);
    assert_eq!(answer["data"]["list"][0]["id"], 614);
    assert_eq!(answer["data"]["list"][0]["cost_price"], 10);
}

#[test]
fn order_and_banned_parcel() {
    let sandbox = Sandbox::start().unwrap();
    let answer = post(&sandbox, CREATE, &order("1000111", &["1000111"])).json();
    let sample = r#"{"data":{"order_id":5,"order_sn":"2021080512000000112345","consignees":[{"site_order_consignee_id":"1000111","forbidden_zone":"","msg_code":2000,"msg":"","consignee_id":7}]},"status":0}"#;
    assert_shape(&answer, sample);
    let banned = with(consignee("1000112"), "/city", json!("宁波市"));
    let body = order_of(Damaijia::BANNING_PRODUCT, "1000112", &banned);
    let answer = post(&sandbox, CREATE, &body).json();
    assert_shape(&answer, sample);
    let parcel = &answer["data"]["consignees"][0];
    assert_eq!(
        (
            &parcel["forbidden_zone"],
            &parcel["msg_code"],
            &parcel["msg"]
        ),
        (
            &json!("浙江省/宁波市"),
            &json!(2001),
            &json!("该地区已禁发")
        )
    );
    assert_eq!(answer["status"], 0);
}

#[test]
fn orders() {
    let sandbox = Sandbox::start().unwrap();
    post(&sandbox, CREATE, &order("1000111", &["1000111"]));
    let answer = post(&sandbox, ORDERS, &json!({"filter": {}, "range": [1, 10]})).json();
    let sample = r#"{"data":{"index":1,"total":1,"list":[{"id":5,"order_sn":"2021080512000000112345","page_number":1,"source":"taobao","remark":"","create_time":"2021-08-05 12:00:00","total_price":180,"name":"n"}]},"status":0}"#;
    assert_shape(&answer, sample);
    assert_eq!(answer["data"]["list"][0]["total_price"], 180);
}

#[test]
fn parcels_and_states() {
    let sandbox = Sandbox::start().unwrap();
    post(&sandbox, CREATE, &order("1000111", &["1000111"]));
    assert!(sandbox.damaijia().ship("1000111"));
    let mut answer = post(&sandbox, PARCELS, &json!({"filter": {}, "range": [1, 2]})).json();
    let row = answer["data"]["list"]["data"][0].as_object_mut().unwrap();
    let names: Vec<String> = row.keys().cloned().collect();
    let known = ["order_sn", "status", "express_no", "id"];
    row.retain(|name, _| known.contains(&name.as_str()));
    let sample = r#"{"data":{"index":1,"list":{"current_page":1,"data":[{"order_sn":"2021080512000000112345","status":"s","express_no":"123","id":5}]},"total":1},"status":0}"#;
    assert_shape(&answer, sample);
    assert_eq!(
        names.join(" "),
        "additional address cancel_reason city consignee create_time district \
         express_company_name express_no ext_platform_order_sn id mobile order_sn price \
         product_name product_number product_weight province shipping_fee status update_time"
    );
    let body = json!({"site_order_consignee_ids": ["1000111"]});
    let answer = post(&sandbox, STATES, &body).json();
    let sample = r#"{"data":{"list":[{"id":7,"site_order_consignee_id":"1000111","status":"s","express_company_name":"X","express_no":"123"}]},"status":0}"#;
    assert_shape(&answer, sample);
}

#[test]
fn cancellation_and_balance() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_balance_fen(12_525);
    post(&sandbox, CREATE, &order("1000111", &["1000111"]));
    let answer = post(&sandbox, BALANCE, &json!({}));
    assert_eq!(answer.text, r#"{"data":{"balance":12345},"status":0}"#);
    let answer = cancel(&sandbox, "1000111");
    assert_eq!(answer.text, r#"{"data":[],"status":"取消成功"}"#);
}

#[test]
fn callback() {
    let sandbox = Sandbox::start().unwrap();
    post(&sandbox, CREATE, &order("1000111", &["1000111"]));
    let body = sandbox.damaijia().callback_json("1000111").unwrap();
    let sample = r#"{"site_order_consignee_id":"1000111","status":"s","consignee":"x","mobile":"x","province":"x","city":"x","district":"x","address":"x","express_no":"123","payment_sn":1,"user_id":1,"cancel_reason":null,"additional":null}"#;
    assert_shape(&serde_json::from_str(&body).unwrap(), sample);
}

#[test]
fn answers_of_a_logged_in_client_are_the_same() {
    let sandbox = Sandbox::start().unwrap();
    let token = super::caller::login(&sandbox);
    let fixed = post(&sandbox, BALANCE, &json!({})).text;
    assert_eq!(post_as(&sandbox, &token, BALANCE, &json!({})).text, fixed);
}
