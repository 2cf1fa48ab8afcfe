//! No secret is ever shown: every call of post30, good and failing.
#![allow(clippy::unwrap_used, reason = "a panic is the report of a test")]

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use openplat_sandbox::{Answer, Fault, FaultProxy, Post30, Sandbox};
use percent_encoding::percent_decode_str;
use post30_api::{
    AliasQuery, ClassQuery, Client, Clock, Credentials, Delivery, Error, ItemId, ItemQuery,
    RawObject, Secret, Settings, SignedCall,
};
use serde_json::json;
use time::OffsetDateTime;
use time::macros::datetime;
use workspace_tests::canary::{Canaries, capture_log};

/// Every request of one call is the same in every run, so that it can be looked for.
#[derive(Debug)]
struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> OffsetDateTime {
        datetime!(2026-01-02 03:04:05 UTC)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

type Call = fn(&Client, &SignedCall) -> Result<Box<dyn Debug>, Error>;

/// Every method of the client that makes an exchange.
const CALLS: &[(&str, Call)] = &[
    ("items", |client, _| {
        let query = ItemQuery::new().bar_code(Post30::BAR_CODE);
        client.items(&query).map(boxed)
    }),
    ("all_items", |client, _| {
        let pages = client.all_items(ItemQuery::new().class_id(Post30::CLASS_ID));
        pages.collect::<Result<Vec<_>, _>>().map(boxed)
    }),
    ("item", |client, _| {
        client.item(ItemId(Post30::PRODUCT_ID.into())).map(boxed)
    }),
    ("items_by_class", |client, _| {
        let query = ClassQuery::new(Post30::CLASS_NAME);
        client.items_by_class(&query).map(boxed)
    }),
    ("all_items_by_class", |client, _| {
        let pages = client.all_items_by_class(ClassQuery::new(Post30::CLASS_NAME).per_page(9));
        pages.collect::<Result<Vec<_>, _>>().map(boxed)
    }),
    ("items_by_alias", |client, _| {
        let query = AliasQuery::new().alias(Post30::ALISE_NAME);
        client.items_by_alias(&query).map(boxed)
    }),
    ("all_items_by_alias", |client, _| {
        let pages = client.all_items_by_alias(AliasQuery::new().alias(Post30::ALISE_NAME));
        pages.collect::<Result<Vec<_>, _>>().map(boxed)
    }),
    ("signed_call", |client, call| {
        client.signed_call::<RawObject>(call).map(boxed)
    }),
    // An answer of any kind is a success here.
    ("signed_call_raw", |client, call| {
        client.signed_call_raw(call).map(boxed)
    }),
];

fn boxed<T: Debug + 'static>(value: T) -> Box<dyn Debug> {
    Box::new(value)
}

/// Longer than any good answer takes, and short for those that never come.
const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

const BATCH: &str = "canary-batch";

fn closing(base_url: &str) -> SignedCall {
    SignedCall::new(format!("{base_url}/api/bill/closebatch"))
        .data(&json!({"batch_name": BATCH}))
        .unwrap()
        .param("canaryName", "canary-value")
}

fn client(base_url: &str) -> Client {
    let credentials = Credentials {
        access_key: Post30::ACCESS_KEY.to_owned(),
        secret_key: Secret::from(Post30::SECRET_KEY),
    };
    let settings = Settings::new(base_url)
        .upload_url(base_url)
        .transport(|transport| {
            transport
                .clock(Arc::new(FixedClock))
                .max_body_bytes(100_000)
        });
    Client::new(credentials, settings).unwrap()
}

/// The keys, and everything that the good calls put into bodies.
fn canaries(sandbox: &Sandbox) -> Canaries {
    let mut canaries = Canaries::default();
    for canary in [
        Post30::ACCESS_KEY,
        Post30::SECRET_KEY,
        BATCH,
        "canaryName",
        "canary-value",
        // The expiry of every signature.
        "2026-01-02 11:09:05",
    ] {
        canaries.add(canary);
    }
    let client = client(&sandbox.base_url());
    let call = closing(&sandbox.base_url());
    for (name, make) in CALLS {
        make(&client, &call).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for request in sandbox.requests() {
        let body = String::from_utf8(request.body.clone()).unwrap();
        canaries.add(&body);
        for pair in body.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            if matches!(name, "data" | "sign") {
                canaries.add(percent_decode_str(value).decode_utf8().unwrap());
            }
        }
    }
    canaries
}

