//! Every kind of error: exit status, text, and the JSON object.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use openplat_sandbox::{Answer, Fault, FaultProxy, Vending};
use provider_testing::Nobody;
use serde_json::Value;

use crate::tool::Tool;

const CREATE: [&str; 8] = [
    "vending",
    "codes",
    "create",
    "--machine",
    Vending::MACHINE,
    "--product",
    "101",
    "--json",
];
const PRODUCTS: [&str; 5] = [
    "vending",
    "products",
    "--machine",
    Vending::MACHINE,
    "--json",
];

/// Kind, code and delivery of an error; that its message is a text is checked here.
#[track_caller]
pub(crate) fn verdict(error: &Value) -> (&str, Option<i64>, &str) {
    let keys: Vec<&String> = error.as_object().unwrap().keys().collect();
    let mut expected = [
        "kind",
        "code",
        "message",
        "delivery",
        "class",
        "meaning",
        "trace_id",
        "retry_in_seconds",
        "hint",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert!(!error["message"].as_str().unwrap().is_empty());
    let code = error["code"].as_i64();
    assert_eq!(code.is_none(), error["code"].is_null());
    (
        error["kind"].as_str().unwrap(),
        code,
        error["delivery"].as_str().unwrap(),
    )
}

fn through_a_faulty_wire(fault: Fault, arguments: &[&str]) -> (Tool, Value) {
    let tool = Tool::new();
    let proxy = FaultProxy::start(tool.sandbox.address(), fault).unwrap();
    let tool = tool.with("VENDING_BASE_URL", proxy.base_url());
    let error = tool.run(arguments).json_error(1);
    (tool, error)
}

pub(crate) fn html(status: u16) -> Answer {
    Answer::Raw {
        status,
        content_type: "text/html".to_owned(),
        body: b"<html>gone</html>".to_vec(),
    }
}

#[test]
fn misuse_is_a_usage_error_of_one_line() {
    let tool = Tool::new();
    let lines: [&[&str]; 5] = [
        &["--json"],
        &["--json", "vending"],
        &["--json", "vend"],
        &["vending", "products", "--json"],
        &["vending", "ping", "--json", "--app-secret", "x"],
    ];
    for line in lines {
        let error = tool.run(line).json_error(2);
        assert_eq!(verdict(&error), ("usage", None, "NotSent"), "{line:?}");
        assert!(!error["message"].as_str().unwrap().starts_with("error"));
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn misuse_shows_the_usage_to_people() {
    let error = Tool::new().run(&["vending", "products"]).failed(2);
    assert!(
        error.contains("--machine <NO>") && error.contains("Usage:"),
        "{error}"
    );
}

#[test]
fn no_argument_at_all_shows_the_help_and_is_misuse() {
    let error = Tool::new().run(&[]).failed(2);
    assert!(error.contains("Begin with: openplat demo"), "{error}");
}

#[test]
fn help_and_version_are_no_errors() {
    let tool = Tool::new();
    assert!(tool.run(&["--help"]).done().contains("Exit status"));
    assert!(tool.run(&["--version"]).done().starts_with("openplat "));
    let help = tool.run(&["vending", "--help"]).done();
    assert!(help.contains("VENDING_SIGN_KEY"));
}

#[test]
fn a_bad_input_is_invalid_and_not_sent() {
    let tool = Tool::new();
    let error = tool
        .run(&[&CREATE[..], &["--code-length", "5"]].concat())
        .json_error(2);
    assert_eq!(verdict(&error), ("invalid", None, "NotSent"));
    assert_eq!(
        error["message"],
        "--code-length must be 6 to 10 (取货码生成 [doc])"
    );
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_refusal_keeps_code_and_message_and_adds_the_meaning() {
    let machine = Vending::OFFLINE_MACHINE;
    let line = ["vending", "products", "--machine", machine];
    let tool = Tool::new();
    let error = tool.run(&[&line[..], &["--json"]].concat()).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(30002), "Refused"));
    assert_eq!(error["message"], "设备已离线");
    assert_eq!(error["class"], "transient");
    assert_eq!(
        error["meaning"],
        "the machine is offline; it may take hours"
    );
    assert_eq!(
        tool.run(&line).failed(1),
        "error: refused with code 30002: 设备已离线\n  \
         meaning: the machine is offline; it may take hours\n  \
         class:   transient\n"
    );
}

#[test]
fn a_refusal_with_code_0_is_a_refusal() {
    let tool = Tool::new();
    tool.vending().answer_next(Answer::Code {
        code: 0,
        message: "订单未支付".to_owned(),
    });
    let error = tool.run(&PRODUCTS).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(0), "Refused"));
    assert_eq!(error["meaning"], Value::Null);
    assert_eq!(error["class"], "business-refusal");
}

