//! Where the access token is kept between two commands.

use std::path::{Path, PathBuf};

use super::{chao8, with_token};
use crate::errors::verdict;
use crate::tool::{Scratch, Tool};

const GET: [&str; 2] = ["get", "/cncop/demo"];

/// The files below a directory, sorted.
fn files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = directory.read_dir() else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort_unstable();
    files
}

/// Runs two commands, which share one token.
#[track_caller]
fn shares_one_token(tool: &Tool) {
    chao8(tool, &GET).done();
    chao8(tool, &GET).done();
    assert_eq!(tool.chao8().token_requests(), 1);
    let requests = tool.sandbox.requests();
    let tokens: Vec<_> = requests[1..]
        .iter()
        .map(|request| request.header("Authorization"))
        .collect();
    assert_eq!(tokens.len(), 2);
    assert!(tokens[0].is_some() && tokens[0] == tokens[1]);
}

#[test]
fn two_commands_in_a_row_share_one_token_in_the_state_directory() {
    let tool = Tool::new();
    shares_one_token(&tool);
    let files = files(&tool.state.path().join("openplat"));
    let names: Vec<_> = files.iter().map(|file| file.extension().unwrap()).collect();
    assert_eq!(names, ["json", "lock"]);
}

#[test]
#[cfg(unix)]
fn the_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let tool = with_token();
    let directory = tool.state.path().join("openplat");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    let files = files(&directory);
    assert_eq!(files.len(), 2);
    assert!(files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

#[test]
#[cfg(unix)]
fn without_a_state_directory_it_is_below_the_home() {
    for state_home in [None, Some(""), Some("relative/state")] {
        let home = Scratch::new();
        let mut tool = Tool::new()
            .without("XDG_STATE_HOME")
            .with("HOME", home.path());
        if let Some(state_home) = state_home {
            tool = tool.with("XDG_STATE_HOME", state_home);
        }
        shares_one_token(&tool);
        assert_eq!(files(&home.path().join(".local/state/openplat")).len(), 2);
        assert!(files(tool.state.path()).is_empty());
    }
}

#[test]
#[cfg(unix)]
fn without_a_home_the_store_has_to_be_named() {
    let tool = Tool::new().without("XDG_STATE_HOME");
    let error = chao8(&tool, &["token", "--json"]).json_error(2);
    assert_eq!(verdict(&error), ("environment", None, "NotSent"));
    assert_eq!(error["hint"], "OPENPLAT_TOKEN_STORE chooses another store");
    assert!(tool.sandbox.requests().is_empty());
    chao8(&tool.with("OPENPLAT_TOKEN_STORE", "memory"), &GET).done();
}

#[test]
fn an_empty_variable_is_one_that_is_not_set() {
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", " ");
    shares_one_token(&tool);
    assert_eq!(files(&tool.state.path().join("openplat")).len(), 2);
}

#[test]
fn a_directory_of_files_can_be_named() {
    let scratch = Scratch::new();
    let directory = scratch.path().join("deep/er");
    let mut value = std::ffi::OsString::from("file:");
    value.push(&directory);
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", value);
    shares_one_token(&tool);
    assert_eq!(files(&directory).len(), 2);
    assert!(files(tool.state.path()).is_empty());
}

#[test]
fn memory_keeps_nothing() {
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", "memory");
    chao8(&tool, &GET).done();
    assert!(files(tool.state.path()).is_empty());
    tool.chao8().set_token_interval(std::time::Duration::ZERO);
    chao8(&tool, &GET).done();
    assert_eq!(tool.chao8().token_requests(), 2);
}

#[test]
fn another_value_is_a_bad_input_and_not_shown() {
    for value in [
        "canary",
        "Memory",
        "memory:canary",
        "/canary/directory",
        "http://canary@redis.example",
        "unix:///canary",
    ] {
        let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", value);
        let error = chao8(&tool, &["token", "--json"]).json_error(2);
        assert_eq!(verdict(&error), ("environment", None, "NotSent"), "{value}");
        assert_eq!(
            error["message"],
            "OPENPLAT_TOKEN_STORE must be `memory`, `file:DIR`, `redis://…`, `rediss://…`, or not set"
        );
        assert!(tool.sandbox.requests().is_empty());
    }
}

#[test]
#[cfg(not(feature = "redis"))]
fn a_build_without_redis_says_so_and_how_to_get_one_with_it() {
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", "redis://:canary@127.0.0.1:1");
    let error = chao8(&tool, &["token", "--json"]).json_error(2);
    assert_eq!(verdict(&error), ("environment", None, "NotSent"));
    let text = error.to_string();
    assert!(text.contains("this build of openplat leaves out"), "{text}");
    assert!(text.contains("the feature `redis`"), "{text}");
    assert!(!text.contains("canary"), "{text}");
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
#[cfg(unix)]
fn a_value_that_is_no_text_is_a_bad_input_and_not_shown() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    let value = OsString::from_vec(b"redis://:canary@\xff".to_vec());
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", value);
    let error = chao8(&tool, &["token"]).failed(2);
    assert!(
        error.contains("not UTF-8 in the environment: OPENPLAT_TOKEN_STORE"),
        "{error}"
    );
    assert!(!error.contains("canary"));
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error_of_the_store() {
    let scratch = Scratch::new();
    let file = scratch.file("file", "");
    let tool = Tool::new().with("OPENPLAT_TOKEN_STORE", format!("file:{file}/below"));
    let error = chao8(&tool, &["token", "--json"]).json_error(1);
    assert_eq!(verdict(&error), ("store", None, "NotSent"));
    assert_eq!(error["hint"], "OPENPLAT_TOKEN_STORE chooses another store");
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn a_token_file_that_cannot_be_read_is_set_aside_and_no_second_token_asked_for() {
    let tool = with_token();
    let [data, _] = files(&tool.state.path().join("openplat"))
        .try_into()
        .unwrap();
    std::fs::write(&data, "canary").unwrap();
    let error = chao8(&tool, &GET).failed(1);
    assert!(error.contains("warning: the token file"), "{error}");
    assert!(error.contains("unreadable-1"), "{error}");
    assert!(
        error.contains("wait:    61 s before the next try"),
        "{error}"
    );
    assert!(error.contains("effect:  none, nothing was sent"), "{error}");
    assert!(!error.contains("canary"), "{error}");
    let error = chao8(&tool, &[&GET[..], &["--json"]].concat()).json_error(1);
    assert_eq!(verdict(&error), ("wait", None, "NotSent"));
    assert_eq!(tool.sandbox.requests().len(), 1);
}

#[test]
fn a_token_file_of_another_version_is_an_error_and_never_no_token() {
    let tool = with_token();
    let [data, _] = files(&tool.state.path().join("openplat"))
        .try_into()
        .unwrap();
    std::fs::write(&data, r#"{"version":2,"canary":1}"#).unwrap();
    let error = chao8(&tool, &[&GET[..], &["--json"]].concat()).json_error(1);
    assert_eq!(verdict(&error), ("store", None, "NotSent"));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("to repair") && message.contains(data.to_str().unwrap()));
    assert!(!message.contains("canary"));
    let error = chao8(&tool, &GET).failed(1);
    assert!(error.contains("effect:  none, nothing was sent"), "{error}");
    assert_eq!(tool.sandbox.requests().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_token_file_that_others_may_read_is_refused_with_the_repair() {
    use std::os::unix::fs::PermissionsExt;
    let tool = with_token();
    let [data, _] = files(&tool.state.path().join("openplat"))
        .try_into()
        .unwrap();
    std::fs::set_permissions(&data, PermissionsExt::from_mode(0o644)).unwrap();
    let error = chao8(&tool, &GET).failed(1);
    assert!(error.contains("others may read"), "{error}");
    assert!(
        error.contains(&format!("`chmod 600 {}`", data.display())),
        "{error}"
    );
    assert!(error.contains("effect:  none, nothing was sent"), "{error}");
    std::fs::set_permissions(&data, PermissionsExt::from_mode(0o600)).unwrap();
    chao8(&tool, &GET).done();
}

#[test]
fn tokens_of_two_services_and_of_two_accounts_are_kept_apart() {
    let tool = with_token();
    let other = Tool::new();
    let tool = tool.with("CHAO8_BASE_URL", other.sandbox.base_url());
    chao8(&tool, &GET).done();
    assert_eq!(other.chao8().token_requests(), 1);
    assert_eq!(files(&tool.state.path().join("openplat")).len(), 4);
}

#[test]
fn spellings_of_one_service_share_one_token() {
    let tool = with_token();
    let base_url = tool.sandbox.base_url();
    let (_, port) = base_url.rsplit_once(':').unwrap();
    let spelling = format!("HTTP://127.0.0.1:0{port}/");
    let tool = tool.with("CHAO8_BASE_URL", spelling);
    chao8(&tool, &GET).done();
    assert_eq!(tool.chao8().token_requests(), 1);
    assert_eq!(files(&tool.state.path().join("openplat")).len(), 2);
}
