//! `openplat chao8`.

mod calls;
mod errors;
mod processes;
#[cfg(feature = "redis")]
mod redis;
mod secrets;
mod stores;
mod token;

use openplat_sandbox::Answer;

use crate::tool::{Run, Tool};

const FLOW_PATH: &str = "/trace/app/v1/open/info/flow/code";
const PRODUCT_PATH: &str = "/ps/v1/open/product/add-upd-product";
const PRODUCT: &str = r#"{"productNo":"P1","productName":"可乐"}"#;

/// Runs `openplat chao8`.
fn chao8(tool: &Tool, arguments: &[&str]) -> Run {
    tool.run(&[&["chao8"], arguments].concat())
}

/// A tool with a token in its store, so that the next request is the call.
fn with_token() -> Tool {
    let tool = Tool::new();
    chao8(&tool, &["token"]).done();
    assert_eq!(tool.chao8().token_requests(), 1);
    tool
}

/// Lets the next request be answered with this code and message.
fn refuse_next(tool: &Tool, code: i64, message: &str) {
    let message = message.to_owned();
    tool.chao8().answer_next(Answer::Code { code, message });
}

/// `METHOD path` of the requests so far.
fn requests(tool: &Tool) -> Vec<String> {
    let requests = tool.sandbox.requests().into_iter();
    requests
        .map(|request| format!("{} {}", request.method, request.path))
        .collect()
}
