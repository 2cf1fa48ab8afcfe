//! Every call of chao8 that has a token, good and failing.

use std::sync::Arc;
use std::time::Duration;

use chao8_api::{Code, Delivery, Error};
use openplat_sandbox::{Answer, Fault, Rejection, Sandbox};
use provider_testing::Canaries;
use workspace_tests::chao8::store_holding;

use crate::chao8::{
    CALLS, DOWNLOAD, RAW, Scene, TOKEN_PARTS, Watched, behind_every_fault, canaries, delivery,
    sandbox, secrets,
};

/// Makes every call with a good token, each with a client of its own.
fn run(
    sandbox: &Sandbox,
    canaries: &Canaries,
    scene: Scene<'_>,
    before_each: impl Fn(&str),
) -> Vec<Option<Error>> {
    let each = CALLS.iter().map(|(name, call)| {
        let place = format!("{}, {name}", scene.name);
        let token = sandbox.chao8().foreign_login();
        // Another token may be fetched at once.
        let store = store_holding(scene.base_url, &token, Duration::ZERO);
        let watched = Watched::new(scene, Arc::new(store));
        before_each(&token);
        watched.run(canaries, &place, *call)
    });
    each.collect()
}

fn deliveries(errors: &[Option<Error>]) -> Vec<Option<Delivery>> {
    errors.iter().map(delivery).collect()
}

const UNKNOWN: Option<Delivery> = Some(Delivery::Unknown);
const REFUSED: Option<Delivery> = Some(Delivery::Refused);

/// A refusal with code 500: the writing calls are open, and a raw answer is no error.
const REFUSED_WITH_500: [Option<Delivery>; 6] = [REFUSED, UNKNOWN, UNKNOWN, None, REFUSED, REFUSED];

#[test]
fn good_calls_show_no_secret() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let scene = Scene::new("good", &base_url);
    let good = run(&sandbox, &canaries(), scene, |_| {});
    assert_eq!(deliveries(&good), [None; CALLS.len()]);
    // What is looked for was sent.
    let mut sent = String::new();
    for request in sandbox.requests() {
        sent += &format!("{:?} {:?}", request.query, request.headers);
        sent += &String::from_utf8(request.body).unwrap();
    }
    let inputs = ["canary-query", "canary-header", "canary-no", "canary-body"];
    for canary in inputs.iter().chain(&TOKEN_PARTS) {
        assert!(sent.contains(canary), "{canary}");
    }
}

#[test]
fn refusals_show_no_secret() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let scene = Scene::new("refusal", &base_url);
    let refused = run(&sandbox, &canaries(), scene, |_| {
        sandbox.chao8().answer_next(Answer::Code {
            code: Code::UNKNOWN_ERROR.0,
            message: "未知错误".to_owned(),
        });
    });
    assert_eq!(deliveries(&refused), REFUSED_WITH_500);
}

#[test]
fn refusals_that_echo_secrets_show_none() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let scene = Scene::new("echo", &base_url);
    // What the provider says is shown, our secrets in it are not.
    let refused = run(&sandbox, &secrets(), scene, |token| {
        let chao8 = sandbox.chao8();
        let told = format!(
            "said {token} {} 8791bef2019a57a7dbb2e39518c54c83 canary-fixed-header {}",
            chao8.secret(),
            chao8.access_key()
        );
        let body = serde_json::json!({"code": 500, "message": told, "traceId": told, "data": told});
        chao8.answer_next(Answer::Raw {
            status: 200,
            content_type: "application/json".to_owned(),
            body: body.to_string().into_bytes(),
        });
    });
    for error in refused.iter().flatten() {
        let told = "said *** *** *** *** ***";
        assert!(error.to_string().contains(told), "{error}");
        assert_eq!(error.trace_id(), Some(told));
    }
    assert_eq!(deliveries(&refused), REFUSED_WITH_500);
}

#[test]
fn rejected_tokens_are_not_shown() {
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let rejections = [
        Rejection::Code,
        Rejection::CodeAtHttp401,
        Rejection::PageAtHttp401,
        Rejection::MetaStatus,
        Rejection::Status,
        Rejection::InvalidToken,
        Rejection::Reauthentication,
        Rejection::Reason,
    ];
    for rejection in rejections {
        let chao8 = sandbox.chao8();
        chao8.set_rejection(rejection);
        chao8.echo_secrets(true);
        let name = format!("{rejection:?}");
        let scene = Scene::new(&name, &base_url);
        // What echoes the body shows it, and it is no secret.
        let replaced = run(&sandbox, &secrets(), scene, |_| chao8.reject_tokens_next(1));
        // Writing calls are not repeated after a hint that nobody documents.
        let hinted = matches!(
            rejection,
            Rejection::MetaStatus
                | Rejection::Status
                | Rejection::InvalidToken
                | Rejection::Reauthentication
                | Rejection::Reason
        );
        let writing = if hinted { UNKNOWN } else { None };
        assert_eq!(
            deliveries(&replaced),
            [None, writing, writing, None, None, None],
            "{name}"
        );
        let refused = run(&sandbox, &secrets(), scene, |_| chao8.reject_tokens_next(2));
        for (place, delivery) in deliveries(&refused).into_iter().enumerate() {
            let raw = place == RAW;
            assert_eq!(delivery.is_none(), raw, "{name}, {}", CALLS[place].0);
        }
    }
}

#[test]
fn calls_under_every_fault_show_no_secret() {
    let sandbox = sandbox();
    behind_every_fault(&sandbox, |scene, fault| {
        let failed = run(&sandbox, &canaries(), scene, |_| {});
        let mut expected = [UNKNOWN; CALLS.len()];
        if let Fault::HtmlPage { status } = fault {
            // Any answer is a raw answer, and any success but JSON a file.
            expected[RAW] = None;
            if *status == 200 {
                expected[DOWNLOAD] = None;
            }
        }
        assert_eq!(deliveries(&failed), expected, "{}", scene.name);
    });
}
