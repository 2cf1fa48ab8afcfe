//! Paths, methods, the header, and the form of a body.

use openplat_sandbox::{Damaijia, Sandbox};
use serde_json::json;

use super::caller::{
    BALANCE, CANCEL, CREATE, LOGIN, ORDERS, PARCELS, PRODUCTS, STATES, WAREHOUSES, code, data, get,
    order, post, post_as, refusal, send,
};
use crate::caller::send_with;

const JSON: (&str, &str) = ("Content-Type", "application/json");
const POSTS: [&str; 6] = [CREATE, CANCEL, ORDERS, PARCELS, STATES, BALANCE];

#[test]
fn unknown_path_is_404_in_the_body_and_200_outside() {
    let sandbox = Sandbox::start().unwrap();
    for path in [
        "",
        "v1/user_login",
        "v1/order_get_list",
        "order_cancel",
        "user_login/",
        "v2/order_create",
    ] {
        let answer = post(&sandbox, path, &json!({}));
        assert_eq!(code(&answer), 404, "{path}");
        assert_eq!(answer.content_type, "application/json", "{path}");
    }
    let elsewhere = send_with(&sandbox.base_url(), "POST", "/vv/user_login", &[], b"").unwrap();
    assert_eq!(elsewhere.status, 404);
}

#[test]
fn wrong_method_is_405_in_the_body_and_200_outside() {
    let sandbox = Sandbox::start().unwrap();
    for path in [WAREHOUSES, PRODUCTS] {
        assert_eq!(code(&post(&sandbox, path, &json!({}))), 405, "{path}");
    }
    for path in POSTS.into_iter().chain([LOGIN]) {
        assert_eq!(code(&get(&sandbox, path)), 405, "{path}");
    }
}

#[test]
fn old_paths_are_429_even_without_a_token() {
    let sandbox = Sandbox::start().unwrap();
    for path in ["warehouse_get_list", "product_get_list", "order_create"] {
        for method in ["GET", "POST"] {
            let answer = send(&sandbox, method, path, &[JSON], b"{}");
            assert_eq!(refusal(&answer), (429, "该接口已废弃".to_owned()), "{path}");
        }
    }
}

#[test]
fn every_call_but_the_login_needs_the_bare_token() {
    let sandbox = Sandbox::start().unwrap();
    let bearer = format!("Bearer {}", Damaijia::API_KEY);
    let upper = Damaijia::API_KEY.to_uppercase();
    for wrong in ["", &bearer, &upper, Damaijia::APP_SECRET] {
        let header = ("Authorization", wrong);
        for path in POSTS {
            let answer = send(&sandbox, "POST", path, &[JSON, header], b"{}");
            assert_eq!(code(&answer), 200, "{path} {wrong}");
        }
        for path in [WAREHOUSES, PRODUCTS] {
            let answer = send(&sandbox, "GET", path, &[header], b"");
            assert_eq!(code(&answer), 200, "{path} {wrong}");
        }
    }
    assert_eq!(code(&send(&sandbox, "GET", WAREHOUSES, &[], b"")), 200);
}

#[test]
fn status_200_has_no_effect() {
    let sandbox = Sandbox::start().unwrap();
    let answer = post_as(&sandbox, "stale", CREATE, &order("1", &["1"]));
    assert_eq!(
        refusal(&answer),
        (200, "认证失败,Authorization填写错误".to_owned())
    );
    assert!(sandbox.damaijia().orders().is_empty());
}

#[test]
fn body_that_is_no_json_is_132() {
    let sandbox = Sandbox::start().unwrap();
    let key = ("Authorization", Damaijia::API_KEY);
    for path in POSTS.into_iter().chain([LOGIN]) {
        for body in ["", "a=b", "{", "{}{}"] {
            let answer = send(&sandbox, "POST", path, &[JSON, key], body.as_bytes());
            assert_eq!(
                refusal(&answer),
                (132, "请求格式必须为JSON".to_owned()),
                "{path} {body}"
            );
        }
        let form = ("Content-Type", "application/x-www-form-urlencoded");
        for headers in [&[key][..], &[key, form]] {
            let answer = send(&sandbox, "POST", path, headers, b"{}");
            assert_eq!(code(&answer), 132, "{path} {headers:?}");
        }
    }
}

#[test]
fn content_type_may_name_its_charset() {
    let sandbox = Sandbox::start().unwrap();
    let headers = [
        ("Content-Type", "Application/JSON; charset=utf-8"),
        ("Authorization", Damaijia::API_KEY),
    ];
    data(&send(&sandbox, "POST", BALANCE, &headers, b"{}"));
}

#[test]
fn json_that_is_no_object_or_has_unknown_fields_is_422() {
    let sandbox = Sandbox::start().unwrap();
    for path in POSTS {
        for body in [
            json!([]),
            json!("{}"),
            json!(null),
            json!({"colour": "red"}),
        ] {
            assert_eq!(code(&post(&sandbox, path, &body)), 422, "{path} {body}");
        }
    }
    let extra = format!("{WAREHOUSES}?id=2");
    assert_eq!(code(&get(&sandbox, &extra)), 422);
    data(&get(&sandbox, &format!("{WAREHOUSES}?")));
}
