//! 获取token: logging in, and the one token that lives.

use openplat_sandbox::{Damaijia, ReplacedToken, Sandbox};
use serde_json::{Value, json};
use time::macros::datetime;

use super::caller::{BALANCE, code, data, login, login_with, post, post_as};

fn replaced(sandbox: &Sandbox) -> Vec<ReplacedToken> {
    let logins = sandbox.damaijia().logins().into_iter();
    logins.map(|login| login.replaced).collect()
}

fn balance_with(sandbox: &Sandbox, token: &str) -> i64 {
    let answer = post_as(sandbox, token, BALANCE, &json!({})).json();
    answer["status"].as_i64().unwrap()
}

#[test]
fn new_login_ends_the_former_token_at_once() {
    let sandbox = Sandbox::start().unwrap();
    let first = login(&sandbox);
    assert_eq!(balance_with(&sandbox, &first), 0);
    let second = login(&sandbox);
    assert_ne!(first, second);
    assert_eq!(balance_with(&sandbox, &first), 200);
    assert_eq!(balance_with(&sandbox, &second), 0);
    assert!(!sandbox.damaijia().is_accepted(&first));
    assert!(sandbox.damaijia().is_accepted(&second));
}

#[test]
fn foreign_login_ends_the_token_and_is_no_login_of_ours() {
    let sandbox = Sandbox::start().unwrap();
    let token = login(&sandbox);
    sandbox.damaijia().foreign_login();
    assert_eq!(balance_with(&sandbox, &token), 200);
    assert!(!sandbox.damaijia().is_accepted(&token));
    assert_eq!(sandbox.damaijia().logins().len(), 1);
    let again = login(&sandbox);
    assert_eq!(balance_with(&sandbox, &again), 0);
}

#[test]
fn fixed_key_needs_no_login_and_outlives_every_login() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(balance_with(&sandbox, Damaijia::API_KEY), 0);
    login(&sandbox);
    sandbox.damaijia().foreign_login();
    assert_eq!(balance_with(&sandbox, sandbox.damaijia().api_key()), 0);
    assert!(sandbox.damaijia().is_accepted(Damaijia::API_KEY));
    assert!(!sandbox.damaijia().is_accepted(""));
}

#[test]
fn token_has_no_lifetime() {
    let sandbox = Sandbox::start().unwrap();
    let token = login(&sandbox);
    sandbox.clock().set(datetime!(2199-01-01 00:00:00 UTC));
    assert_eq!(balance_with(&sandbox, &token), 0);
}

#[test]
fn logins_say_when_they_came_and_whom_they_logged_out() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 12:00:00 +8));
    login(&sandbox);
    let token = login(&sandbox);
    assert_eq!(balance_with(&sandbox, &token), 0);
    sandbox.clock().set(datetime!(2021-08-05 13:00:00 +8));
    login(&sandbox);
    sandbox.damaijia().foreign_login();
    login(&sandbox);
    assert_eq!(
        replaced(&sandbox),
        [
            ReplacedToken::Nothing,
            ReplacedToken::Unused,
            ReplacedToken::Used,
            ReplacedToken::Foreign
        ]
    );
    let logins = sandbox.damaijia().logins();
    assert_eq!(logins[1].at, datetime!(2021-08-05 12:00:00 +8));
    assert_eq!(logins[2].at, datetime!(2021-08-05 13:00:00 +8));
}

#[test]
fn fixed_key_does_not_count_as_a_use_of_the_token() {
    let sandbox = Sandbox::start().unwrap();
    login(&sandbox);
    assert_eq!(balance_with(&sandbox, Damaijia::API_KEY), 0);
    login(&sandbox);
    assert_eq!(replaced(&sandbox)[1], ReplacedToken::Unused);
}

#[test]
fn wrong_pair_is_1003_and_leaves_the_token_alone() {
    let sandbox = Sandbox::start().unwrap();
    let token = login(&sandbox);
    let (id, secret) = (Damaijia::APP_ID, Damaijia::APP_SECRET);
    for (id, secret) in [("other", secret), (id, "other"), (secret, id)] {
        let body = json!({"app_id": id, "app_secret": secret});
        assert_eq!(code(&login_with(&sandbox, &body)), 1003);
    }
    assert_eq!(sandbox.damaijia().logins().len(), 1);
    assert_eq!(balance_with(&sandbox, &token), 0);
}

#[test]
fn credentials_that_are_missing_or_no_text_are_422() {
    let sandbox = Sandbox::start().unwrap();
    let (id, secret) = (sandbox.damaijia().app_id(), sandbox.damaijia().app_secret());
    for body in [
        json!({}),
        json!({"app_id": id}),
        json!({"app_secret": secret}),
        json!({"app_id": id, "app_secret": ""}),
        json!({"app_id": 7, "app_secret": secret}),
        json!({"app_id": id, "app_secret": secret, "more": ""}),
        Value::from(id),
    ] {
        assert_eq!(code(&login_with(&sandbox, &body)), 422, "{body}");
    }
    assert!(sandbox.damaijia().logins().is_empty());
}

#[test]
fn tokens_are_the_same_in_every_run() {
    let tokens = || {
        let sandbox = Sandbox::start().unwrap();
        [login(&sandbox), login(&sandbox)]
    };
    assert_eq!(tokens(), tokens());
}

#[test]
fn balance_is_the_start_balance() {
    let sandbox = Sandbox::start().unwrap();
    let balance = data(&post(&sandbox, BALANCE, &json!({})))["balance"].clone();
    assert_eq!(balance, Damaijia::START_BALANCE_FEN);
    assert_eq!(
        sandbox.damaijia().balance_fen(),
        Damaijia::START_BALANCE_FEN
    );
}
