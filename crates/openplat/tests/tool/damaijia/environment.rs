use openplat_sandbox::Damaijia;

use super::damaijia;
use crate::tool::Tool;

const VARIABLES: [&str; 3] = [
    "DAMAIJIA_BASE_URL",
    "DAMAIJIA_APP_ID",
    "DAMAIJIA_APP_SECRET",
];

#[test]
fn all_variables_that_are_missing_are_named_at_once() {
    let tool = VARIABLES.into_iter().fold(Tool::new(), Tool::without);
    for call in ["token", "warehouses", "orders", "packages", "balance"] {
        let error = damaijia(&tool, &[call]).failed(2);
        assert!(error.contains(&VARIABLES.join(", ")), "{error}");
        assert!(error.contains("DAMAIJIA_API_KEY may stand"), "{error}");
        let error = damaijia(&tool, &[call, "--json"]).json_error(2);
        assert_eq!(error["kind"], "environment");
        assert_eq!(error["delivery"], "NotSent");
    }
}

#[test]
fn each_variable_is_needed() {
    for variable in VARIABLES {
        let tool = Tool::new().without(variable);
        let error = damaijia(&tool, &["token", "--json"]).json_error(2);
        let expected = format!("not set in the environment: {variable}");
        assert_eq!(error["message"], expected);
    }
    let tool = Tool::new()
        .without("DAMAIJIA_BASE_URL")
        .with("DAMAIJIA_API_KEY", Damaijia::API_KEY);
    let error = damaijia(&tool, &["token", "--json"]).json_error(2);
    assert_eq!(
        error["message"],
        "not set in the environment: DAMAIJIA_BASE_URL"
    );
}

#[test]
fn a_variable_that_breaks_a_rule_is_named_and_not_shown() {
    let breaches = [
        ("DAMAIJIA_BASE_URL", "canary.example"),
        ("DAMAIJIA_BASE_URL", "https://canary.example/vv/external/"),
        ("DAMAIJIA_APP_SECRET", "canary\n"),
        ("DAMAIJIA_API_KEY", "can ary"),
    ];
    for (variable, value) in breaches {
        let tool = Tool::new().with(variable, value);
        let error = damaijia(&tool, &["balance"]).failed(2);
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
    let tool = Tool::new().with("DAMAIJIA_BASE_URL", "http://damaijia.example");
    let error = damaijia(&tool, &["balance", "--json"]).json_error(2);
    assert_eq!(error["kind"], "invalid");
    let hint = "OPENPLAT_ALLOW_HTTP=1 allows it; the provider offers plain http only";
    assert_eq!(error["hint"], hint);
}

/// 0.0.0.0 reaches this machine, and is no loopback address by its number.
#[test]
#[cfg(unix)]
fn plain_http_elsewhere_can_be_allowed_and_is_warned_about_once() {
    let tool = Tool::new();
    let base_url = tool.sandbox.base_url().replace("127.0.0.1", "0.0.0.0");
    let tool = tool
        .with("DAMAIJIA_BASE_URL", base_url)
        .with("OPENPLAT_ALLOW_HTTP", "1");
    let run = damaijia(&tool, &["balance"]);
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
    damaijia(&tool, &["balance"]).done();
}

#[test]
fn the_help_names_the_variables() {
    let help = damaijia(&Tool::bare(), &["--help"]).done();
    for variable in VARIABLES.into_iter().chain([
        "DAMAIJIA_API_KEY",
        "OPENPLAT_TOKEN_STORE",
        "OPENPLAT_ALLOW_HTTP",
    ]) {
        assert!(help.contains(variable), "{help}");
    }
}
