//! No key and no signature is ever shown. That of the secret key is checked after every run of
//! these tests, too.

use openplat_sandbox::{Answer, Post30};
use provider_testing::Nobody;

use super::{BATCH, close_batch, post30, refuse_next};
use crate::tool::{Run, Tool};

const LISTS: [&[&str]; 4] = [
    &["items", "--all-pages"],
    &["item", "1234"],
    &["items-by-class", Post30::CLASS_NAME],
    &["items-by-alias", "--alias", Post30::ALISE_NAME],
];

/// Runs every command for people and for programs, and gives the exit statuses.
fn run_all(tool: &Tool) -> Vec<i32> {
    let mut statuses = Vec::new();
    for format in [&[][..], &["--json"]] {
        let lists = LISTS.map(|line| post30(tool, &[line, format].concat()));
        let call = close_batch(tool, &[&["--data", BATCH], format].concat());
        let runs: Vec<Run> = lists.into_iter().chain([call]).collect();
        for run in runs {
            for secret in [Post30::ACCESS_KEY, Post30::SECRET_KEY, "canary"] {
                let is_shown = run.out.contains(secret) || run.err.contains(secret);
                assert!(!is_shown, "{run:?}");
            }
            statuses.push(run.status);
        }
    }
    statuses
}

#[test]
fn good_runs_show_none() {
    assert_eq!(run_all(&Tool::new()), [0; 10]);
}

#[test]
fn refusals_that_echo_secrets_show_none() {
    let tool = Tool::new();
    tool.post30().echo_secrets(true);
    for _ in 0..10 {
        refuse_next(&tool, "echo");
    }
    assert_eq!(run_all(&tool), [1; 10]);
    // The echo is there, with the secrets replaced.
    refuse_next(&tool, "echo");
    let error = post30(&tool, &["items"]).failed(1);
    assert!(error.contains("echo") && error.contains("***"), "{error}");
    let sent = tool.sandbox.requests().pop().unwrap();
    let body = String::from_utf8(sent.body.clone()).unwrap();
    let sign = body.split('&').find_map(|pair| pair.strip_prefix("sign="));
    assert!(!error.contains(sign.unwrap()), "{error}");
}

#[test]
fn runs_with_wrong_keys_show_none() {
    for variable in ["POST30_ACCESS_KEY", "POST30_SECRET_KEY"] {
        let tool = Tool::new().with(variable, "canary-key");
        assert_eq!(run_all(&tool), [1; 10]);
    }
}

#[test]
fn runs_without_a_service_show_none() {
    let nobody = Nobody::new();
    let tool = Tool::new()
        .with("POST30_BASE_URL", nobody.base_url())
        .with("POST30_SECRET_KEY", "canary-key");
    // The call goes to the URL that it names, where the key is a wrong one.
    assert_eq!(run_all(&tool), [1; 10]);
}

#[test]
fn pages_that_repeat_secrets_show_none() {
    let tool = Tool::new();
    for _ in 0..10 {
        tool.post30().answer_next(Answer::Raw {
            status: 500,
            content_type: "text/html".to_owned(),
            body: format!("{} {}", Post30::ACCESS_KEY, Post30::SECRET_KEY).into_bytes(),
        });
    }
    assert_eq!(run_all(&tool), [1; 10]);
}
