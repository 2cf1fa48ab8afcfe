use serde_json::json;

use crate::tool::Tool;

/// The tool without any variable at all.
fn bare() -> Tool {
    let variables = [
        "VENDING_BASE_URL",
        "VENDING_APP_ID",
        "VENDING_APP_SECRET",
        "VENDING_SIGN_KEY",
    ];
    variables.into_iter().fold(Tool::new(), Tool::without)
}

#[test]
fn demo_passes_without_any_environment() {
    let story = bare().run(&["demo"]).done();
    assert!(
        story.ends_with("All 10 steps did what they should; the sandbox answered 12 requests.\n")
    );
    assert!(!story.contains("FAILED"));
    for shown in [
        "30002",
        "设备已离线",
        "10023",
        "4006",
        "27 products",
        "55557628",
    ] {
        assert!(story.contains(shown), "{shown} is missing");
    }
}

#[test]
fn demo_looks_the_same_in_every_run() {
    let tool = bare();
    assert_eq!(tool.run(&["demo"]).done(), tool.run(&["demo"]).done());
}

#[test]
fn demo_has_nothing_to_do_with_the_service_of_the_environment() {
    let tool = Tool::new();
    tool.run(&["demo"]).done();
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn demo_is_a_line_a_step_for_programs() {
    let lines = bare().run(&["demo", "--json"]).json_lines();
    assert_eq!(lines.len(), 10);
    assert_eq!(
        lines[1],
        json!({
            "provider": "vending",
            "step": 2,
            "title": "List the products of a machine, page by page",
            "ok": true,
            "requests": 3,
        })
    );
    assert!(lines.iter().all(|line| line["ok"] == true));
}
