//! No secret and nothing of a recipient is shown: errors, their causes, `Debug`, the log.

use std::fmt::Debug;
use std::sync::{Mutex, Once, PoisonError};

use damaijia_api::{
    Client, Credentials, Error, NewOrder, NewParcel, OrderQuery, ParcelQuery, ProductQuery,
    Recipient, Secret, Settings, UnverifiedNotification, WarehouseId,
};
use serde_json::{Value, json};

use crate::provider::{Provider, bare_order, parcel_id};

/// Each begins alike, so that a part of one is found too. The phone is one of 11 digits.
const CANARIES: [&str; 12] = [
    "canary-app-id",
    "canary-app-secret",
    "canary-api-key",
    "canary-token",
    "canary-name",
    PHONE,
    "canary-province",
    "canary-city",
    "canary-district",
    "canary-address",
    "canary-remark",
    "canary-reason",
];
const PHONE: &str = "13987654321";

fn recipient() -> Recipient {
    Recipient {
        name: "canary-name".into(),
        mobile: PHONE.into(),
        province: "canary-province".into(),
        city: "canary-city".into(),
        district: "canary-district".into(),
        address: "canary-address".into(),
    }
}

fn order() -> NewOrder {
    bare_order(1, damaijia_api::ProductId(614))
        .remark("canary-remark")
        .parcel(NewParcel::new(parcel_id(1), recipient()))
}

#[derive(Default)]
struct Seen(Vec<String>);

impl Seen {
    fn look<T: Debug>(&mut self, what: &str, outcome: Result<T, Error>) {
        match outcome {
            Ok(value) => self.0.push(format!("{what} ok {value:?}")),
            Err(error) => {
                let mut text = format!("{what} {error} {error:?} {error:#?}");
                let mut source = std::error::Error::source(&error);
                while let Some(cause) = source {
                    text.push_str(&format!(" <- {cause} {cause:?}"));
                    source = cause.source();
                }
                self.0.push(text);
            }
        }
    }

    fn call_everything(&mut self, client: &Client) {
        let products = ProductQuery::new(WarehouseId(2));
        let parcels = ParcelQuery::new().to_mobile(PHONE);
        let orders = OrderQuery::last_month();
        self.0.push(format!("{client:?} {parcels:?} {orders:?}"));
        self.0.push(format!("{:?} {:?}", order(), recipient()));
        self.look("couriers", client.couriers());
        self.look("products", client.products(&products));
        self.look("create_order", client.create_order(&order()));
        self.look("find_order", client.find_order(&order()));
        self.look("cancel_parcel", client.cancel_parcel(&parcel_id(1)));
        self.look("orders", client.orders(&orders));
        self.look("parcels", client.parcels(&parcels));
        self.look("states", client.parcel_states(&[parcel_id(1)]));
        self.look("balance", client.balance_fen());
        for parcel in client.all_parcels(parcels).take(9) {
            self.look("all_parcels", parcel);
        }
        for product in client.all_products(products).take(9) {
            self.look("all_products", product);
        }
        self.look("token", client.token());
        self.look("status", client.token_status());
    }

    fn assert_clean(&self) {
        for text in &self.0 {
            for canary in CANARIES {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
        }
    }
}

/// Clients by both kinds of credentials.
fn clients(url: &str) -> [Client; 2] {
    let login = Credentials::Login {
        app_id: "canary-app-id".into(),
        app_secret: Secret::from("canary-app-secret"),
    };
    let key = Credentials::ApiKey(Secret::from("canary-api-key"));
    [login, key].map(|credentials| Client::new(credentials, Settings::new(url)).unwrap())
}

/// A provider that lets everybody in and gives every other call this answer, made of the request.
fn provider(
    status: usize,
    answer: impl Fn(&str, &str) -> String + Clone + Send + Sync + 'static,
) -> Provider {
    let mut provider = Provider::start();
    for method in ["GET", "POST"] {
        let answer = answer.clone();
        provider
            .mock_any(method)
            .with_status(status)
            .with_body_from_request(move |request| {
                let body = String::from_utf8_lossy(request.body().unwrap()).into_owned();
                let token = request.header("authorization");
                let token = token.first().and_then(|value| value.to_str().ok());
                answer(&body, token.unwrap_or_default()).into_bytes()
            })
            .create();
    }
    provider
        .mock("POST", "user_login")
        .with_body(r#"{"data":{"access_token":"canary-token"},"status":0}"#)
        .create();
    provider
}

/// What the log has said in this process at debug level and above.
static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Listener;

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        // The other side of the wire runs in this process too, and may log what it receives.
        if ["mockito", "hyper"]
            .iter()
            .any(|other| record.target().starts_with(other))
        {
            return;
        }
        let line = format!("{} {}", record.target(), record.args());
        let mut log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(line);
    }

    fn flush(&self) {}
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Listener).unwrap();
        log::set_max_level(log::LevelFilter::Debug);
    });
}

#[test]
fn nothing_is_shown_whatever_the_provider_echoes() {
    listen();
    let mut seen = Seen::default();
    // The message of a refusal repeats body and token; the codes take every way of a refusal.
    for code in [422, 200, 401, 500, 160, 1003] {
        let provider = provider(200, move |body, token| {
            json!({"status": code, "err": format!("{token} {body}"), "data": body}).to_string()
        });
        for client in clients(&provider.url()) {
            seen.call_everything(&client);
        }
    }
    // Answers that are none, all of them made of the request.
    for status in [200, 401, 404, 500] {
        let provider = provider(status, |body, token| format!("<html>{body} {token}"));
        for client in clients(&provider.url()) {
            seen.call_everything(&client);
        }
        let provider = self::provider(status, |body, token| {
            json!({"status": format!("{token} {body}"), "data": {token: body}}).to_string()
        });
        for client in clients(&provider.url()) {
            seen.call_everything(&client);
        }
    }
    assert!(seen.0.iter().any(|text| text.contains("***")));
    seen.assert_clean();
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(log.iter().any(|line| line.contains("create_order")));
    Seen(log.clone()).assert_clean();
}

#[test]
fn nothing_of_a_success_is_shown_by_debug() {
    let row = json!({
        "id": 1, "order_sn": "1", "status": "s", "site_order_consignee_id": "1",
        "consignee": "canary-name", "mobile": PHONE, "province": "canary-province",
        "city": "canary-city", "district": "canary-district", "address": "canary-address",
        "remark": "canary-remark", "additional": "canary-remark", "cancel_reason": "canary-reason",
        "msg_code": 2001, "msg": "canary-city", "forbidden_zone": "canary-province",
    });
    let data = json!({
        "total": 1, "balance": 5, "order_sn": "1", "access_token": "canary-token",
        "list": [row], "consignees": [row],
    });
    let answer = json!({"data": data, "status": 0}).to_string();
    let provider = provider(200, move |_, _| answer.clone());
    let mut seen = Seen::default();
    for client in clients(&provider.url()) {
        seen.call_everything(&client);
    }
    assert!(
        seen.0
            .iter()
            .any(|text| text.starts_with("create_order ok"))
    );
    assert!(seen.0.iter().any(|text| text.starts_with("parcels ok")));
    seen.assert_clean();

    let notification: Value = row;
    let body = notification.to_string();
    let notification = UnverifiedNotification::parse(body.as_bytes()).unwrap();
    Seen(vec![format!("{notification:?}")]).assert_clean();
}
