//! Every call of vending, good and failing.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use openplat_sandbox::{Answer, Fault, FaultProxy, Sandbox, Vending};
use time::macros::datetime;
use vending_api::{
    Client, Clock, Credentials, Delivery, Error, MachineNo, NewPickupCodes, PickupCodeId,
    ProductId, ProductQuery, Secret, Settings,
};
use workspace_tests::canary::{Canaries, capture_log};

use crate::faults::faults;
use crate::fixed_clock::FixedClock;

/// A product of the sandbox's main machine.
const PRODUCT: u64 = 101;

/// The first pickup code that the sandbox makes.
const FIRST_CODE: u64 = 2111;

/// For calls that are answered.
const PATIENT: Duration = Duration::from_secs(20);

type Call = fn(&Client) -> Result<Box<dyn Debug>, Error>;

/// Every method of the client that makes an exchange.
const CALLS: &[(&str, Call)] = &[
    ("ping", |client| client.ping().map(boxed)),
    ("products", |client| {
        client.products(&ProductQuery::new(machine_no())).map(boxed)
    }),
    ("all_products", |client| {
        let pages = client.all_products(ProductQuery::new(machine_no()).per_page(7));
        pages.collect::<Result<Vec<_>, _>>().map(boxed)
    }),
    ("create_pickup_codes for one product", |client| {
        let new = NewPickupCodes::for_product(machine_no(), ProductId(PRODUCT))
            .expires_at(datetime!(2030-01-01 00:00:00 UTC));
        client.create_pickup_codes(&new).map(boxed)
    }),
    ("create_pickup_codes for all products", |client| {
        let new = NewPickupCodes::for_all_products(machine_no());
        client.create_pickup_codes(&new).map(boxed)
    }),
    ("pickup_codes", |client| {
        client
            .pickup_codes(&machine_no(), ProductId(PRODUCT))
            .map(boxed)
    }),
    ("cancel_pickup_code", |client| {
        client
            .cancel_pickup_code(&machine_no(), PickupCodeId(FIRST_CODE))
            .map(boxed)
    }),
    ("cancel_all_pickup_codes", |client| {
        client.cancel_all_pickup_codes(&machine_no()).map(boxed)
    }),
];

fn boxed<T: Debug + 'static>(value: T) -> Box<dyn Debug> {
    Box::new(value)
}

fn machine_no() -> MachineNo {
    Vending::MACHINE.parse().unwrap()
}

fn client(base_url: &str, timeout: Duration) -> Client {
    let credentials = Credentials {
        app_id: Vending::APP_ID.to_owned(),
        app_secret: Secret::from(Vending::APP_SECRET),
        signing_key: Secret::from(Vending::SIGN_KEY),
    };
    let settings = Settings::new(base_url).transport(|transport| {
        transport
            .clock(Arc::new(FixedClock))
            .timeout(timeout)
            .max_body_bytes(100_000)
    });
    Client::new(credentials, settings).unwrap()
}

/// A sandbox whose answers are the same every time.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(FixedClock.now());
    sandbox
}

/// The secrets, and everything that the good calls put into headers and bodies.
fn canaries(sandbox: &Sandbox) -> Canaries {
    let mut canaries = Canaries::default();
    canaries.add(Vending::APP_ID);
    canaries.add(Vending::APP_SECRET);
    canaries.add(Vending::SIGN_KEY);
    let client = client(&sandbox.base_url(), PATIENT);
    for (name, call) in CALLS {
        call(&client).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for request in sandbox.requests() {
        let body = String::from_utf8(request.body.clone()).unwrap();
        if body.is_empty() {
            continue;
        }
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let payload = body["payload"].as_str().unwrap();
        canaries.add(payload);
        let params = BASE64_STANDARD.decode(payload).unwrap();
        canaries.add(String::from_utf8(params.clone()).unwrap());
        let params: serde_json::Value = serde_json::from_slice(&params).unwrap();
        canaries.add(params["sign"].as_str().unwrap());
        canaries.add(string_to_sign(&params));
    }
    canaries
}

/// What is signed, up to the key: vending joins the parameters in the order of their names.
fn string_to_sign(params: &serde_json::Value) -> String {
    let params = params.as_object().unwrap();
    let signed = params.iter().filter(|(name, _)| *name != "sign");
    let pairs: Vec<String> = signed
        .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()))
        .collect();
    pairs.join("&")
}

