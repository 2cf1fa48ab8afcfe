use openplat_sandbox::Vending;

use crate::tool::Tool;

const VARIABLES: [&str; 4] = [
    "VENDING_BASE_URL",
    "VENDING_APP_ID",
    "VENDING_APP_SECRET",
    "VENDING_SIGN_KEY",
];

const PING: [&str; 3] = ["vending", "ping", "--json"];

#[test]
fn all_variables_that_are_missing_are_named_at_once() {
    let tool = VARIABLES.into_iter().fold(Tool::new(), Tool::without);
    let calls: [&[&str]; 5] = [
        &["ping"],
        &["products", "--machine", Vending::MACHINE],
        &[
            "codes",
            "create",
            "--machine",
            Vending::MACHINE,
            "--product",
            "101",
        ],
        &[
            "codes",
            "list",
            "--machine",
            Vending::MACHINE,
            "--product",
            "101",
        ],
        &[
            "codes",
            "cancel",
            "--machine",
            Vending::MACHINE,
            "--id",
            "1",
        ],
    ];
    for call in calls {
        let line = [&["vending"], call].concat();
        let error = tool.run(&line).failed(2);
        assert!(error.contains(&VARIABLES.join(", ")), "{error}");
        let error = tool.run(&[&line[..], &["--json"]].concat()).json_error(2);
        assert_eq!(error["kind"], "environment");
        assert_eq!(error["delivery"], "NotSent");
    }
}

#[test]
fn each_variable_is_needed() {
    for variable in VARIABLES {
        let error = Tool::new().without(variable).run(&PING).json_error(2);
        let expected = format!("not set in the environment: {variable}");
        assert_eq!(error["message"], expected);
    }
}

#[test]
fn an_empty_variable_is_a_missing_one() {
    for empty in ["", " ", "\n"] {
        let tool = Tool::new()
            .with("VENDING_SIGN_KEY", empty)
            .without("VENDING_APP_ID");
        let error = tool.run(&PING).json_error(2);
        assert_eq!(
            error["message"],
            "not set in the environment: VENDING_APP_ID, VENDING_SIGN_KEY"
        );
    }
}

#[test]
#[cfg(unix)]
fn a_variable_that_is_no_text_is_named_and_not_shown() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let value = OsString::from_vec(b"canary-\xff".to_vec());
    let error = Tool::new()
        .with("VENDING_SIGN_KEY", value)
        .run(&PING)
        .failed(2);
    assert!(error.contains("not UTF-8 in the environment: VENDING_SIGN_KEY"));
    assert!(!error.contains("canary"));
}

#[test]
fn a_variable_that_breaks_a_rule_is_named_and_not_shown() {
    let breaches = [
        ("VENDING_BASE_URL", "canary.example"),
        ("VENDING_BASE_URL", "https://canary:canary@host.example"),
        ("VENDING_BASE_URL", "https://canary.example/api/openapi/v1/"),
        ("VENDING_APP_ID", "can ary"),
        ("VENDING_APP_SECRET", "canary\n"),
        ("VENDING_SIGN_KEY", Vending::APP_SECRET),
    ];
    for (variable, value) in breaches {
        let tool = Tool::new().with(variable, value);
        let error = tool.run(&PING).failed(2);
        assert!(error.contains(&format!("\"{variable} must ")), "{error}");
        assert!(
            !error.contains("canary") && !error.contains("can ary"),
            "{error}"
        );
        assert!(tool.sandbox.requests().is_empty());
    }
}

#[test]
fn the_proxy_of_the_environment_does_not_matter() {
    let mut tool = Tool::new();
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        // Port 9 discards, if anything listens at all.
        tool = tool
            .with(name, "http://127.0.0.1:9")
            .with(&name.to_uppercase(), "http://127.0.0.1:9");
    }
    tool.run(&PING).done();
    tool.run(&["demo"]).done();
}

#[test]
fn plain_http_elsewhere_is_refused_and_the_way_out_is_named() {
    let tool = Tool::new().with("VENDING_BASE_URL", "http://vending.example");
    let error = tool.run(&PING).json_error(2);
    assert_eq!(error["kind"], "invalid");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("VENDING_BASE_URL must be https")
    );
    assert_eq!(error["hint"], "OPENPLAT_ALLOW_HTTP=1 allows it");
    for off in ["", "0"] {
        let tool = Tool::new()
            .with("VENDING_BASE_URL", "http://vending.example")
            .with("OPENPLAT_ALLOW_HTTP", off);
        assert_eq!(tool.run(&PING).json_error(2)["kind"], "invalid");
    }
}

/// 0.0.0.0 reaches this machine, and is no loopback address by its number.
#[test]
#[cfg(unix)]
fn plain_http_elsewhere_can_be_allowed_and_is_warned_about_once() {
    let tool = Tool::new();
    let base_url = tool.sandbox.base_url().replace("127.0.0.1", "0.0.0.0");
    let tool = tool
        .with("VENDING_BASE_URL", base_url)
        .with("OPENPLAT_ALLOW_HTTP", "1");
    let line = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--all-pages",
    ];
    let run = tool.run(&line);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(
        run.err,
        "warning: calls to 0.0.0.0 are plain http: credentials cross the network in clear\n"
    );
    let run = tool.run(&PING);
    assert_eq!(run.out, "{\"ok\":true}\n");
    let warning: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(warning["kind"], "warning");
}

#[test]
fn an_unclear_permission_is_no_permission() {
    let tool = Tool::new().with("OPENPLAT_ALLOW_HTTP", "yes");
    let error = tool.run(&PING).json_error(2);
    assert_eq!(
        error["message"],
        "OPENPLAT_ALLOW_HTTP must be 1, or 0, or not set"
    );
}
