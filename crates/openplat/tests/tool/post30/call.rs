use openplat_sandbox::{Answer, Fault, FaultProxy};
use serde_json::{Value, json};

use super::{BATCH, answer_next, close_batch, closebatch, post30, sent_data};
use crate::errors::{html, verdict};
use crate::tool::{Scratch, Tool};

const CLOSE: [&str; 3] = ["--data", BATCH, "--json"];

/// What every failure that leaves it open advises.
const HINT: &str = "it may have been done, and the provider documents no call that tells: ask the \
                    provider before repeating it";

#[test]
fn call_makes_the_call_once_and_prints_its_answer() {
    let tool = Tool::new();
    assert_eq!(
        close_batch(&tool, &["--data", BATCH]).done(),
        "{\n  \"success\": 1\n}\n"
    );
    assert_eq!(tool.post30().closed_batches(), ["AAAAAA"]);
    assert_eq!(close_batch(&tool, &CLOSE).done(), "{\"success\":1}\n");
    assert_eq!(tool.sandbox.requests().len(), 2);
}

#[test]
fn the_answer_keeps_every_digit() {
    let tool = Tool::new();
    let odd =
        r#"{ "success" : true, "id":9007199254740993001, "price":1.10, "name":"\u53ef\u4e50" }"#;
    answer_next(&tool, odd);
    assert_eq!(
        close_batch(&tool, &["--data", BATCH]).done(),
        "{\n  \"success\": true,\n  \"id\": 9007199254740993001,\n  \"price\": 1.10,\n  \"name\": \"可乐\"\n}\n"
    );
    answer_next(&tool, odd);
    assert_eq!(
        close_batch(&tool, &CLOSE).done(),
        "{\"success\":true,\"id\":9007199254740993001,\"price\":1.10,\"name\":\"\\u53ef\\u4e50\"}\n"
    );
}

#[test]
fn data_is_sent_as_it_is_typed_but_for_what_is_not_ascii() {
    let tool = Tool::new();
    let data = "{ \"batch_name\":\"批次😀\",\n \"n\":9007199254740993001, \"x\": 1.10 }";
    let sent = data.replace("批次😀", "\\u6279\\u6b21\\ud83d\\ude00");
    close_batch(&tool, &["--data", data]).done();
    let scratch = Scratch::new();
    let file = format!("@{}", scratch.file("batch.json", data));
    close_batch(&tool, &["--data", &file]).done();
    assert_eq!(sent_data(&tool), [sent.clone(), sent]);
    assert_eq!(tool.post30().closed_batches(), ["批次😀", "批次😀"]);
}