/// Runs every call and looks at everything that it shows. Returns the deliveries of the errors.
fn run(
    canaries: &Canaries,
    scene: &str,
    client: &Client,
    before_each: impl Fn(),
) -> Vec<Option<Delivery>> {
    canaries.assert_debug_clean("client", client);
    let pages = client.all_products(ProductQuery::new(machine_no()));
    canaries.assert_debug_clean("pages", &pages);
    let mut deliveries = Vec::new();
    for (name, call) in CALLS {
        let place = format!("{scene}, {name}");
        before_each();
        let outcome = call(client);
        canaries.assert_outcome_clean(&place, &outcome);
        deliveries.push(outcome.err().map(|error| error.delivery()));
        assert!(canaries.assert_log_clean(&place) > 0, "{place} logged");
    }
    deliveries
}

#[test]
fn no_vending_call_shows_a_secret() {
    capture_log();
    let mut canaries = canaries(&sandbox());
    let sandbox = sandbox();
    let base_url = sandbox.base_url();
    let patient = client(&base_url, PATIENT);
    let vending = sandbox.vending();

    // A second sandbox, so that every call succeeds a second time; codes are in the list only.
    let machine_no = machine_no();
    let new = NewPickupCodes::for_product(machine_no.clone(), ProductId(PRODUCT));
    let fresh = self::sandbox();
    client(&fresh.base_url(), PATIENT)
        .create_pickup_codes(&new)
        .unwrap();
    for code in fresh.vending().pickup_codes(Vending::MACHINE, PRODUCT) {
        canaries.add(code.code);
    }
    let good = run(&canaries, "good", &patient, || {});
    assert_eq!(good, [None; CALLS.len()]);

    let echo = format!(
        "{} {} {} refused",
        Vending::APP_ID,
        Vending::APP_SECRET,
        Vending::SIGN_KEY
    );
    for message in ["设备已离线", echo.as_str()] {
        let refused = run(&canaries, "refusal", &patient, || {
            vending.answer_next(Answer::Code {
                code: 30002,
                message: message.to_owned(),
            });
        });
        assert_eq!(refused, [Some(Delivery::Refused); CALLS.len()]);
    }
    vending.echo_secrets(true);
    let refused = run(&canaries, "refusal that echoes", &patient, || {
        vending.answer_next(Answer::Code {
            code: 10013,
            message: "app secret is invalid".to_owned(),
        });
    });
    assert_eq!(refused, [Some(Delivery::Refused); CALLS.len()]);

    for fault in faults() {
        let proxy = FaultProxy::start(sandbox.address(), fault.clone()).unwrap();
        let scene = format!("{fault:?}");
        let timeout = match fault {
            Fault::Silence => Duration::from_millis(300),
            _ => PATIENT,
        };
        let client = client(&proxy.base_url(), timeout);
        let failed = run(&canaries, &scene, &client, || {});
        assert_eq!(failed, [Some(Delivery::Unknown); CALLS.len()], "{scene}");
    }
}

#[test]
fn what_is_built_before_a_call_shows_no_secret() {
    let mut canaries = Canaries::default();
    for canary in [
        "ds_canary",
        "canary-secret",
        "canary-key",
        "canary-password",
    ] {
        canaries.add(canary);
    }
    let credentials = |app_id: &str, app_secret: &str, signing_key: &str| Credentials {
        app_id: app_id.to_owned(),
        app_secret: Secret::from(app_secret),
        signing_key: Secret::from(signing_key),
    };
    let settings = || Settings::new("https://user:canary-password@vending.example");
    canaries.assert_debug_clean("settings", &settings());
    let good = credentials("ds_canary", "canary-secret", "canary-key");
    canaries.assert_debug_clean("credentials", &good);

    let https = || Settings::new("https://vending.example");
    for (credentials, settings) in [
        (good, settings()),
        (
            credentials("ds_canary\n", "canary-secret", "canary-key"),
            https(),
        ),
        (
            credentials("ds_canary", "canary-secret 秘", "canary-key"),
            https(),
        ),
        (
            credentials("ds_canary", "canary-secret", "canary-secret"),
            https(),
        ),
    ] {
        let error = Client::new(credentials, settings).unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent);
        canaries.assert_error_clean("refused settings", &error);
    }
}
