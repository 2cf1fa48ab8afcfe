//! chao8, through a client of a few lines.

mod calls;
mod own_paths;
mod products;
mod rejections;
mod token_limit;
mod tokens;

use openplat_sandbox::{Chao8, Sandbox};
use serde_json::Value;
use time::macros::datetime;

use crate::caller::{Answered, send_with};

const GET_TOKEN: &str = "/cncop/ca/v1/applications/get-token";
const DEMO: &str = "/cncop/demo";

/// The MD5 of the sandbox's secret, by another program.
const SIGN: &str = "8791bef2019a57a7dbb2e39518c54c83";

/// A sandbox whose clock stands still.
fn sandbox_at_rest() -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2023-03-02 06:10:29.715 UTC));
    sandbox
}

fn ask(sandbox: &Sandbox, access_key: &str, sign: &str) -> Answered {
    let body = serde_json::json!({"accessKey": access_key, "secretKeySign": sign});
    post(sandbox, GET_TOKEN, &[], body.to_string().as_bytes())
}

fn ask_rightly(sandbox: &Sandbox) -> Answered {
    ask(sandbox, Chao8::ACCESS_KEY, SIGN)
}

/// A token as the application under test gets it.
fn token(sandbox: &Sandbox) -> String {
    let answer = ask_rightly(sandbox).json();
    let token = answer["data"]["accessToken"].as_str().expect("a token");
    token.to_owned()
}

fn get(sandbox: &Sandbox, path: &str, token: &str) -> Answered {
    get_with(sandbox, path, &[("Authorization", token)])
}

fn get_with(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)]) -> Answered {
    send_with(&sandbox.base_url(), "GET", path, headers, b"").unwrap()
}

/// A `POST` of JSON.
fn post(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answered {
    let mut headers = headers.to_vec();
    headers.push(("Content-Type", "application/json"));
    send_with(&sandbox.base_url(), "POST", path, &headers, body).unwrap()
}

/// The code and the message of an answer at HTTP 200 whose data is null.
fn refusal(answer: &Answered) -> (i64, Value) {
    let mut json = answer.json();
    assert_eq!((answer.status, &json["data"]), (200, &Value::Null));
    (answer.code(), json["message"].take())
}

/// The data of a success.
fn data(answer: &Answered) -> Value {
    let mut json = answer.json();
    assert_eq!(
        (answer.status, &json["code"], &json["message"]),
        (200, &Value::from(200), &Value::from("success")),
    );
    json["data"].take()
}
