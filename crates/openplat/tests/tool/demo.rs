use serde_json::json;
use workspace_tests::providers::PROVIDERS;

use crate::tool::Tool;

#[test]
fn demo_passes_without_any_environment() {
    let story = Tool::bare().run(&["demo"]).done();
    let lines = Tool::bare().run(&["demo", "--json"]).json_lines();
    let requests = lines.iter().map(|line| line["requests"].as_u64().unwrap());
    let (steps, requests) = (lines.len(), requests.sum::<u64>());
    let end = format!(
        "All {steps} steps did what they should; the sandbox answered {requests} requests.\n"
    );
    assert!(story.ends_with(&end), "{end}");
    assert!(!story.contains("FAILED"));
    for shown in [
        "30002",
        "设备已离线",
        "10023",
        "4006",
        "27 products",
        "55557628",
        "2026-01-15 18:00:00 +08:00",
        "华东经销商",
        "未知错误",
        "00000000-0000-4000-8000-000000000007",
        "a token request is allowed in 41 s",
        "21184032",
        "48 products",
        "199.9900",
        "签名错误",
        "{\"success\":1}",
        "100000.00 yuan",
        "45 products",
        "no, charged all the same",
        "site_order_id已存在",
        "8800000070001",
        "包裹已发货,无法取消",
    ] {
        assert!(story.contains(shown), "{shown} is missing");
    }
}

#[test]
fn demo_looks_the_same_in_every_run() {
    let tool = Tool::bare();
    assert_eq!(tool.run(&["demo"]).done(), tool.run(&["demo"]).done());
}

#[test]
fn demo_has_nothing_to_do_with_the_service_of_the_environment() {
    let tool = Tool::new();
    tool.run(&["demo"]).done();
    assert!(tool.sandbox.requests().is_empty());
    // Nor does it leave a token behind.
    assert_eq!(tool.state.path().read_dir().unwrap().count(), 0);
}

#[test]
fn demo_is_a_line_a_step_for_programs() {
    let lines = Tool::bare().run(&["demo", "--json"]).json_lines();
    for provider in &PROVIDERS {
        let steps = lines
            .iter()
            .filter(|line| line["provider"] == provider.name);
        assert!(steps.count() >= 5, "{} has a chapter", provider.name);
    }
    let step = |provider: &str, number: u64| {
        let mut lines = lines.iter();
        let found = lines.find(|line| line["provider"] == provider && line["step"] == number);
        found.unwrap().clone()
    };
    assert_eq!(
        step("vending", 2),
        json!({
            "provider": "vending",
            "step": 2,
            "title": "List the products of a machine, page by page",
            "ok": true,
            "requests": 3,
        })
    );
    assert_eq!(
        step("chao8", 6),
        json!({
            "provider": "chao8",
            "step": 6,
            "title": "Have the token rejected: it is replaced, and the call repeated",
            "ok": true,
            "requests": 3,
        })
    );
    assert_eq!(
        step("post30", 7),
        json!({
            "provider": "post30",
            "step": 7,
            "title": "Close a batch, a call that has no method of its own",
            "ok": true,
            "requests": 1,
        })
    );
    assert_eq!(
        step("damaijia", 5),
        json!({
            "provider": "damaijia",
            "step": 5,
            "title": "Create the same order again, as after a lost answer",
            "ok": true,
            "requests": 2,
        })
    );
    assert!(lines.iter().all(|line| line["ok"] == true));
}
