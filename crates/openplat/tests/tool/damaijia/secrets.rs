//! No secret is ever shown, and nothing of a recipient in an error. Secrets and tokens are checked
//! after every run of these tests, too.

use openplat_sandbox::{Answer, Damaijia};
use provider_testing::Nobody;

use super::{ADDRESS, MOBILE, NAME, damaijia, order_file, with_token};
use crate::tool::Tool;

/// Runs every command for people and for programs, and gives the exit statuses.
fn run_all(tool: &Tool) -> Vec<i32> {
    let file = order_file(tool);
    let lines: [&[&str]; 9] = [
        &["token"],
        &["balance"],
        &["warehouses"],
        &["products", "--warehouse", "2", "--all-pages"],
        &["order", "create", "--file", &file],
        &["orders"],
        &["packages"],
        &["status", "2000111"],
        &["cancel", "2000111"],
    ];
    let mut statuses = Vec::new();
    for line in lines {
        for format in [&[][..], &["--json"]] {
            let run = damaijia(tool, &[line, format].concat());
            for secret in [Damaijia::APP_SECRET, Damaijia::API_KEY, "canary"] {
                let is_shown = run.out.contains(secret) || run.err.contains(secret);
                assert!(!is_shown, "{run:?}");
            }
            for private in [NAME, MOBILE, ADDRESS] {
                assert!(!run.err.contains(private), "{run:?}");
            }
            statuses.push(run.status);
        }
    }
    statuses
}

#[test]
fn good_runs_show_none() {
    let statuses = run_all(&Tool::new());
    // The order of the second run exists.
    let refused = statuses.iter().filter(|status| **status == 1).count();
    assert_eq!((statuses.len(), refused, statuses[9]), (18, 1, 1));
}

#[test]
fn refusals_that_repeat_recipients_and_credentials_show_none() {
    let tool = with_token();
    tool.damaijia().echo_secrets(true);
    let file = order_file(&tool);
    let message = format!("收件人 {NAME} {MOBILE} {ADDRESS} 有误");
    tool.damaijia()
        .answer_next(Answer::Code { code: 205, message });
    let error = damaijia(&tool, &["order", "create", "--file", &file]).failed(1);
    for private in [NAME, MOBILE, ADDRESS] {
        assert!(!error.contains(private), "{error}");
    }
    assert!(error.contains("收件人 *** *** *** 有误"), "{error}");
}

#[test]
fn runs_with_wrong_credentials_show_none() {
    for variable in ["DAMAIJIA_APP_SECRET", "DAMAIJIA_API_KEY"] {
        let tool = Tool::new().with(variable, "canary-key");
        tool.damaijia().echo_secrets(true);
        let statuses = run_all(&tool);
        let refused = statuses.iter().filter(|status| **status == 1).count();
        // With a key `token` has nothing to ask for.
        let expected = if variable == "DAMAIJIA_API_KEY" {
            16
        } else {
            18
        };
        assert_eq!(refused, expected, "{variable}");
    }
}

#[test]
fn runs_without_a_service_show_none() {
    let nobody = Nobody::new();
    let tool = Tool::new()
        .with("DAMAIJIA_BASE_URL", nobody.base_url())
        .with("DAMAIJIA_APP_SECRET", "canary-secret");
    assert_eq!(run_all(&tool), [1; 18]);
}
