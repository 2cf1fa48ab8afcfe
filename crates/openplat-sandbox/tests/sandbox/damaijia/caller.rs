//! A client of a few lines, and the order that it sends.

use openplat_sandbox::{Damaijia, Sandbox};
use serde_json::{Value, json};

use crate::caller::{Answered, send_with};

pub(super) const LOGIN: &str = "user_login";
pub(super) const WAREHOUSES: &str = "v1/warehouse_get_list";
pub(super) const PRODUCTS: &str = "v1/product_get_list";
pub(super) const CREATE: &str = "v1/order_create";
pub(super) const CANCEL: &str = "package_cancel";
pub(super) const ORDERS: &str = "order_get_list";
pub(super) const PARCELS: &str = "package_get_list";
pub(super) const STATES: &str = "get_packages_status";
pub(super) const BALANCE: &str = "get_user_balance";

/// Any request under `/vv/external/`.
pub(super) fn send(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answered {
    let path = format!("/vv/external/{path}");
    send_with(&sandbox.base_url(), method, &path, headers, body).unwrap()
}

/// A POST in JSON with a token.
pub(super) fn post_as(sandbox: &Sandbox, token: &str, path: &str, body: &Value) -> Answered {
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", token),
    ];
    send(sandbox, "POST", path, &headers, body.to_string().as_bytes())
}

/// A POST in JSON with the fixed key.
pub(super) fn post(sandbox: &Sandbox, path: &str, body: &Value) -> Answered {
    post_as(sandbox, Damaijia::API_KEY, path, body)
}

/// A GET with the fixed key.
pub(super) fn get(sandbox: &Sandbox, path: &str) -> Answered {
    send(
        sandbox,
        "GET",
        path,
        &[("Authorization", Damaijia::API_KEY)],
        b"",
    )
}

pub(super) fn login_with(sandbox: &Sandbox, body: &Value) -> Answered {
    let headers = [("Content-Type", "application/json")];
    send(
        sandbox,
        "POST",
        LOGIN,
        &headers,
        body.to_string().as_bytes(),
    )
}

/// Logs in and takes the token.
pub(super) fn login(sandbox: &Sandbox) -> String {
    let body = json!({"app_id": Damaijia::APP_ID, "app_secret": Damaijia::APP_SECRET});
    let data = data(&login_with(sandbox, &body));
    data["access_token"].as_str().unwrap().to_owned()
}

/// The data of a success.
pub(super) fn data(answer: &Answered) -> Value {
    let mut json = answer.json();
    assert_eq!((answer.status, &json["status"]), (200, &json!(0)), "{json}");
    json["data"].take()
}

/// The `status` and the `err` of a refusal, whose form is checked.
pub(super) fn refusal(answer: &Answered) -> (i64, String) {
    let json = answer.json();
    assert_eq!((answer.status, &json["data"]), (200, &json!([])), "{json}");
    assert_eq!(json.as_object().unwrap().len(), 3, "{json}");
    let status = json["status"].as_i64().unwrap();
    (status, json["err"].as_str().unwrap().to_owned())
}

/// The `status` of a refusal.
pub(super) fn code(answer: &Answered) -> i64 {
    refusal(answer).0
}

/// A recipient to whom everything is sent.
pub(super) fn consignee(own_id: &str) -> Value {
    json!({
        "site_order_consignee_id": own_id,
        "consignee": "测试收货人",
        "mobile": "13800000000",
        "province": "浙江省",
        "city": "杭州市",
        "district": "西湖区",
        "address": "测试路 1 号",
        "platform_order_sn": "T1000"
    })
}

/// An order of the documented example for recipients with these ids: 180 分 each.
pub(super) fn order(site_order_id: &str, own_ids: &[&str]) -> Value {
    let consignees: Vec<Value> = own_ids.iter().map(|id| consignee(id)).collect();
    json!({
        "product_id": Damaijia::PRODUCT,
        "site_order_id": site_order_id,
        "product_number": 1,
        "remark": "ceshi",
        "source": "taobao",
        "consignees": consignees
    })
}

/// An order of a product that takes orders of `taobao`, for one recipient.
pub(super) fn order_of(product_id: u64, site_order_id: &str, recipient: &Value) -> Value {
    let mut body = order(site_order_id, &[]);
    body["product_id"] = json!(product_id);
    body["consignees"] = json!([recipient]);
    body
}

/// A JSON value with one field set; the name may be a pointer such as `/consignees/0/city`.
pub(super) fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
    body
}

/// A JSON value without one field.
pub(super) fn without(mut body: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let object = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    object.remove(name).unwrap();
    body
}

/// The states of parcels as `id status express_no`.
pub(super) fn states(sandbox: &Sandbox, own_ids: &[&str]) -> Vec<String> {
    let body = json!({"site_order_consignee_ids": own_ids});
    let data = data(&post(sandbox, STATES, &body));
    let rows = data["list"].as_array().unwrap().iter();
    rows.map(|row| {
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        let (id, status) = (text("site_order_consignee_id"), text("status"));
        format!("{id} {status} {}", text("express_no"))
            .trim_end()
            .to_owned()
    })
    .collect()
}

pub(super) fn cancel(sandbox: &Sandbox, own_id: &str) -> Answered {
    post(sandbox, CANCEL, &json!({"package_id": own_id}))
}