#[test]
fn a_refusal_that_leaves_it_open_says_how_to_find_out() {
    let tool = Tool::new();
    tool.vending().answer_next(Answer::Code {
        code: 99999,
        message: "internal error".to_owned(),
    });
    let error = tool.run(&CREATE).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(99999), "Unknown"));
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .contains("openplat vending codes list")
    );
}

#[test]
fn a_wrong_signing_key_gets_the_hint_which_key_it_is_and_what_explains_a_signature() {
    let tool = Tool::new().with("VENDING_SIGN_KEY", "canary-wrong-key");
    let error = tool.run(&PRODUCTS).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(4006), "Refused"));
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("merchant_id"), "{hint}");
    assert!(hint.contains("`openplat explain vending`"), "{hint}");
}

#[test]
fn control_characters_of_a_message_do_not_reach_the_terminal() {
    let tool = Tool::new();
    tool.vending().answer_next(Answer::Code {
        code: 30002,
        message: "\u{1b}[2Joffline\nerror: \u{9b}".to_owned(),
    });
    let error = tool.run(&["vending", "ping"]).failed(1);
    assert!(
        error.starts_with("error: refused with code 30002: \\u{1b}[2Joffline\\nerror: \\u{9b}\n")
    );
}

#[test]
fn an_answer_that_is_not_the_providers_is_an_error_of_its_own() {
    let tool = Tool::new();
    tool.vending().answer_next(html(404));
    let error = tool.run(&PRODUCTS).json_error(1);
    assert_eq!(verdict(&error), ("answer", None, "Refused"));
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("HTTP status 404 with text/html")
    );
    tool.vending().answer_next(html(200));
    let error = tool.run(&CREATE).json_error(1);
    assert_eq!(verdict(&error), ("answer", None, "Unknown"));
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .contains("may have been created")
    );
}

#[test]
fn how_long_the_provider_asks_to_wait_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let provider = thread::spawn(move || {
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().unwrap();
            // The whole head, so that the connection is not reset under the answer.
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            let answer = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\
                          Content-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let tool = Tool::new().with("VENDING_BASE_URL", base_url);
    let error = tool.run(&["vending", "ping", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("answer", None, "Refused"));
    assert_eq!(error["retry_in_seconds"], 7);
    let error = tool.run(&["vending", "ping"]).failed(1);
    assert!(
        error.contains("\n  wait:    7 s before the next try\n"),
        "{error}"
    );
    provider.join().unwrap();
}

#[test]
fn a_refused_connection_is_not_sent_and_has_failed() {
    let nobody = Nobody::new();
    let tool = Tool::new().with("VENDING_BASE_URL", nobody.base_url());
    let error = tool.run(&CREATE).json_error(1);
    assert_eq!(verdict(&error), ("transport", None, "NotSent"));
    assert_eq!(error["hint"], Value::Null);
    let error = tool.run(&["vending", "ping"]).failed(1);
    assert!(error.contains("effect:  none, nothing was sent"), "{error}");
}

#[test]
fn a_lost_answer_is_unknown_and_says_how_to_find_out() {
    let (tool, error) = through_a_faulty_wire(Fault::LostAnswer, &CREATE);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.contains("`openplat vending codes list --machine 8600000000000001 --product 101`")
    );
    // It was carried out indeed, and once.
    assert_eq!(tool.vending().pickup_codes(Vending::MACHINE, 101).len(), 1);
}

#[test]
fn a_lost_answer_to_cancelling_says_how_to_find_out() {
    let cancel = [
        "vending",
        "codes",
        "cancel",
        "--json",
        "--machine",
        Vending::MACHINE,
    ];
    let one = [&cancel[..], &["--id", "2111"]].concat();
    let (_, error) = through_a_faulty_wire(Fault::LostAnswer, &one);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    assert!(error["hint"].as_str().unwrap().contains("harmless"));
    let all = [&cancel[..], &["--all", "--yes"]].concat();
    let (_, error) = through_a_faulty_wire(Fault::LostAnswer, &all);
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .contains("would also cancel")
    );
}

#[test]
fn a_lost_answer_to_reading_needs_no_advice() {
    let (_, error) = through_a_faulty_wire(Fault::LostAnswer, &PRODUCTS);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    assert_eq!(error["hint"], Value::Null);
}

#[test]
fn a_redirect_is_not_followed() {
    let fault = Fault::Redirect {
        status: 302,
        location: "https://elsewhere.example/".to_owned(),
    };
    let (_, error) = through_a_faulty_wire(fault, &PRODUCTS);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
    assert!(error["message"].as_str().unwrap().contains("302"));
}

#[test]
fn a_cut_answer_is_unknown() {
    let (_, error) = through_a_faulty_wire(Fault::CutBody, &PRODUCTS);
    assert_eq!(verdict(&error), ("transport", None, "Unknown"));
}
