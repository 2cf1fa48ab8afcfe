//! `openplat post30`.

mod call;
mod errors;
mod items;
mod secrets;

use openplat_sandbox::{Answer, RecordedRequest};
use serde_json::Value;

use crate::tool::{Run, Tool};

const BATCH: &str = r#"{"batch_name":"AAAAAA"}"#;

/// Runs `openplat post30`.
fn post30(tool: &Tool, arguments: &[&str]) -> Run {
    tool.run(&[&["post30"], arguments].concat())
}

/// The URL of the call that changes state, below a base URL.
fn closebatch(base_url: &str) -> String {
    format!("{base_url}/api/bill/closebatch")
}

/// Closes a batch in the sandbox of the tool.
fn close_batch(tool: &Tool, arguments: &[&str]) -> Run {
    let url = closebatch(&tool.sandbox.base_url());
    post30(tool, &[&["call", &url], arguments].concat())
}

/// Lets the next request be answered with this JSON.
fn answer_next(tool: &Tool, json: impl Into<Vec<u8>>) {
    tool.post30().answer_next(Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: json.into(),
    });
}

/// Lets the next request be refused with this message.
fn refuse_next(tool: &Tool, message: &str) {
    let message = message.to_owned();
    tool.post30().answer_next(Answer::Code { code: 0, message });
}

/// The parameter `data` of the requests so far, as it was sent.
fn sent_data(tool: &Tool) -> Vec<String> {
    let requests = tool.sandbox.requests();
    requests.iter().map(data).collect()
}

fn data(request: &RecordedRequest) -> String {
    let body = std::str::from_utf8(&request.body).unwrap();
    let pair = body.split('&').find_map(|pair| pair.strip_prefix("data="));
    let value = pair.unwrap();
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'%' => {
                let (code, after) = after.split_at(2);
                let code = std::str::from_utf8(code).unwrap();
                bytes.push(u8::from_str_radix(code, 16).unwrap());
                rest = after;
            }
            byte => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The ids of rows, in either shape.
fn ids(lines: &[Value]) -> Vec<u64> {
    let id = |line: &Value| line["P_id"].as_u64().or(line["productId"].as_u64());
    lines.iter().map(|line| id(line).unwrap()).collect()
}
