use openplat_sandbox::Chao8;

use super::{FLOW_PATH, PRODUCT, PRODUCT_PATH, chao8};
use crate::tool::Tool;

const VARIABLES: [&str; 3] = ["CHAO8_BASE_URL", "CHAO8_ACCESS_KEY", "CHAO8_SECRET"];

#[test]
fn all_variables_that_are_missing_are_named_at_once() {
    let tool = VARIABLES.into_iter().fold(Tool::new(), Tool::without);
    let calls: [&[&str]; 3] = [
        &["token"],
        &["get", FLOW_PATH],
        &["post", PRODUCT_PATH, "--body", PRODUCT],
    ];
    for call in calls {
        let error = chao8(&tool, call).failed(2);
        assert!(error.contains(&VARIABLES.join(", ")), "{error}");
        let error = chao8(&tool, &[call, &["--json"]].concat()).json_error(2);
        assert_eq!(error["kind"], "environment");
        assert_eq!(error["delivery"], "NotSent");
    }
}

#[test]
fn each_variable_is_needed() {
    for variable in VARIABLES {
        let tool = Tool::new().without(variable);
        let error = chao8(&tool, &["token", "--json"]).json_error(2);
        let expected = format!("not set in the environment: {variable}");
        assert_eq!(error["message"], expected);
    }
}

#[test]
fn a_variable_that_breaks_a_rule_is_named_and_not_shown() {
    let breaches = [
        ("CHAO8_BASE_URL", "canary.example"),
        ("CHAO8_BASE_URL", "https://canary:canary@host.example"),
        ("CHAO8_ACCESS_KEY", "can ary"),
        ("CHAO8_SECRET", "canary\n"),
        ("CHAO8_SECRET", Chao8::ACCESS_KEY),
    ];
    for (variable, value) in breaches {
        let tool = Tool::new().with(variable, value);
        let error = chao8(&tool, &["token"]).failed(2);
        assert!(
            error.starts_with(&format!("error: {variable} must ")),
            "{error}"
        );
        assert!(
            !error.contains("canary") && !error.contains("can ary"),
            "{error}"
        );
        assert!(tool.sandbox.requests().is_empty());
    }
}

#[test]
fn plain_http_elsewhere_is_refused_and_the_way_out_is_named() {
    let tool = Tool::new().with("CHAO8_BASE_URL", "http://chao8.example");
    let error = chao8(&tool, &["token", "--json"]).json_error(2);
    assert_eq!(error["kind"], "invalid");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("CHAO8_BASE_URL must be https")
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
        .with("CHAO8_BASE_URL", base_url)
        .with("OPENPLAT_ALLOW_HTTP", "1");
    let run = chao8(&tool, &["get", "/cncop/demo"]);
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
    chao8(&tool, &["get", "/cncop/demo"]).done();
}

#[test]
fn the_help_names_the_variables() {
    let help = chao8(&Tool::bare(), &["--help"]).done();
    for variable in VARIABLES
        .into_iter()
        .chain(["OPENPLAT_TOKEN_STORE", "OPENPLAT_ALLOW_HTTP"])
    {
        assert!(help.contains(variable), "{help}");
    }
}
