use openplat_sandbox::Post30;

use super::{BATCH, post30};
use crate::tool::Tool;

const VARIABLES: [&str; 3] = ["POST30_BASE_URL", "POST30_ACCESS_KEY", "POST30_SECRET_KEY"];

#[test]
fn all_variables_that_are_missing_are_named_at_once() {
    let tool = VARIABLES.into_iter().fold(Tool::new(), Tool::without);
    let calls: [&[&str]; 5] = [
        &["items"],
        &["item", "1234"],
        &["items-by-class", "奶粉"],
        &["items-by-alias"],
        &["call", "https://host.example/a", "--data", BATCH],
    ];
    for call in calls {
        let error = post30(&tool, call).failed(2);
        assert!(error.contains(&VARIABLES.join(", ")), "{error}");
        let error = post30(&tool, &[call, &["--json"]].concat()).json_error(2);
        assert_eq!(error["kind"], "environment");
        assert_eq!(error["delivery"], "NotSent");
    }
}

#[test]
fn each_variable_is_needed() {
    for variable in VARIABLES {
        let tool = Tool::new().without(variable);
        let error = post30(&tool, &["items", "--json"]).json_error(2);
        let expected = format!("not set in the environment: {variable}");
        assert_eq!(error["message"], expected);
    }
}

#[test]
fn a_variable_that_breaks_a_rule_is_named_and_not_shown() {
    let breaches = [
        ("POST30_BASE_URL", "canary.example"),
        ("POST30_BASE_URL", "https://canary:canary@host.example"),
        ("POST30_BASE_URL", "https://canary.example/Api/Product/"),
        ("POST30_ACCESS_KEY", "can ary"),
        ("POST30_SECRET_KEY", "canary\n"),
        ("POST30_SECRET_KEY", Post30::ACCESS_KEY),
    ];
    for (variable, value) in breaches {
        let tool = Tool::new().with(variable, value);
        let error = post30(&tool, &["items"]).failed(2);
        let expected = format!("error: {variable} must ");
        assert!(error.starts_with(&expected), "{error}");
        assert!(
            !error.contains("canary") && !error.contains("can ary"),
            "{error}"
        );
        assert!(tool.sandbox.requests().is_empty());
    }
}

#[test]
fn plain_http_elsewhere_is_refused_and_the_way_out_is_named() {
    let tool = Tool::new().with("POST30_BASE_URL", "http://p.30post.example");
    let error = post30(&tool, &["items", "--json"]).json_error(2);
    assert_eq!(error["kind"], "invalid");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("POST30_BASE_URL must be https"),
        "{message}"
    );
    assert_eq!(error["hint"], "OPENPLAT_ALLOW_HTTP=1 allows it");
}

/// 0.0.0.0 reaches this machine, and is no loopback address by its number.
#[test]
#[cfg(unix)]
fn plain_http_elsewhere_can_be_allowed_and_is_warned_about_once() {
    let tool = Tool::new();
    let base_url = tool.sandbox.base_url().replace("127.0.0.1", "0.0.0.0");
    let tool = tool
        .with("POST30_BASE_URL", base_url)
        .with("OPENPLAT_ALLOW_HTTP", "1");
    let run = post30(&tool, &["items", "--all-pages"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(
        run.err,
        "warning: calls to 0.0.0.0 are plain http: credentials cross the network in clear\n"
    );
}

#[test]
fn the_proxy_of_the_environment_does_not_matter() {
    // Port 9 discards, if anything listens at all.
    let proxy = "http://127.0.0.1:9";
    let tool = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        .into_iter()
        .fold(Tool::new(), |tool, name| tool.with(name, proxy));
    post30(&tool, &["items"]).done();
    super::close_batch(&tool, &["--data", BATCH]).done();
}

#[test]
fn the_help_names_the_variables() {
    let help = post30(&Tool::bare(), &["--help"]).done();
    for variable in VARIABLES.into_iter().chain(["OPENPLAT_ALLOW_HTTP"]) {
        assert!(help.contains(variable), "{help}");
    }
}