/// Runs every call and looks at everything that it shows. Returns the deliveries of the errors.
fn run(
    canaries: &Canaries,
    scene: &str,
    base_url: &str,
    timeout: Duration,
    before_each: impl Fn(),
) -> Vec<Option<Delivery>> {
    let client = client(base_url).with_timeout(timeout);
    let call = closing(base_url);
    canaries.assert_debug_clean("client", &client);
    canaries.assert_debug_clean("call", &call);
    let mut deliveries = Vec::new();
    for (name, make) in CALLS {
        let place = format!("{scene}, {name}");
        before_each();
        deliveries.push(match make(&client, &call) {
            Ok(value) => {
                canaries.assert_debug_clean(&place, &value);
                None
            }
            Err(error) => {
                canaries.assert_error_clean(&place, &error);
                Some(error.delivery())
            }
        });
        assert!(canaries.assert_log_clean(&place) > 0, "{place} logged");
    }
    deliveries
}

#[test]
fn no_call_shows_a_secret() {
    capture_log();
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(FixedClock.now());
    let canaries = canaries(&sandbox);
    let base_url = sandbox.base_url();
    let post30 = sandbox.post30();
    let (_, typed) = CALLS.split_last().unwrap();

    let good = run(&canaries, "good", &base_url, LONG, || {});
    assert_eq!(good, [None; CALLS.len()]);

    post30.echo_secrets(true);
    let refused = run(&canaries, "refusal", &base_url, LONG, || {
        post30.answer_next(Answer::Code {
            code: 0,
            message: "不允许".to_owned(),
        });
    });
    assert_eq!(refused[..typed.len()], [Some(Delivery::Refused); 8]);

    let faults = [
        Fault::Redirect {
            status: 302,
            location: "http://127.0.0.1:1/".to_owned(),
        },
        Fault::HtmlPage { status: 200 },
        Fault::HtmlPage { status: 502 },
        Fault::CutBody,
        Fault::CutHead,
        Fault::Garbage,
        Fault::Reset,
        Fault::LostAnswer,
        Fault::LostRequest,
        Fault::EndlessBody,
        Fault::Silence,
    ];
    for fault in faults {
        let proxy = FaultProxy::start(sandbox.address(), fault.clone()).unwrap();
        let scene = format!("{fault:?}");
        let failed = run(&canaries, &scene, &proxy.base_url(), SHORT, || {});
        assert_eq!(
            failed[..typed.len()],
            [Some(Delivery::Unknown); 8],
            "{scene}"
        );
    }
}

#[test]
fn what_is_built_before_a_call_shows_no_secret() {
    let mut canaries = Canaries::default();
    for canary in ["canary-access", "canary-secret", "canary-password"] {
        canaries.add(canary);
    }
    let credentials = |access_key: &str, secret_key: &str| Credentials {
        access_key: access_key.to_owned(),
        secret_key: Secret::from(secret_key),
    };
    let with_password = || Settings::new("https://user:canary-password@post30.example");
    let https = || Settings::new("https://post30.example");
    let good = || credentials("canary-access", "canary-secret");
    canaries.assert_debug_clean("settings", &with_password());
    canaries.assert_debug_clean("credentials", &good());
    canaries.assert_debug_clean("client", &Client::new(good(), https()).unwrap());

    for (credentials, settings) in [
        (good(), with_password()),
        (credentials("canary-access\n", "canary-secret"), https()),
        (credentials("canary-access", "canary-secret 秘"), https()),
        (credentials("canary-secret", "canary-secret"), https()),
    ] {
        let error = Client::new(credentials, settings).unwrap_err();
        canaries.assert_error_clean("refused at once", &error);
    }

    let client = Client::new(good(), https()).unwrap();
    let call = SignedCall::new("https://user:canary-password@post30.example/a");
    let error = client.signed_call::<RawObject>(&call).unwrap_err();
    canaries.assert_error_clean("refused URL", &error);
    let error = SignedCall::new("https://post30.example/a")
        .data_json("canary-secret")
        .unwrap_err();
    canaries.assert_error_clean("refused data", &error);
}
