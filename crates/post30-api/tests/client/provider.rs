//! The provider as its tests and the suite see it, and clients whose clock stands still.

use std::fmt::Debug;
use std::sync::Arc;

use mockito::{Matcher, Mock};
use openplat_sandbox::{Post30, Sandbox};
use post30_api::{
    AliasQuery, ClassQuery, Client, Code, Credentials, Error, InvalidInput, ItemId, ItemQuery,
    RawObject, Secret, Settings, SignedCall,
};
use provider_testing::{Call, Canned, ManualClock, Seen, Subject, Transport, listed, made};
use serde::Deserialize;
use time::OffsetDateTime;
use time::macros::datetime;

/// The published test pair.
pub(crate) const ACCESS_KEY: &str = "52a5b692-081a-4a90-a62a-c0312735be9b";
pub(crate) const SECRET_KEY: &str = "7f7af653-407e-4a02-98e3-94722b09bff2";

/// The time of the clients here; signatures expire at 10:36:01 in UTC+8.
pub(crate) const NOW: OffsetDateTime = datetime!(2024-04-27 02:31:01 UTC);

pub(crate) const DONE: &str = r#"{"success":1}"#;

/// A list of one product.
const ITEMS: &str =
    r#"{"success":1,"total":1,"rows":[{"P_id":"1","Price":"1.00"}],"message":"可"}"#;
/// A product.
const ITEM: &str = r#"{"success":1,"entity":{"P_id":1,"ProductName":"可乐"}}"#;

pub(crate) type Provider = Canned<Post30Api>;

pub(crate) enum Post30Api {}

/// What a caller may want of the answer to a call of his own.
#[derive(Debug, Deserialize)]
struct Closed {
    #[serde(rename = "batch")]
    _batch: String,
}

impl Subject for Post30Api {
    type Client = Client;
    type Settings = Settings;
    type Code = Code;

    const NAME: &'static str = "post30";
    const ENVELOPE: [&'static str; 3] = ["success", "message", "data"];
    const REFUSAL_NEEDS_A_REASON: bool = true;
    const HAS_BOOLEAN_CODES: bool = true;
    const NOT_DONE: i64 = Code::REFUSED.0;
    const OPEN: i64 = 7;
    const SECRETS: &'static [&'static str] = &[ACCESS_KEY, SECRET_KEY];
    const INPUTS: &'static [&'static str] = &[r#"{"batch_name":"AAAAAA"}"#, "canary-value"];
    const FIELDS: &'static [&'static str] = &[
        "success",
        "message",
        "total",
        "rows",
        "entity",
        "P_id",
        "productId",
        "ProductName",
        "Price",
        "price",
        "AddTime",
        "Images",
        "ProFilePath",
        "batch",
    ];
    const VALUES: &'static [&'static str] = &[r#""2016-1-25 22:00:44""#, "1"];

    fn client(base_url: &str, change: impl FnOnce(Settings) -> Settings) -> Client {
        let clock = ManualClock::new(NOW);
        let settings =
            Settings::new(base_url).transport(|transport| transport.clock(Arc::new(clock)));
        Client::new(credentials(), change(settings)).unwrap()
    }

    fn transport(settings: Settings, change: impl FnOnce(Transport) -> Transport) -> Settings {
        settings.transport(change)
    }

    fn calls() -> Vec<Call<Self>> {
        vec![
            Call::<Self>::reads("item", ITEM, |client, _| client.item(ItemId(1)).map(made)),
            Call::<Self>::writes(
                "signed_call",
                r#"{"success":1,"batch":"1"}"#,
                |client, base_url| client.signed_call::<Closed>(&closing(base_url)).map(made),
            ),
            Call::<Self>::reads("items", ITEMS, |client, _| {
                client.items(&ItemQuery::new()).map(made)
            }),
            Call::<Self>::reads("items_by_class", ITEMS, |client, _| {
                client.items_by_class(&ClassQuery::new("奶粉")).map(made)
            }),
            Call::<Self>::reads("items_by_alias", ITEMS, |client, _| {
                client.items_by_alias(&AliasQuery::new()).map(made)
            }),
            Call::<Self>::reads("all_items", ITEMS, |client, _| {
                let items = client.all_items(ItemQuery::new());
                listed(items.inspect(|item| {
                    let item = item.as_ref().ok();
                    item.and_then(|item| item.added_at.date_time());
                }))
            }),
            Call::<Self>::reads("all_items_by_class", ITEMS, |client, _| {
                listed(client.all_items_by_class(ClassQuery::new("奶粉").per_page(9)))
            }),
            Call::<Self>::reads("all_items_by_alias", ITEMS, |client, _| {
                listed(client.all_items_by_alias(AliasQuery::new()))
            }),
            Call::<Self>::writes("signed_call of any object", DONE, |client, base_url| {
                client
                    .signed_call::<RawObject>(&closing(base_url))
                    .map(made)
            }),
            Call::<Self>::writes("signed_call_raw", DONE, |client, base_url| {
                client.signed_call_raw(&closing(base_url)).map(made)
            })
            .untyped(),
        ]
    }

    /// The signature, which holds for minutes, and the data.
    fn parts_of(request: &Seen) -> Vec<String> {
        let pairs = percent_encoding::percent_decode(&request.body).decode_utf8_lossy();
        let pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
        let shown = pairs.filter(|(name, _)| matches!(*name, "data" | "sign"));
        shown.map(|(_, value)| value.to_owned()).collect()
    }
}

