use serde_json::json;

use crate::tool::Tool;

#[test]
fn ping_says_that_the_service_answers_and_what_it_does_not_check() {
    let tool = Tool::new();
    assert_eq!(
        tool.run(&["vending", "ping"]).done(),
        "The service answers and accepts the app id and the app secret.\n\
         The signing key is not part of a ping: `products` checks it.\n"
    );
    assert_eq!(tool.calls(), ["POST /ping"]);
}

#[test]
fn ping_is_one_json_value_for_programs() {
    let tool = Tool::new();
    let answer = tool.run(&["vending", "ping", "--json"]).json_lines();
    assert_eq!(answer, [json!({"ok": true})]);
    // The option may stand anywhere.
    let answer = tool.run(&["--json", "vending", "ping"]).json_lines();
    assert_eq!(answer, [json!({"ok": true})]);
}

#[test]
fn ping_with_a_wrong_app_secret_is_refused() {
    let tool = Tool::new().with("VENDING_APP_SECRET", "canary-wrong-secret");
    let error = tool.run(&["vending", "ping", "--json"]).json_error(1);
    assert_eq!(error["kind"], "refused");
    assert_eq!(error["code"], 10013);
    assert_eq!(error["class"], "auth");
}
