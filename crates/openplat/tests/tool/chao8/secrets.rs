//! No secret, digest or token is ever shown, but for `token --reveal`. That is checked after
//! every run of these tests, too.

use openplat_sandbox::{Answer, Chao8};
use provider_testing::Nobody;

use super::{FLOW_PATH, PRODUCT, PRODUCT_PATH, chao8, refuse_next, with_token};
use crate::tool::{CHAO8_DIGEST, Tool};

const LINES: [&[&str]; 3] = [
    &["token"],
    &["get", FLOW_PATH, "--query", "code=000100000001"],
    &["post", PRODUCT_PATH, "--body", PRODUCT],
];

/// Runs every command for people and for programs, and gives the exit statuses.
fn run_all(tool: &Tool) -> Vec<i32> {
    let mut statuses = Vec::new();
    for line in LINES {
        for format in [&[][..], &["--json"]] {
            let line = [line, format].concat();
            let run = chao8(tool, &line);
            for secret in [Chao8::SECRET, CHAO8_DIGEST, "sandbox-token-", "canary"] {
                let shown = [&run.out, &run.err];
                assert!(!shown.iter().any(|text| text.contains(secret)), "{line:?}");
            }
            statuses.push(run.status);
        }
    }
    statuses
}

#[test]
fn good_runs_show_none() {
    assert_eq!(run_all(&Tool::new()), [0; 6]);
}

#[test]
fn refusals_that_echo_the_token_show_none() {
    let tool = with_token();
    tool.chao8().echo_secrets(true);
    for _ in 0..4 {
        refuse_next(&tool, 12345, "echo");
    }
    assert_eq!(run_all(&tool), [0, 0, 1, 1, 1, 1]);
    // The echo is there, with the token replaced.
    refuse_next(&tool, 12345, "echo");
    let error = chao8(&tool, &["get", "/cncop/demo"]).failed(1);
    assert!(error.contains("Authorization ***"), "{error}");
}

#[test]
fn a_refused_token_request_that_echoes_the_digest_shows_none() {
    let tool = Tool::new().with("CHAO8_ACCESS_KEY", Chao8::DISABLED_ACCESS_KEY);
    tool.chao8().echo_secrets(true);
    assert_eq!(run_all(&tool), [1; 6]);
    let tool = Tool::new().with("CHAO8_ACCESS_KEY", Chao8::DISABLED_ACCESS_KEY);
    tool.chao8().echo_secrets(true);
    let error = chao8(&tool, &["token"]).failed(1);
    // The echo is there, with the whole body replaced.
    assert!(error.contains("body ***"), "{error}");
}

#[test]
fn runs_with_a_wrong_secret_show_none() {
    for store in ["memory", ""] {
        let tool = Tool::new()
            .with("CHAO8_SECRET", "canary-secret")
            .with("OPENPLAT_TOKEN_STORE", store);
        tool.chao8().echo_secrets(true);
        assert_eq!(run_all(&tool), [1; 6]);
    }
}

#[test]
fn runs_without_a_service_show_none() {
    let nobody = Nobody::new();
    let tool = Tool::new()
        .with("CHAO8_BASE_URL", nobody.base_url())
        .with("CHAO8_SECRET", "canary-secret");
    assert_eq!(run_all(&tool), [1; 6]);
}

#[test]
fn pages_that_repeat_secrets_show_none() {
    let page = || Answer::Raw {
        status: 500,
        content_type: "text/html".to_owned(),
        body: format!("{} {CHAO8_DIGEST} sandbox-token-", Chao8::SECRET).into_bytes(),
    };
    let tool = with_token();
    for _ in 0..4 {
        tool.chao8().answer_next(page());
    }
    assert_eq!(run_all(&tool), [0, 0, 1, 1, 1, 1]);
    let tool = Tool::new();
    tool.chao8().answer_next(page());
    assert_eq!(run_all(&tool), [1; 6]);
}

#[test]
fn a_broken_store_shows_none() {
    let tool = with_token();
    let directory = tool.state.path().join("openplat");
    for entry in directory.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            // Half of a record: the token is in it.
            let record = std::fs::read_to_string(&path).unwrap();
            let end = record.find("sandbox-token-").map(|at| at + 20).unwrap();
            std::fs::write(&path, &record[..end]).unwrap();
        }
    }
    assert_eq!(run_all(&tool), [1; 6]);
}
