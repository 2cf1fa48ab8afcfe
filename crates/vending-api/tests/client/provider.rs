//! The provider as its tests and the suite see it, and clients whose clock stands still.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mockito::{Matcher, Mock};
use provider_testing::{Call, Canned, ManualClock, Seen, Subject, Transport, listed, made};
use time::macros::datetime;
use vending_api::{
    Client, Code, Credentials, MachineNo, NewPickupCodes, PickupCodeId, ProductId, ProductQuery,
    Secret, Settings,
};

pub(crate) const APP_ID: &str = "ds0123456789";
pub(crate) const APP_SECRET: &str = "fake-app-secret-of-the-merchant";
pub(crate) const SIGNING_KEY: &str = "fake-signing-key-of-the-merchant";

/// The success of calls that bring nothing [doc].
pub(crate) const DONE: &str = r#"{"code":0,"message":"ok","data":{}}"#;
/// An empty product list [doc].
pub(crate) const EMPTY_LIST: &str = r#"{"code":0,"message":"ok","data":[]}"#;
/// A product list of one page.
const PRODUCTS: &str = r#"{"code":0,"message":"ok","data":{"total":1,"last_page":1,"data":[{"id":20,"good":{"name":"可乐"}}]}}"#;
/// The codes of a product.
const CODES: &str = r#"{"code":0,"message":"ok","data":[{"id":2111,"code":"canary-code","status":0,"expired_at":"2024-04-27 14:00:08"}]}"#;

pub(crate) type Provider = Canned<Vending>;

pub(crate) fn refused_unsent<T: std::fmt::Debug>(
    call: impl FnOnce(&Client) -> Result<T, vending_api::Error>,
) -> vending_api::InvalidInput {
    provider_testing::refused_unsent::<Vending, T>(call)
}

pub(crate) enum Vending {}

impl Subject for Vending {
    type Client = Client;
    type Settings = Settings;
    type Code = Code;

    const NAME: &'static str = "vending";
    const PREFIX: &'static str = "/api/openapi/v1";
    const ENVELOPE: [&'static str; 3] = ["code", "message", "data"];
    // Quirk: a code 0 whose message is not `ok` is a refusal [doc].
    const SUCCESS_TEXT: &'static str = "\"ok\"";
    const NOT_DONE: i64 = Code::PICKUP_CODES_DISABLED.0;
    const OPEN: i64 = 99_999;
    const SECRETS: &'static [&'static str] = &[APP_ID, APP_SECRET, SIGNING_KEY];
    const INPUTS: &'static [&'static str] = &["86683806"];
    const ANSWERED: &'static [&'static str] = &["canary-code"];
    const FIELDS: &'static [&'static str] = &[
        "id",
        "code",
        "message",
        "data",
        "total",
        "last_page",
        "good",
        "category",
        "channel",
        "price",
        "inventory",
        "status",
        "expired_at",
        "quantity",
        "addr",
        "title",
    ];

    fn client(base_url: &str, change: impl FnOnce(Settings) -> Settings) -> Client {
        // The timestamp of the provider's example: 1714185061.
        let clock = ManualClock::new(datetime!(2024-04-27 02:31:01 UTC));
        let settings =
            Settings::new(base_url).transport(|transport| transport.clock(Arc::new(clock)));
        Client::new(credentials(), change(settings)).unwrap()
    }

    fn transport(settings: Settings, change: impl FnOnce(Transport) -> Transport) -> Settings {
        settings.transport(change)
    }

    fn calls() -> Vec<Call<Self>> {
        vec![
            Call::<Self>::reads("products", PRODUCTS, |client, _| {
                client.products(&ProductQuery::new(machine_no())).map(made)
            }),
            Call::<Self>::writes("create_pickup_codes", DONE, |client, _| {
                client.create_pickup_codes(&one_code()).map(made)
            }),
            Call::<Self>::reads("ping", DONE, |client, _| client.ping().map(made)),
            Call::<Self>::reads("all_products", PRODUCTS, |client, _| {
                listed(client.all_products(ProductQuery::new(machine_no()).per_page(7)))
            }),
            Call::<Self>::writes("create_pickup_codes for all products", DONE, |client, _| {
                let new = NewPickupCodes::for_all_products(machine_no());
                client.create_pickup_codes(&new).map(made)
            }),
            Call::<Self>::reads("pickup_codes", CODES, |client, _| {
                client.pickup_codes(&machine_no(), PRODUCT).map(made)
            }),
            Call::<Self>::writes("cancel_pickup_code", DONE, |client, _| {
                let code = PickupCodeId(2111);
                client.cancel_pickup_code(&machine_no(), code).map(made)
            }),
            Call::<Self>::writes("cancel_all_pickup_codes", DONE, |client, _| {
                client.cancel_all_pickup_codes(&machine_no()).map(made)
            }),
        ]
    }

    /// The payload, what is in it, and the signature.
    fn parts_of(request: &Seen) -> Vec<String> {
        let Ok(body) = serde_json::from_slice::<serde_json::Value>(&request.body) else {
            return Vec::new();
        };
        let payload = body["payload"].as_str().unwrap();
        let params = String::from_utf8(BASE64_STANDARD.decode(payload).unwrap()).unwrap();
        let fields: serde_json::Value = serde_json::from_str(&params).unwrap();
        let sign = fields["sign"].as_str().unwrap().to_owned();
        vec![payload.to_owned(), params, sign]
    }
}

/// Whole requests that a provider expects.
pub(crate) trait Expects {
    /// Expects one whole request with this payload, and answers it with success.
    ///
    /// Anything else is answered with HTTP status 501.
    fn expects(&mut self, method: &str, path: &str, params: &str) -> Mock;

    /// The same with the whole body.
    fn expects_body(&mut self, method: &str, path: &str, body: &str) -> Mock;
}

impl Expects for Provider {
    fn expects(&mut self, method: &str, path: &str, params: &str) -> Mock {
        self.expects_body(method, path, &body_of(params))
    }

    fn expects_body(&mut self, method: &str, path: &str, body: &str) -> Mock {
        self.mock(method, path)
            .match_header("Appid", APP_ID)
            .match_header("AppSecret", APP_SECRET)
            .match_header("content-type", "application/json")
            .match_body(Matcher::Exact(body.to_owned()))
            .with_body(DONE)
            .create()
    }
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        app_id: APP_ID.into(),
        app_secret: Secret::from(APP_SECRET),
        signing_key: Secret::from(SIGNING_KEY),
    }
}

/// A client of the sandbox, whose clock is the machine's.
pub(crate) fn sandbox_client(base_url: String) -> Client {
    let credentials = Credentials {
        app_id: openplat_sandbox::Vending::APP_ID.into(),
        app_secret: Secret::from(openplat_sandbox::Vending::APP_SECRET),
        signing_key: Secret::from(openplat_sandbox::Vending::SIGN_KEY),
    };
    Client::new(credentials, Settings::new(base_url)).unwrap()
}

pub(crate) fn machine_no() -> MachineNo {
    "86683806".parse().unwrap()
}

pub(crate) const PRODUCT: ProductId = ProductId(1323442);

/// Codes for one product, nothing else asked for.
pub(crate) fn one_code() -> NewPickupCodes {
    NewPickupCodes::for_product(machine_no(), PRODUCT)
}

/// The body that carries these parameters; they are written with their signature.
pub(crate) fn body_of(params: &str) -> String {
    format!(r#"{{"payload":"{}"}}"#, BASE64_STANDARD.encode(params))
}
