//! A call that the sandbox refuses for its signature, and what is said of it.

use std::io::{Read, Write};
use std::net::TcpStream;

use openplat_sandbox::{Sandbox, Vending};
use serde_json::Value;
use vending_api::{Encoding, Secret, payload};

use super::{Variable, answer, names, run};

const VARIABLES: [Variable; 3] = [
    ("VENDING_SIGN_KEY", Vending::SIGN_KEY),
    ("VENDING_APP_SECRET", Vending::APP_SECRET),
    ("VENDING_APP_ID", Vending::APP_ID),
];

/// Asks for the products of a machine with a signature of this key; the code of the answer.
///
/// By hand: the client of this project does not take the AppSecret as the key.
fn code_of_a_call_signed_with(key: &str, sandbox: &Sandbox) -> i64 {
    let timestamp = sandbox.clock().now().unix_timestamp().to_string();
    let params = [
        ("machine_no", Vending::MACHINE.into()),
        ("page", "1".into()),
        ("per_page", "10".into()),
        ("timestamp", timestamp.as_str().into()),
    ];
    let payload = payload(params, &Secret::from(key), Encoding::Raw);
    let body = format!("{{\"payload\":\"{payload}\"}}");
    let request = format!(
        "POST /api/openapi/v1/products HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Appid: {}\r\nAppSecret: {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        Vending::APP_ID,
        Vending::APP_SECRET,
        body.len()
    );
    let mut stream = TcpStream::connect(sandbox.address()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    serde_json::from_str::<Value>(body).unwrap()["code"]
        .as_i64()
        .unwrap()
}

/// The payload of the last request.
fn recorded_payload(sandbox: &Sandbox) -> String {
    let requests = sandbox.requests();
    let body: Value = serde_json::from_slice(&requests.last().unwrap().body).unwrap();
    body["payload"].as_str().unwrap().to_owned()
}

#[test]
fn call_that_is_refused_for_the_wrong_key_is_explained_by_its_payload() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(
        code_of_a_call_signed_with(Vending::APP_SECRET, &sandbox),
        4006
    );
    let payload = recorded_payload(&sandbox);
    let refused = run(&VARIABLES, &["vending", "--payload", &payload, "--json"]);
    let answer = answer(&refused, 1);
    assert_eq!(names(&answer), [["another_credential"]]);
    let advice = answer["explanations"][0][0]["advice"].as_str().unwrap();
    assert!(advice.contains("VENDING_APP_SECRET"), "{advice}");
}

#[test]
fn call_that_passes_has_the_right_signature() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(code_of_a_call_signed_with(Vending::SIGN_KEY, &sandbox), 0);
    let payload = recorded_payload(&sandbox);
    run(&VARIABLES, &["vending", "--payload", &payload]).done();
}
