//! Adding and changing products.

use openplat_sandbox::Sandbox;
use serde_json::json;

use super::{data, post, refusal, sandbox_at_rest, token};
use crate::caller::{Answered, send_with};

const PRODUCT: &str = "/ps/v1/open/product/add-upd-product";

fn put(sandbox: &Sandbox, token: &str, body: &str) -> Answered {
    post(
        sandbox,
        PRODUCT,
        &[("Authorization", token)],
        body.as_bytes(),
    )
}

#[test]
fn product_is_stored_as_it_was_sent() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let body = r#"{ "productNo":"007","productName":"牙膏","shelfLife":"36","shelfLifeUnit":"2","attachments":[{"attachmentPath":"https://a/b.png"},{}],"f10":"x","remark":null,"flag":1,"later":{} }"#;
    assert_eq!(data(&put(&sandbox, &token, body)), json!(null));
    let products = sandbox.chao8().products();
    assert_eq!(products.len(), 1);
    assert_eq!(
        (
            products[0].product_no.as_str(),
            products[0].product_name.as_str(),
            products[0].json.as_str()
        ),
        ("007", "牙膏", body)
    );
}

#[test]
fn product_with_a_known_number_is_replaced() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    for (number, name) in [("1", "a"), ("2", "b"), ("1", "c")] {
        data(&put(
            &sandbox,
            &token,
            &json!({"productNo": number, "productName": name}).to_string(),
        ));
    }
    let products = sandbox.chao8().products();
    let names: Vec<&str> = products
        .iter()
        .map(|product| product.product_name.as_str())
        .collect();
    assert_eq!(names, ["c", "b"]);
}

#[test]
fn product_that_is_not_as_documented_is_500_and_not_stored() {
    let sandbox = sandbox_at_rest();
    let token = token(&sandbox);
    let mut bodies = vec!["".to_owned(), "[]".to_owned(), "{}".to_owned()];
    for more in [
        json!({"productNo": ""}),
        json!({"productNo": null}),
        json!({"productNo": 7}),
        json!({"productName": ""}),
        json!({"productName": null}),
        json!({"f1": 1}),
        json!({"remark": []}),
        json!({"flag": "1"}),
        json!({"flag": 1.5}),
        json!({"attachments": {}}),
        json!({"attachments": ["a"]}),
        json!({"attachments": [{"attachmentPath": 1}]}),
        json!({"shelfLife": "3"}),
        json!({"shelfLifeUnit": "1"}),
        json!({"shelfLife": "3", "shelfLifeUnit": "4"}),
        json!({"shelfLife": "three", "shelfLifeUnit": "1"}),
        json!({"shelfLife": 3, "shelfLifeUnit": "1"}),
    ] {
        let mut body = json!({"productNo": "1", "productName": "a"});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        bodies.push(body.to_string());
    }
    for body in bodies {
        assert_eq!(
            refusal(&put(&sandbox, &token, &body)),
            (500, json!("未知错误")),
            "{body}"
        );
    }
    let form = [("Authorization", token.as_str())];
    let body = br#"{"productNo":"1","productName":"a"}"#;
    let answer = send_with(&sandbox.base_url(), "POST", PRODUCT, &form, body).unwrap();
    assert_eq!(refusal(&answer).0, 500, "without a content type");
    assert!(sandbox.chao8().products().is_empty());
}

#[test]
fn product_needs_a_token() {
    let sandbox = sandbox_at_rest();
    let answer = put(
        &sandbox,
        "unknown",
        r#"{"productNo":"1","productName":"a"}"#,
    );
    assert_eq!(refusal(&answer).0, 20_324_013);
    assert!(sandbox.chao8().products().is_empty());
}
