//! No secret is ever shown. That is checked after every run of these tests, too.

use openplat_sandbox::{Answer, Vending};
use provider_testing::Nobody;
use workspace_tests::providers::PROVIDERS;

use crate::tool::Tool;

const CANCEL_ALL: &[&str] = &[
    "codes",
    "cancel",
    "--machine",
    Vending::MACHINE,
    "--all",
    "--yes",
];

/// Every command of vending, and one that is done after all others.
fn lines() -> Vec<&'static [&'static str]> {
    let vending = PROVIDERS.iter().find(|provider| provider.name == "vending");
    [vending.unwrap().commands, &[CANCEL_ALL]].concat()
}

/// Runs every call for people and for programs, and gives the exit statuses.
fn run_all(tool: &Tool) -> Vec<i32> {
    let mut statuses = Vec::new();
    for line in lines() {
        for format in [&[][..], &["--json"]] {
            let line = [&["vending"], line, format].concat();
            let run = tool.run(&line);
            for secret in [Vending::APP_SECRET, Vending::SIGN_KEY, "canary"] {
                let shown = [&run.out, &run.err];
                assert!(!shown.iter().any(|text| text.contains(secret)), "{line:?}");
            }
            statuses.push(run.status);
        }
    }
    statuses
}

#[test]
fn good_runs_show_no_secret() {
    // The second of each pair of cancelling runs finds the code gone.
    let statuses = run_all(&Tool::new());
    assert_eq!(statuses, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
}

#[test]
fn refusals_that_echo_secrets_show_none() {
    let tool = Tool::new();
    tool.vending().echo_secrets(true);
    for _ in 0..lines().len() * 2 {
        tool.vending().answer_next(Answer::Code {
            code: 10013,
            message: format!("app secret is invalid, key {}", Vending::SIGN_KEY),
        });
    }
    assert_eq!(run_all(&tool), [1; 12]);
    // The echo is there, with the secrets replaced.
    tool.vending().answer_next(Answer::Code {
        code: 10013,
        message: "echo".to_owned(),
    });
    let error = tool.run(&["vending", "ping"]).failed(1);
    assert!(error.contains("AppSecret ***"), "{error}");
}

#[test]
fn runs_with_wrong_credentials_show_none() {
    let tool = Tool::new()
        .with("VENDING_APP_SECRET", "canary-secret")
        .with("VENDING_SIGN_KEY", "canary-key");
    tool.vending().echo_secrets(true);
    assert_eq!(run_all(&tool), [1; 12]);
}

#[test]
fn runs_without_a_service_show_none() {
    let nobody = Nobody::new();
    let tool = Tool::new()
        .with("VENDING_BASE_URL", nobody.base_url())
        .with("VENDING_APP_SECRET", "canary-secret")
        .with("VENDING_SIGN_KEY", "canary-key");
    assert_eq!(run_all(&tool), [1; 12]);
}

#[test]
fn pages_that_repeat_secrets_show_none() {
    let tool = Tool::new();
    for _ in 0..lines().len() * 2 {
        tool.vending().answer_next(Answer::Raw {
            status: 500,
            content_type: "text/html".to_owned(),
            body: format!("{} {}", Vending::APP_SECRET, Vending::SIGN_KEY).into_bytes(),
        });
    }
    assert_eq!(run_all(&tool), [1; 12]);
}
