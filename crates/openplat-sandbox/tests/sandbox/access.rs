//! Paths, methods, headers, and the controls over the answer.

use openplat_sandbox::{Answer, Sandbox, Vending};

use crate::caller::{call, send, send_with, signed};

const PING: &str = "/api/openapi/v1/ping";
const PRODUCTS: &str = "/api/openapi/v1/products";

fn ping_with(headers: &[(&str, &str)]) -> (u16, i64, String) {
    let sandbox = Sandbox::start().unwrap();
    let answer = send_with(&sandbox.base_url(), "POST", PING, headers, b"").unwrap();
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert_eq!(answer.json()["data"], serde_json::json!({}));
    (answer.status, answer.code(), message)
}

#[test]
fn ping_answers_pong() {
    let sandbox = Sandbox::start().unwrap();
    let answer = send(&sandbox, "POST", PING, b"");
    assert_eq!(answer.data(), "pong");
    assert_eq!(answer.content_type, "application/json");
}

#[test]
fn ping_with_a_body_is_refused() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(send(&sandbox, "POST", PING, b"{}").code(), 10001);
}

#[test]
fn missing_headers_are_401_with_10008() {
    let empty = "appid or appsecret is empty".to_owned();
    assert_eq!(ping_with(&[]), (401, 10008, empty.clone()));
    let id_only = [("Appid", Vending::APP_ID)];
    assert_eq!(ping_with(&id_only), (401, 10008, empty.clone()));
    let secret_empty = [("Appid", Vending::APP_ID), ("AppSecret", "")];
    assert_eq!(ping_with(&secret_empty), (401, 10008, empty));
}

#[test]
fn wrong_app_id_is_401_with_10014() {
    let headers = [("Appid", "ds_other"), ("AppSecret", Vending::APP_SECRET)];
    assert_eq!(
        ping_with(&headers),
        (401, 10014, "appid is invalid".to_owned())
    );
}

#[test]
fn wrong_app_secret_is_200_with_10013() {
    // The signing key is another credential: it must not pass for the secret.
    let headers = [("Appid", Vending::APP_ID), ("AppSecret", Vending::SIGN_KEY)];
    assert_eq!(
        ping_with(&headers),
        (200, 10013, "app secret is invalid".to_owned())
    );
}

#[test]
fn names_of_headers_may_be_in_lower_case() {
    let sandbox = Sandbox::start().unwrap();
    let headers = [
        ("appid", Vending::APP_ID),
        ("appsecret", Vending::APP_SECRET),
    ];
    let answer = send_with(&sandbox.base_url(), "POST", PING, &headers, b"").unwrap();
    assert_eq!(answer.data(), "pong");
}

#[test]
fn unknown_path_is_a_page_with_404() {
    let sandbox = Sandbox::start().unwrap();
    for path in [
        "/",
        "/api/openapi/v1",
        "/api/openapi/v1/",
        "/api/openapi/v1/ping/",
        "/api/openapi/v1/orders",
        "/api/openapi/v1/products/1/pickup_codes",
        "/api/openapi/v1/products//pickup_code",
        "/api/openapi/v1/products/1/2/pickup_code",
        "/api/openapi/v2/ping",
    ] {
        let answer = send(&sandbox, "POST", path, b"");
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.content_type.starts_with("text/html"), "{path}");
        assert!(answer.text.starts_with("<!DOCTYPE html>"), "{path}");
    }
}

#[test]
fn other_method_is_a_page_with_405() {
    let sandbox = Sandbox::start().unwrap();
    for (method, path) in [
        ("GET", PING),
        ("PUT", PRODUCTS),
        ("DELETE", "/api/openapi/v1/pickup_codes"),
        ("PUT", "/api/openapi/v1/products/101/pickup_code"),
    ] {
        let answer = send(&sandbox, method, path, b"");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.content_type.starts_with("text/html"), "{path}");
    }
}

#[test]
fn code_that_was_asked_for_answers_one_call_and_leaves_it_without_effect() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.vending().answer_next(Answer::Code {
        code: 0,
        message: "订单未支付".to_owned(),
    });
    let create = |sandbox| {
        let parameters = [
            ("machine_no", Vending::MACHINE),
            ("method", "pickup_code.product.id"),
            ("product_id", "101"),
        ];
        call(sandbox, "POST", "/api/openapi/v1/pickup_codes", &parameters)
    };
    let answer = create(&sandbox);
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (200, r#"{"code":0,"message":"订单未支付","data":{}}"#)
    );
    assert!(
        sandbox
            .vending()
            .pickup_codes(Vending::MACHINE, 101)
            .is_empty()
    );
    create(&sandbox).data();
    assert_eq!(
        sandbox.vending().pickup_codes(Vending::MACHINE, 101).len(),
        1
    );
}

#[test]
fn raw_answer_is_verbatim() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.vending().answer_next(Answer::Raw {
        status: 503,
        content_type: "text/plain".to_owned(),
        body: b"back soon".to_vec(),
    });
    let answer = send(&sandbox, "POST", PING, b"");
    assert_eq!(
        (
            answer.status,
            answer.content_type.as_str(),
            answer.text.as_str()
        ),
        (503, "text/plain", "back soon")
    );
}

#[test]
fn answers_that_were_asked_for_come_in_their_order() {
    let sandbox = Sandbox::start().unwrap();
    for code in [6048, 6015] {
        let message = "sorry".to_owned();
        sandbox
            .vending()
            .answer_next(Answer::Code { code, message });
    }
    assert_eq!(send(&sandbox, "POST", PING, b"").code(), 6048);
    assert_eq!(send(&sandbox, "POST", PING, b"").code(), 6015);
    assert_eq!(send(&sandbox, "POST", PING, b"").data(), "pong");
}

#[test]
fn raw_answer_that_is_no_http_becomes_500() {
    let sandbox = Sandbox::start().unwrap();
    for status in [0, 42, 100, 1000] {
        sandbox.vending().answer_next(Answer::Raw {
            status,
            content_type: "a\nb".to_owned(),
            body: Vec::new(),
        });
        let answer = send(&sandbox, "POST", PING, b"");
        assert_eq!((answer.status, answer.content_type.as_str()), (500, ""));
        let recorded = sandbox.requests().pop().unwrap().status;
        assert_eq!(recorded, 500, "{status}");
    }
    assert_eq!(send(&sandbox, "POST", PING, b"").data(), "pong");
}

#[test]
fn refusals_echo_secrets_only_on_request() {
    let sandbox = Sandbox::start().unwrap();
    let headers = [("Appid", Vending::APP_ID), ("AppSecret", "canary-secret")];
    let refused = || {
        let answer = send_with(&sandbox.base_url(), "POST", PING, &headers, b"").unwrap();
        assert_eq!(answer.code(), 10013);
        answer.text
    };
    assert!(!refused().contains("canary-secret"));
    sandbox.vending().echo_secrets(true);
    let text = refused();
    assert!(text.contains("canary-secret") && text.contains(Vending::APP_ID));
    assert_eq!(
        send(&sandbox, "POST", PRODUCTS, &signed(&[("machine_no", "1")]))
            .text
            .matches(Vending::APP_SECRET)
            .count(),
        1
    );
    sandbox.vending().echo_secrets(false);
    assert!(!refused().contains("canary-secret"));
}
