//! The payload of the golden vectors.
//!
//! The vectors belong to the workspace: this file is left out of the published package.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use serde_json::Value as Json;
use vending_api::{Secret, Value, Values, payload};

fn case(id: &str) -> Json {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/sorted_pairs.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let file: Json = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    cases.iter().find(|case| case["id"] == id).unwrap().clone()
}

#[test]
fn published_payload_of_the_product_list_is_reproduced_byte_for_byte() {
    let case = case("vending-product-list");
    let params = case["params"].as_array().unwrap().iter().map(|pair| {
        let name = pair[0].as_str().unwrap();
        match &pair[1] {
            Json::Number(number) => (name, Value::Int(number.as_i64().unwrap())),
            text => (name, Value::from(text.as_str().unwrap())),
        }
    });
    let key = Secret::from(case["key"].as_str().unwrap());

    let payload = payload(params, &key, Values::Raw);

    assert_eq!(payload.len(), 188);
    assert_eq!(Some(payload.as_str()), case["payload"].as_str());
}
