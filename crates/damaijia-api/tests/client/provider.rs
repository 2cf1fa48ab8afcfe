//! The provider as its tests and the suite see it: played by mockito for requests and answers, by
//! the sandbox for behaviour.

use std::fmt::Debug;

use damaijia_api::{
    Client, Code, Credentials, Error, InvalidInput, NewOrder, NewParcel, OrderQuery, ParcelQuery,
    ProductId, ProductQuery, Recipient, Secret, Settings, SiteParcelId, Source,
    UnverifiedNotification, WarehouseId,
};
use mockito::{Matcher, Mock};
use openplat_sandbox::{Damaijia, Sandbox};
use provider_testing::{Call, Canned, ManualClock, Subject, Token, Transport, listed, made};
use time::macros::datetime;

pub(crate) const API_KEY: &str = "fake-api-key-of-the-account";

/// A provider whose clients have a fixed key.
pub(crate) type Provider = Canned<WithKey>;

pub(crate) type WithKey = DamaijiaApi<false>;
pub(crate) type WithLogin = DamaijiaApi<true>;

/// The provider for clients that log in, or that have a fixed key.
pub(crate) enum DamaijiaApi<const LOGS_IN: bool> {}

/// One row that has what each answer wants, and of each person what must not be shown.
pub(crate) const ROW: &str = r#"{"id":1,"order_sn":"2021080512000000112345","status":"s","site_order_consignee_id":"1000111","consignee":"canary-of-name","mobile":"13987654320","province":"canary-of-province","city":"canary-of-city","district":"canary-of-district","address":"canary-of-address","remark":"canary-of-remark","additional":"canary-of-remark","cancel_reason":"canary-of-reason","msg_code":2000,"msg":"canary-of-city","forbidden_zone":"canary-of-province","page_number":1,"source":"taobao"}"#;

/// A good answer to the list of couriers.
const COURIERS: &str = r#"{"status":0,"data":[{"id":1,"expressName":"X","warehouseSend":[]}]}"#;

/// A good answer to every other call.
fn good() -> String {
    format!(
        r#"{{"status":0,"data":{{"total":1,"balance":5,"order_sn":"2021080512000000112345","list":[{ROW}],"consignees":[{ROW}]}}}}"#
    )
}

impl<const LOGS_IN: bool> Subject for DamaijiaApi<LOGS_IN> {
    type Client = Client;
    type Settings = Settings;
    type Code = Code;

    const NAME: &'static str = "damaijia";
    const PREFIX: &'static str = "/vv/external/";
    const TOKEN: Option<Token> = if LOGS_IN {
        Some(Token {
            path: "/vv/external/user_login",
            answer: r#"{"data":{"access_token":"canary-token"},"status":0}"#,
            next: r#"{"data":{"access_token":"canary-token-2"},"status":0}"#,
            rejected: Code::AUTHENTICATION_FAILED.0,
        })
    } else {
        None
    };
    const ENVELOPE: [&'static str; 3] = ["status", "err", "data"];
    const NOT_DONE: i64 = Code::BALANCE_TOO_LOW.0;
    const OPEN: i64 = 210;
    const MADE: Option<&'static str> = Some("order_sn");
    const SECRETS: &'static [&'static str] = if LOGS_IN {
        &["canary-app-id", "canary-app-secret", "canary-token"]
    } else {
        &[API_KEY]
    };
    const INPUTS: &'static [&'static str] = &[
        "canary-name",
        "13987654321",
        "canary-province",
        "canary-city",
        "canary-district",
        "canary-address",
        "canary-remark",
    ];
    const ANSWERED: &'static [&'static str] = &["canary-of-", "13987654320"];
    const FIELDS: &'static [&'static str] = &[
        "status",
        "err",
        "data",
        "list",
        "total",
        "id",
        "consignees",
        "msg_code",
        "site_order_consignee_id",
        "warehouseSend",
        "forbidSend",
        "district",
        "user_source",
        "balance",
        "order_sn",
        "cost_price",
        "access_token",
    ];

    fn client(base_url: &str, change: impl FnOnce(Settings) -> Settings) -> Client {
        let credentials = if LOGS_IN {
            Credentials::Login {
                app_id: "canary-app-id".into(),
                app_secret: Secret::from("canary-app-secret"),
            }
        } else {
            Credentials::ApiKey(Secret::from(API_KEY))
        };
        Client::new(credentials, change(Settings::new(base_url))).unwrap()
    }

    fn transport(settings: Settings, change: impl FnOnce(Transport) -> Transport) -> Settings {
        settings.transport(change)
    }

    fn fetch_token(client: &Client) -> Result<(), Error> {
        client.token().map(drop)
    }

    fn calls() -> Vec<Call<Self>> {
        vec![
            Call::<Self>::reads("balance_fen", good(), |client, _| {
                client.balance_fen().map(made)
            }),
            Call::<Self>::writes("create_order", good(), |client, _| {
                client.create_order(&canary_order()).map(made)
            }),
            Call::<Self>::writes("cancel_parcel", good(), |client, _| {
                client.cancel_parcel(&parcel_id(1)).map(made)
            }),
            Call::<Self>::reads("couriers", COURIERS, |client, _| {
                client.couriers().map(made)
            }),
            Call::<Self>::reads("products", good(), |client, _| {
                client
                    .products(&ProductQuery::new(WarehouseId(2)))
                    .map(made)
            }),
            Call::<Self>::reads("all_products", good(), |client, _| {
                listed(client.all_products(ProductQuery::new(WarehouseId(2))))
            }),
            Call::<Self>::reads("find_order", good(), |client, _| {
                client.find_order(&canary_order()).map(made)
            }),
            Call::<Self>::reads("orders", good(), |client, _| {
                client.orders(&OrderQuery::last_month()).map(made)
            }),
            Call::<Self>::reads("parcels", good(), |client, _| {
                client.parcels(&canary_parcels()).map(made)
            }),
            Call::<Self>::reads("all_parcels", good(), |client, _| {
                listed(client.all_parcels(canary_parcels()))
            }),
            Call::<Self>::reads("parcel_states", good(), |client, _| {
                client.parcel_states(&[parcel_id(1)]).map(made)
            }),
            Call::<Self>::reads("confirm", good(), |client, _| {
                let body = br#"{"site_order_consignee_id":"1","status":"s"}"#;
                let notification = UnverifiedNotification::parse(body).unwrap();
                client.confirm(&notification).map(made)
            }),
        ]
    }
}