pub(crate) fn refused_unsent<T: Debug>(
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> InvalidInput {
    provider_testing::refused_unsent::<Post30Api, T>(call)
}

/// What only this provider's tests ask of it.
pub(crate) trait Expects {
    /// Expects one whole request with this body, and answers it with success.
    ///
    /// Anything else is answered with HTTP status 501.
    fn expects(&mut self, path: &str, body: &str) -> Mock;

    /// A call that may change something, at this provider.
    fn closing(&self) -> SignedCall;
}

impl Expects for Provider {
    fn expects(&mut self, path: &str, body: &str) -> Mock {
        self.mock("POST", path)
            .match_header("content-type", "application/x-www-form-urlencoded")
            .match_body(Matcher::Exact(body.to_owned()))
            .with_body(r#"{"success":1,"total":0,"rows":[],"entity":{}}"#)
            .create()
    }

    fn closing(&self) -> SignedCall {
        close_batch(&self.url())
    }
}

/// The same with a parameter of its own.
fn closing(base_url: &str) -> SignedCall {
    close_batch(base_url).param("canaryName", "canary-value")
}

pub(crate) fn close_batch(base_url: &str) -> SignedCall {
    let call = SignedCall::new(format!("{base_url}/api/bill/closebatch"));
    call.data_json(r#"{"batch_name":"AAAAAA"}"#).unwrap()
}

/// The body of a request: parameters that are encoded already, then the three of the client.
pub(crate) fn signed(params: &str, sign: &str, timer: &str) -> String {
    let timer = timer.replace(' ', "%20").replace(':', "%3A");
    format!("{params}&external_company={ACCESS_KEY}&sign={sign}&timer={timer}")
}

/// The same with the expiry of a client whose clock stands at [`NOW`].
pub(crate) fn signed_now(params: &str, sign: &str) -> String {
    signed(params, sign, "2024-04-27 10:36:01")
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key: ACCESS_KEY.into(),
        secret_key: Secret::from(SECRET_KEY),
    }
}

/// A client of the sandbox, whose clock is the machine's, as the client's is.
pub(crate) fn sandbox_client(sandbox: &Sandbox) -> Client {
    sandbox_client_with(sandbox, |settings| settings)
}

pub(crate) fn sandbox_client_with(
    sandbox: &Sandbox,
    change: impl FnOnce(Settings) -> Settings,
) -> Client {
    let credentials = Credentials {
        access_key: Post30::ACCESS_KEY.into(),
        secret_key: Secret::from(Post30::SECRET_KEY),
    };
    Client::new(credentials, change(Settings::new(sandbox.base_url()))).unwrap()
}
