//! Every kind of error of `openplat chao8`; those of bad input are with the calls.

use openplat_sandbox::{Answer, Chao8, Fault, FaultProxy};
use provider_testing::Nobody;
use serde_json::Value;

use super::{FLOW_PATH, PRODUCT, PRODUCT_PATH, chao8, refuse_next, requests, with_token};
use crate::errors::{html, verdict};
use crate::tool::Tool;

const GET: [&str; 3] = ["get", "/cncop/demo", "--json"];
const POST: [&str; 5] = ["post", PRODUCT_PATH, "--body", PRODUCT, "--json"];

/// That `retry_in_seconds` is what is left of a minute and a second.
#[track_caller]
fn is_within_the_minute(error: &Value) {
    let seconds = error["retry_in_seconds"].as_u64().unwrap();
    assert!((1..=61).contains(&seconds), "{error}");
}

/// A tool with a token, behind a proxy that begins to fail now.
fn behind_a_faulty_wire(fault: Fault) -> (Tool, FaultProxy) {
    let tool = Tool::new();
    let proxy = FaultProxy::start(tool.sandbox.address(), Fault::None).unwrap();
    let tool = tool.with("CHAO8_BASE_URL", proxy.base_url());
    chao8(&tool, &["token"]).done();
    proxy.set_fault(fault);
    (tool, proxy)
}

#[test]
fn a_refusal_keeps_code_and_message_and_has_class_and_trace_id() {
    let tool = with_token();
    // A flow query without a code.
    let line = ["get", FLOW_PATH];
    let error = chao8(&tool, &[&line[..], &["--json"]].concat()).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(500), "Refused"));
    assert_eq!(error["message"], "未知错误");
    assert_eq!(error["class"], "unknown");
    assert_eq!(error["trace_id"], "00000000-0000-4000-8000-000000000002");
    assert_eq!(error["retry_in_seconds"], Value::Null);
    assert_eq!(error["hint"], Value::Null);
    assert_eq!(
        chao8(&tool, &line).failed(1),
        "error: refused with code 500: 未知错误\n  \
         meaning: an error of the provider's that it does not explain\n  \
         class:   unknown\n  \
         trace:   00000000-0000-4000-8000-000000000003\n"
    );
}

#[test]
fn a_refusal_without_a_message_shows_its_code() {
    let tool = with_token();
    refuse_next(&tool, 12345, "");
    let error = chao8(&tool, &["get", "/cncop/demo"]).failed(1);
    assert!(
        error.starts_with("error: refused with code 12345\n  class:   unknown\n"),
        "{error}"
    );
}

#[test]
fn a_refused_write_that_is_open_says_how_to_find_out() {
    let tool = with_token();
    for code in [500, 12345] {
        refuse_next(&tool, code, "未知错误");
        let error = chao8(&tool, &POST).json_error(1);
        assert_eq!(verdict(&error), ("refused", Some(code), "Unknown"));
        let hint = error["hint"].as_str().unwrap();
        assert!(hint.contains("before repeating it") && hint.contains("`openplat chao8 get`"));
        assert!(hint.ends_with("can look up the trace id"), "{hint}");
    }
}

#[test]
fn an_answer_that_is_not_the_providers_is_an_error_of_its_own() {
    let tool = with_token();
    let error = chao8(&tool, &["get", "/cncop/nothing", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("answer", None, "Refused"));
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("HTTP status 404 with text/html")
    );
    tool.chao8().answer_next(html(200));
    let error = chao8(&tool, &POST).json_error(1);
    assert_eq!(verdict(&error), ("answer", None, "Unknown"));
    let hint = error["hint"].as_str().unwrap();
    // There is no trace id to look up.
    assert!(hint.starts_with("it may have been done") && !hint.contains("trace id"));
}

#[test]
fn a_lost_answer_to_a_write_says_how_to_find_out() {
    let (tool, _proxy) = behind_a_faulty_wire(Fault::LostAnswer);
    let error = chao8(&tool, &POST).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .starts_with("it may have been done")
    );
    // It was carried out indeed, and once.
    assert_eq!(tool.chao8().products().len(), 1);
    assert_eq!(requests(&tool).len(), 2);
    let error = chao8(&tool, &GET).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    assert_eq!(error["hint"], Value::Null);
}

#[test]
fn a_redirect_is_not_followed() {
    let (tool, _proxy) = behind_a_faulty_wire(Fault::Redirect {
        status: 302,
        location: "https://elsewhere.example/".to_owned(),
    });
    let error = chao8(&tool, &GET).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    assert!(error["message"].as_str().unwrap().contains("302"));
}