pub(crate) fn canary_order() -> NewOrder {
    let recipient = Recipient {
        name: "canary-name".into(),
        mobile: "13987654321".into(),
        province: "canary-province".into(),
        city: "canary-city".into(),
        district: "canary-district".into(),
        address: "canary-address".into(),
    };
    order_to(1, ProductId(614), recipient).remark("canary-remark")
}

pub(crate) fn canary_parcels() -> ParcelQuery {
    ParcelQuery::new().to_mobile("13987654321")
}

/// Whole requests that a provider expects.
pub(crate) trait Expects {
    /// Expects one whole POST with this body, and gives it this answer.
    fn expects(&mut self, path: &str, body: &str, answer: &str) -> Mock;
}

impl Expects for Provider {
    fn expects(&mut self, path: &str, body: &str, answer: &str) -> Mock {
        self.mock("POST", path)
            .match_header("Authorization", API_KEY)
            .match_header("content-type", "application/json")
            .match_body(Matcher::Exact(body.to_owned()))
            .with_body(answer)
            .create()
    }
}

pub(crate) fn login() -> Credentials {
    Credentials::Login {
        app_id: Damaijia::APP_ID.into(),
        app_secret: Secret::from(Damaijia::APP_SECRET),
    }
}

/// A client of the sandbox that logs in.
pub(crate) fn sandbox_client(sandbox: &Sandbox) -> Client {
    Client::new(login(), Settings::new(sandbox.base_url())).unwrap()
}

/// A client of the sandbox with its fixed key.
pub(crate) fn key_client(sandbox: &Sandbox) -> Client {
    let credentials = Credentials::ApiKey(Secret::from(Damaijia::API_KEY));
    Client::new(credentials, Settings::new(sandbox.base_url())).unwrap()
}

pub(crate) fn recipient() -> Recipient {
    Recipient {
        name: "测试".into(),
        mobile: "13800000000".into(),
        province: "浙江省".into(),
        city: "杭州市".into(),
        district: "西湖区".into(),
        address: "测试路 1 号".into(),
    }
}

pub(crate) fn parcel_id(number: u64) -> SiteParcelId {
    number.to_string().parse().unwrap()
}

/// An order of the sandbox's product under this id, with one parcel under the same.
pub(crate) fn order(number: u64) -> NewOrder {
    order_of(number, ProductId(Damaijia::PRODUCT))
}

pub(crate) fn order_of(number: u64, product_id: ProductId) -> NewOrder {
    order_to(number, product_id, recipient())
}

pub(crate) fn order_to(number: u64, product_id: ProductId, recipient: Recipient) -> NewOrder {
    bare_order(number, product_id).parcel(NewParcel::new(parcel_id(number), recipient))
}

/// An order without parcels.
pub(crate) fn bare_order(number: u64, product_id: ProductId) -> NewOrder {
    NewOrder::new(
        number.to_string().parse().unwrap(),
        product_id,
        Source::Taobao,
    )
}

pub(crate) fn refused_unsent<T: Debug>(
    call: impl FnOnce(&Client) -> Result<T, Error>,
) -> InvalidInput {
    provider_testing::refused_unsent::<WithKey, T>(call)
}

/// A clock that a test moves; it begins on an August noon in the provider's zone.
pub(crate) fn moved_clock() -> ManualClock {
    ManualClock::new(datetime!(2021-08-05 12:00:00 +8))
}