#[test]
fn data_that_is_no_json_object_is_a_bad_input_and_not_shown() {
    let tool = Tool::new();
    let scratch = Scratch::new();
    let file = format!("@{}", scratch.file("data", "{\n  \"canary\": tru }"));
    let missing = format!("@{}", scratch.path().join("missing").display());
    let texts = [
        ("", "--data is not JSON (RFC 8259): see line 1, column 0"),
        (
            "{canary}",
            "--data is not JSON (RFC 8259): see line 1, column 2",
        ),
        (
            &file,
            "--data is not JSON (RFC 8259): see line 2, column 16",
        ),
        (&missing, "--data cannot be read from "),
        ("[\"canary\"]", "--data must be one JSON object"),
        ("\"canary\"", "--data must be one JSON object"),
        ("null", "--data must be one JSON object"),
    ];
    for (text, expected) in texts {
        let error = close_batch(&tool, &["--data", text, "--json"]).json_error(2);
        assert_eq!(verdict(&error), ("invalid", None, "NotSent"), "{text}");
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(expected), "{message}");
        assert!(!message.contains("canary"), "{message}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_url_that_cannot_be_called_is_a_bad_input_and_not_shown() {
    let tool = Tool::new();
    for url in [
        "/api/bill/closebatch",
        "https://canary.example",
        "https://canary.example/a?b=1",
        "https://canary.example/a#b",
        "ftp://canary.example/a",
        "https://canary:canary@host.example/a",
        "http://canary.example/a?b=1",
        "",
    ] {
        let line = ["call", url, "--data", BATCH, "--json"];
        let error = post30(&tool, &line).json_error(2);
        assert_eq!(verdict(&error), ("invalid", None, "NotSent"), "{url}");
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with("URL must "), "{url}: {message}");
        assert!(!message.contains("canary"), "{message}");
        // Plain http is not what is wrong with any of them.
        assert_eq!(error["hint"], Value::Null, "{url}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn plain_http_elsewhere_is_refused_and_the_way_out_is_named() {
    let tool = Tool::new();
    let line = [
        "call",
        "http://elsewhere.example/a",
        "--data",
        BATCH,
        "--json",
    ];
    let error = post30(&tool, &line).json_error(2);
    assert_eq!(verdict(&error), ("invalid", None, "NotSent"));
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("URL must be https")
    );
    assert_eq!(error["hint"], "OPENPLAT_ALLOW_HTTP=1 allows it");
}

/// 0.0.0.0 reaches this machine, and is no loopback address by its number.
#[test]
#[cfg(unix)]
fn plain_http_elsewhere_can_be_allowed() {
    let tool = Tool::new().with("OPENPLAT_ALLOW_HTTP", "1");
    let base_url = tool.sandbox.base_url().replace("127.0.0.1", "0.0.0.0");
    let run = post30(&tool, &["call", &closebatch(&base_url), "--data", BATCH]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(
        run.err,
        "warning: calls to 0.0.0.0 are plain http: credentials cross the network in clear\n"
    );
    assert_eq!(tool.post30().closed_batches(), ["AAAAAA"]);
}

#[test]
fn a_lost_answer_says_that_nothing_tells_whether_it_was_done() {
    for (fault, closed) in [
        (Fault::LostAnswer, 1),
        (Fault::CutBody, 1),
        (Fault::LostRequest, 0),
    ] {
        let tool = Tool::new();
        let wire = FaultProxy::start(tool.sandbox.address(), fault).unwrap();
        let url = closebatch(&wire.base_url());
        let line = [&["call", &url], &CLOSE[..]].concat();
        let error = post30(&tool, &line).json_error(1);
        assert_eq!(verdict(&error), ("transport", None, "Unknown"));
        assert_eq!(error["hint"], HINT);
        // It was carried out once at most: the call is not repeated.
        assert_eq!(tool.post30().closed_batches().len(), closed);
        let error = post30(&tool, &["call", &url, "--data", BATCH]).failed(1);
        assert!(error.contains(&format!("  hint:    {HINT}\n")), "{error}");
    }
}

#[test]
fn an_answer_that_leaves_it_open_says_so_too() {
    let tool = Tool::new();
    let code = |code, message: &str| Answer::Code {
        code,
        message: message.to_owned(),
    };
    for (answer, expected) in [
        (code(7, "某错误"), ("refused", Some(7), "Unknown")),
        (html(200), ("answer", None, "Unknown")),
    ] {
        tool.post30().answer_next(answer);
        let error = close_batch(&tool, &CLOSE).json_error(1);
        assert_eq!(verdict(&error), expected);
        assert_eq!(error["hint"], HINT);
    }
    tool.post30().answer_next(code(0, ""));
    let error = close_batch(&tool, &CLOSE).json_error(1);
    assert_eq!(
        (&error["message"], &error["delivery"]),
        (&json!(""), &json!("Unknown"))
    );
    assert_eq!(error["hint"], HINT);
    // A refusal with a message does not.
    tool.post30().answer_next(code(0, "批次不存在"));
    let error = close_batch(&tool, &CLOSE).json_error(1);
    assert_eq!(verdict(&error), ("refused", Some(0), "Refused"));
    assert_eq!(error["hint"], Value::Null);
}
