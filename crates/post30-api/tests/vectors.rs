//! The golden vectors of the signature, through the payload of this crate.
//!
//! The vectors belong to the workspace: this file is left out of the published package.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use post30_api::{Credentials, DigestCharset, Secret, payload};
use serde_json::Value as Json;

/// The cases that a call can be: texts as parameters, an access key among them.
fn cases() -> Vec<Json> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/vectors/brace_pairs.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let mut file: Json = serde_json::from_str(&text).unwrap();
    let cases = std::mem::take(file["cases"].as_array_mut().unwrap());
    cases
        .into_iter()
        .filter(|case| parts(case).is_some())
        .collect()
}

/// The parameters beside the access key, and the access key.
fn parts(case: &Json) -> Option<(Vec<(&str, &str)>, &str)> {
    let mut params = Vec::new();
    let mut access_key = None;
    for pair in case["params"].as_array()? {
        match (pair[0].as_str()?, pair[1].as_str()?) {
            ("external_company", key) => access_key = Some(key),
            // The client adds these itself.
            ("sign" | "timer", _) => return None,
            pair => params.push(pair),
        }
    }
    Some((params, access_key?))
}

#[test]
fn payload_carries_the_signature_of_every_case_that_a_call_can_be() {
    let mut signed = 0;
    for case in cases() {
        let (params, access_key) = parts(&case).unwrap();
        let credentials = Credentials {
            access_key: access_key.to_owned(),
            secret_key: Secret::from(case["key"].as_str().unwrap()),
        };
        let timer = case["time"].as_str();
        // Names beyond ASCII and repeated ones are signed by the algorithm, but sent by no call.
        let Ok(payload) = payload(&params, timer, &credentials, DigestCharset::Utf8) else {
            continue;
        };
        let sign = case["signature"].as_str().unwrap();
        assert!(payload.contains(&format!("&sign={sign}")), "{}", case["id"]);
        signed += 1;
    }
    assert!(signed >= 15, "{signed} cases");
}
