//! The payload of the golden vectors.
//!
//! The vectors belong to the workspace: this file is left out of the published package.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use serde_json::Value as Json;
use vending_api::{Encoding, Secret, Value, payload};

fn cases_with_a_payload() -> Vec<Json> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/sorted_pairs.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let mut file: Json = serde_json::from_str(&text).unwrap();
    let mut cases = std::mem::take(file["cases"].as_array_mut().unwrap());
    cases.retain(|case| !case["payload"].is_null());
    cases
}

fn payload_of(case: &Json) -> String {
    let params = case["params"].as_array().unwrap().iter().map(|pair| {
        let name = pair[0].as_str().unwrap();
        match &pair[1] {
            Json::Number(number) => (name, Value::Int(number.as_i64().unwrap())),
            text => (name, Value::from(text.as_str().unwrap())),
        }
    });
    let encoding = match case["values"].as_str().unwrap() {
        "form_encoded" => Encoding::Form,
        _ => Encoding::Raw,
    };
    let key = Secret::from(case["key"].as_str().unwrap());
    payload(params, &key, encoding)
}

#[test]
fn every_payload_of_the_vectors_is_reproduced_byte_for_byte() {
    let cases = cases_with_a_payload();
    assert!(!cases.is_empty());
    for case in cases {
        let expected = case["payload"].as_str().unwrap();
        assert_eq!(payload_of(&case), expected, "{}", case["id"]);
    }
}

#[test]
fn published_payload_of_the_product_list_has_188_characters() {
    let cases = cases_with_a_payload();
    let mut published = cases
        .iter()
        .filter(|case| case["id"] == "vending-product-list");
    assert_eq!(payload_of(published.next().unwrap()).len(), 188);
}