#[test]
fn a_refused_token_request_is_told_as_that_and_the_call_is_not_sent() {
    let tool = Tool::new().with("CHAO8_ACCESS_KEY", Chao8::DISABLED_ACCESS_KEY);
    let error = chao8(&tool, &POST).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(21184032), "NotSent"));
    assert_eq!(error["message"], "应用账号被禁用");
    assert_eq!(error["class"], "auth");
    assert_eq!(error["retry_in_seconds"], 61);
    assert_eq!(error["trace_id"], "00000000-0000-4000-8000-000000000001");
    assert_eq!(
        requests(&tool),
        ["POST /cncop/ca/v1/applications/get-token"]
    );

    let tool = Tool::new().with("CHAO8_SECRET", "canary-wrong-secret");
    assert_eq!(
        chao8(&tool, &["get", "/cncop/demo"]).failed(1),
        "error: no access token: refused with code 21184031: 应用账号或密钥不正确\n  \
         meaning: the access key or the digest of the secret is wrong\n  \
         class:   auth\n  \
         trace:   00000000-0000-4000-8000-000000000001\n  \
         wait:    61 s before the next try\n  \
         effect:  none, only a token was asked for\n  \
         hint:    do access key and secret belong to the environment of the base URL?\n"
    );
}

#[test]
fn a_second_token_request_within_the_minute_is_held_back_with_the_time_left() {
    let tool = Tool::new().with("CHAO8_ACCESS_KEY", Chao8::DISABLED_ACCESS_KEY);
    chao8(&tool, &GET).json_error(1);
    let error = chao8(&tool, &GET).json_error(1);
    assert_eq!(verdict(&error), ("wait", None, "NotSent"));
    assert_eq!(error["class"], "rate-limit");
    is_within_the_minute(&error);
    let error = chao8(&tool, &["token"]).failed(1);
    assert!(error.contains("\n  wait:    ") && error.contains(" s before the next try\n"));
    assert!(error.contains("effect:  none, nothing was sent"), "{error}");
    assert_eq!(tool.chao8().token_requests(), 1);
}

#[test]
fn a_token_request_that_the_provider_finds_too_early_is_a_rate_limit_with_the_time_left() {
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", "memory");
    chao8(&tool, &GET).done();
    let error = chao8(&tool, &GET).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(21185002), "NotSent"));
    assert_eq!(error["class"], "rate-limit");
    assert_eq!(error["retry_in_seconds"], 61);
    // There is no loop behind it.
    assert_eq!(tool.chao8().token_requests(), 2);
}

#[test]
fn a_token_that_is_rejected_within_the_minute_is_told_and_the_call_not_done() {
    let tool = with_token();
    tool.chao8().expire_tokens();
    let error = chao8(&tool, &POST).json_error(1);
    assert_eq!(verdict(&error), ("wait", None, "Refused"));
    is_within_the_minute(&error);
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .starts_with("the provider rejected the token")
    );
    assert!(tool.chao8().products().is_empty());
    // The next command knows it, and sends nothing.
    let error = chao8(&tool, &POST).json_error(1);
    assert_eq!(verdict(&error), ("wait", None, "NotSent"));
    assert_eq!(error["hint"], Value::Null);
    assert_eq!(requests(&tool).len(), 2);
}

#[test]
fn a_token_request_without_a_usable_answer_is_told_as_that() {
    let answers: [(Answer, &str); 2] = [
        (html(200), "answer"),
        (
            Answer::Raw {
                status: 200,
                content_type: "application/json".to_owned(),
                body: br#"{"code":200,"data":null}"#.to_vec(),
            },
            "answer",
        ),
    ];
    for (answer, kind) in answers {
        let tool = Tool::new();
        tool.chao8().answer_next(answer);
        let error = chao8(&tool, &POST).json_error(1);
        assert_eq!(
            (&error["kind"], &error["delivery"]),
            (&kind.into(), &"NotSent".into())
        );
        assert_eq!(requests(&tool).len(), 1);
    }
}

#[test]
fn no_service_at_all_is_not_sent() {
    let nobody = Nobody::new();
    let tool = Tool::new().with("CHAO8_BASE_URL", nobody.base_url());
    let error = chao8(&tool, &POST).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "NotSent"));
    assert_eq!(error["retry_in_seconds"], 61);
    assert_eq!(error["hint"], Value::Null);
}

#[test]
fn a_lost_answer_to_a_token_request_leaves_the_call_unsent() {
    let tool = Tool::new();
    let proxy = FaultProxy::start(tool.sandbox.address(), Fault::LostAnswer).unwrap();
    let tool = tool.with("CHAO8_BASE_URL", proxy.base_url());
    let error = chao8(&tool, &["post", PRODUCT_PATH, "--body", PRODUCT]).failed(1);
    assert!(
        error.starts_with("error: no access token from the provider"),
        "{error}"
    );
    assert!(
        error.contains("effect:  none, only a token was asked for"),
        "{error}"
    );
    assert_eq!(tool.chao8().token_requests(), 1);
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_has_failed_and_says_that_the_call_was_done() {
    let tool = with_token();
    let full = std::fs::File::create("/dev/full").unwrap();
    let line = [&["chao8"], &POST[..]].concat();
    let run = tool.command(&line).stdout(full).output().unwrap();
    let error = crate::tool::Run::of(run).json_error(1);
    assert_eq!(verdict(&error), ("output", None, "Unknown"));
    assert_eq!(tool.chao8().products().len(), 1);
}
