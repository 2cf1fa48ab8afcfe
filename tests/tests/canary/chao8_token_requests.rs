//! Every call of chao8 that has no token and asks for one, in vain and otherwise.

use std::sync::Arc;

use access_token::MemoryStore;
use chao8_api::{Class, Delivery, Error};
use openplat_sandbox::{Answer, TokenLimit};
use provider_testing::Canaries;

use crate::chao8::{
    CALLS, STATUS, Scene, TOKEN, Watched, behind_every_fault, canaries, delivery, sandbox,
};

/// Makes every call without a token, each with a client of its own.
fn run(scene: Scene<'_>, canaries: &Canaries, before_each: impl Fn()) -> Vec<Option<Error>> {
    let each = CALLS.iter().chain([&TOKEN]).map(|(name, call)| {
        let watched = Watched::new(scene, Arc::new(MemoryStore::new()));
        let place = format!("{}, {name}", scene.name);
        before_each();
        let error = watched.run(canaries, &place, *call);
        let failed = watched.run(canaries, &format!("{place}, token_status"), STATUS.1);
        assert!(failed.is_none(), "{place}");
        // Once more: no request is allowed now, and the error says why the last one failed.
        let again = watched.run(canaries, &format!("{place}, again"), *call);
        if error.is_some() {
            assert_eq!(delivery(&again), Some(Delivery::NotSent), "{place}");
        }
        error
    });
    each.collect()
}

/// Every call fails for want of a token; the errors.
fn run_in_vain(scene: Scene<'_>, canaries: &Canaries, before_each: impl Fn()) -> Vec<Error> {
    let errors: Vec<Error> = run(scene, canaries, before_each)
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(errors.len(), CALLS.len() + 1, "{}", scene.name);
    for error in &errors {
        assert!(
            matches!(error, Error::Token(_)),
            "{}: {error:?}",
            scene.name
        );
        assert_eq!(error.delivery(), Delivery::NotSent, "{}", scene.name);
    }
    errors
}

#[test]
fn a_token_that_is_fetched_is_not_shown() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let scene = Scene::new("fetched", &base_url);
    let good = run(scene, &canaries(), || {});
    assert!(good.iter().all(Option::is_none));
    assert_eq!(sandbox.chao8().token_requests(), CALLS.len() + 1);
}

#[test]
fn refused_token_requests_show_no_secret() {
    let sandbox = sandbox();
    let chao8 = sandbox.chao8();
    // The sandbox repeats what it was sent: access key and digest.
    chao8.echo_secrets(true);
    let base_url = sandbox.base_url();
    for code in chao8.answerable_codes() {
        let name = code.to_string();
        run_in_vain(Scene::new(&name, &base_url), &canaries(), || {
            chao8.answer_next(Answer::Code {
                code: *code,
                message: format!("refused {}", chao8.secret()),
            });
        });
    }
}

#[test]
fn a_token_request_that_came_too_often_shows_no_secret() {
    let sandbox = sandbox();
    let chao8 = sandbox.chao8();
    chao8.set_token_limit(TokenLimit::On);
    chao8.echo_secrets(true);
    let base_url = sandbox.base_url();
    let scene = Scene::new("21185002", &base_url);
    let before = run(scene, &canaries(), || {});
    // The first client gets the one token of this minute.
    let later = before.into_iter().skip(1);
    for error in later {
        let error = error.unwrap();
        assert_eq!(error.code().map(|code| code.0), Some(21_185_002));
        assert_eq!(error.class(), Some(Class::RateLimit));
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
}

#[test]
fn tokens_that_cannot_be_used_are_not_shown() {
    let sandbox = sandbox();
    let mut canaries = canaries();
    canaries.add("canary token");
    let token = |token: &str, seconds: i64| {
        let data = serde_json::json!({"accessToken": token, "tokenTtlSeconds": seconds});
        serde_json::json!({"code": 200, "message": "success", "data": data})
    };
    let bodies = [
        ("no header value", token("canary token", 28_800)),
        ("no life", token("sandbox-token-", 0)),
        (
            "no token",
            serde_json::json!({"code": 200, "data": {"other": "sandbox-token-"}}),
        ),
        ("no envelope", serde_json::json!(["sandbox-token-"])),
        (
            "no code",
            serde_json::json!({"code": "sandbox-token-", "message": "sandbox-token-"}),
        ),
    ];
    let base_url = sandbox.base_url();
    for (name, body) in &bodies {
        run_in_vain(Scene::new(name, &base_url), &canaries, || {
            sandbox.chao8().answer_next(Answer::Raw {
                status: 200,
                content_type: "application/json".to_owned(),
                body: body.to_string().into_bytes(),
            });
        });
    }
}

#[test]
fn token_requests_under_every_fault_show_no_secret() {
    let sandbox = sandbox();
    behind_every_fault(&sandbox, |scene, _| {
        run_in_vain(scene, &canaries(), || {});
    });
}
