//! The variables of every provider.

use openplat_sandbox::Vending;
use workspace_tests::providers::{PROVIDERS, Provider};

use crate::tool::{Run, Tool};

const PING: [&str; 3] = ["vending", "ping", "--json"];

/// The variables that a client is made from.
fn names(provider: &Provider) -> impl Iterator<Item = &'static str> {
    provider.variables.iter().map(|variable| variable.name)
}

fn run(tool: &Tool, provider: &Provider, command: &[&str]) -> Run {
    tool.run(&[&[provider.name], command].concat())
}

#[test]
fn all_variables_that_are_missing_are_named_at_once() {
    for provider in &PROVIDERS {
        let names: Vec<&str> = names(provider).collect();
        let tool = names
            .iter()
            .fold(Tool::new(), |tool, name| tool.without(name));
        for command in provider.commands {
            let error = run(&tool, provider, command).failed(2);
            assert!(error.contains(&names.join(", ")), "{error}");
            if let Some(alternative) = provider.alternative {
                let may_stand = format!("{} may stand", alternative.name);
                assert!(error.contains(&may_stand), "{error}");
            }
            let error = run(&tool, provider, &[*command, &["--json"]].concat()).json_error(2);
            assert_eq!(error["kind"], "environment");
            assert_eq!(error["delivery"], "NotSent");
        }
    }
}

#[test]
fn each_variable_is_needed() {
    for provider in &PROVIDERS {
        let json = [provider.commands[0], &["--json"]].concat();
        for variable in names(provider) {
            let error = run(&Tool::new().without(variable), provider, &json).json_error(2);
            let expected = format!("not set in the environment: {variable}");
            assert_eq!(error["message"], expected);
        }
        let base_url = provider.variables[0].name;
        if let Some(alternative) = provider.alternative {
            let tool = Tool::new()
                .without(base_url)
                .with(alternative.name, alternative.value.unwrap());
            let error = run(&tool, provider, &json).json_error(2);
            let expected = format!("not set in the environment: {base_url}");
            assert_eq!(error["message"], expected);
        }
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
    for provider in &PROVIDERS {
        for (variable, value) in provider.breaches {
            let tool = Tool::new().with(variable, *value);
            let json = [provider.commands[0], &["--json"]].concat();
            let message = run(&tool, provider, &json).json_error(2)["message"].to_string();
            assert!(
                message.starts_with(&format!("\"{variable} must ")),
                "{message}"
            );
            let error = run(&tool, provider, provider.commands[0]).failed(2);
            assert!(
                error.starts_with(&format!("error: {variable} must ")),
                "{error}"
            );
            for text in [message, error] {
                assert!(
                    !text.contains("canary") && !text.contains("can ary"),
                    "{text}"
                );
            }
            assert!(tool.sandbox.requests().is_empty());
        }
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
    for provider in &PROVIDERS {
        run(&tool, provider, provider.commands[0]).done();
    }
    tool.run(&["demo"]).done();
}

#[test]
fn plain_http_elsewhere_is_refused_and_the_way_out_is_named() {
    for provider in &PROVIDERS {
        let base_url = provider.variables[0].name;
        let json = [provider.commands[0], &["--json"]].concat();
        for off in [None, Some(""), Some("0")] {
            let tool = Tool::new().with(base_url, "http://host.example");
            let tool = off
                .into_iter()
                .fold(tool, |tool, off| tool.with("OPENPLAT_ALLOW_HTTP", off));
            let error = run(&tool, provider, &json).json_error(2);
            assert_eq!(error["kind"], "invalid");
            let message = error["message"].as_str().unwrap();
            assert!(
                message.starts_with(&format!("{base_url} must be https")),
                "{message}"
            );
            let why = provider.plain_http.map(|why| format!("; {why}"));
            let hint = format!("OPENPLAT_ALLOW_HTTP=1 allows it{}", why.unwrap_or_default());
            assert_eq!(error["hint"], hint);
        }
    }
}

/// 0.0.0.0 reaches this machine, and is no loopback address by its number.
#[test]
#[cfg(unix)]
fn plain_http_elsewhere_can_be_allowed_and_is_warned_about_once() {
    for provider in &PROVIDERS {
        let tool = Tool::new();
        let base_url = tool.sandbox.base_url().replace("127.0.0.1", "0.0.0.0");
        let tool = tool
            .with(provider.variables[0].name, base_url)
            .with("OPENPLAT_ALLOW_HTTP", "1");
        let people = run(&tool, provider, provider.commands[0]);
        assert_eq!(people.status, 0, "{}", people.err);
        assert_eq!(
            people.err,
            "warning: calls to 0.0.0.0 are plain http: credentials cross the network in clear\n"
        );
        let json = [provider.commands[0], &["--json"]].concat();
        let programs = run(&tool, provider, &json);
        let warning: serde_json::Value = serde_json::from_str(&programs.err).unwrap();
        assert_eq!(warning["kind"], "warning");
    }
}

/// Many exchanges are one warning.
#[test]
#[cfg(unix)]
fn the_warning_of_plain_http_comes_once_for_all_pages() {
    let tool = Tool::new();
    let base_url = tool.sandbox.base_url().replace("127.0.0.1", "0.0.0.0");
    let tool = tool
        .with("VENDING_BASE_URL", &base_url)
        .with("POST30_BASE_URL", &base_url)
        .with("OPENPLAT_ALLOW_HTTP", "1");
    let products: &[&str] = &[
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--all-pages",
    ];
    for line in [products, &["post30", "items", "--all-pages"]] {
        let run = tool.run(line);
        assert_eq!(run.status, 0, "{}", run.err);
        assert_eq!(run.err.matches("warning: ").count(), 1, "{}", run.err);
    }
}

#[test]
fn the_help_names_the_variables() {
    for provider in &PROVIDERS {
        let help = run(&Tool::bare(), provider, &["--help"]).done();
        let alternative = provider.alternative.iter().map(|variable| variable.name);
        let store = provider.has_token.then_some("OPENPLAT_TOKEN_STORE");
        let names = names(provider).chain(alternative).chain(store);
        for variable in names.chain(["OPENPLAT_ALLOW_HTTP"]) {
            assert!(help.contains(variable), "{help}");
        }
    }
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

#[test]
#[cfg(not(feature = "webpki-roots"))]
fn a_build_without_webpki_roots_says_so_and_how_to_get_one_with_it() {
    for provider in &PROVIDERS {
        let base_url = provider.variables[0].name;
        let tool = Tool::new().with(base_url, "https://canary.example");
        let command = [provider.commands[0], &["--json"]].concat();
        let error = run(&tool, provider, &command).json_error(2);
        let verdict = crate::errors::verdict(&error);
        assert_eq!(verdict, ("environment", None, "NotSent"));
        let message =
            format!("{base_url} is https, for which this build of openplat trusts no certificate");
        assert_eq!(error["message"], message);
        let hint = "install openplat with the feature `webpki-roots`";
        assert_eq!(error["hint"], hint);
    }
}
