//! No answer, whatever it is, makes a call panic.

use std::sync::{Arc, Mutex};

use damaijia_api::{
    Client, Error, Gmt8Time, NewOrder, OrderQuery, ParcelQuery, ProductQuery, SiteOrderId,
    UnverifiedNotification, WarehouseId,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::provider::{Provider, order, parcel_id};

/// A provider whose next answer is put into its hands; one connection serves all cases.
fn scripted() -> (Provider, Arc<Mutex<Vec<u8>>>) {
    let answer = Arc::new(Mutex::new(Vec::new()));
    let mut provider = Provider::start();
    for method in ["POST", "GET"] {
        let answer = Arc::clone(&answer);
        provider
            .mock_any(method)
            .with_body_from_request(move |_| answer.lock().unwrap().clone())
            .create();
    }
    (provider, answer)
}

/// Makes every call once; what they return is shown, so that no `Display` is left out.
fn call_everything(client: &Client) {
    let products = ProductQuery::new(WarehouseId(2));
    let mut outcome = String::new();
    outcome.push_str(&shown(client.couriers()));
    outcome.push_str(&shown(client.products(&products)));
    outcome.push_str(&shown(client.create_order(&order(1))));
    outcome.push_str(&shown(client.find_order(&order(1))));
    outcome.push_str(&shown(client.cancel_parcel(&parcel_id(1))));
    outcome.push_str(&shown(client.orders(&OrderQuery::last_month())));
    outcome.push_str(&shown(client.parcels(&ParcelQuery::new())));
    outcome.push_str(&shown(client.balance_fen()));
    for product in client.all_products(products).take(20) {
        outcome.push_str(&shown(product));
    }
    for parcel in client.all_parcels(ParcelQuery::new()).take(20) {
        outcome.push_str(&shown(parcel));
    }
    assert!(!outcome.is_empty());
}

fn shown<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!(
            "{error} {error:?} {:?} {:?} {:?}",
            error.class(),
            error.delivery(),
            std::error::Error::source(&error).map(ToString::to_string)
        ),
    }
}

fn run(cases: u32, answers: impl Strategy<Value = Vec<u8>>) {
    let (provider, answer) = scripted();
    let client = provider.client();
    let config = ProptestConfig {
        cases,
        // Nothing is written beside the sources: a failing case is printed.
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&answers, |bytes| {
            *answer.lock().unwrap() = bytes;
            call_everything(&client);
            Ok(())
        })
        .unwrap();
}

/// JSON that is likely to be near what is expected: known names, odd values.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "[0-9]{1,40}",
        r#""[0-9a-zA-Z 市\\-]{0,12}""#,
        Just(r#""2021-08-05 12:00:00""#.to_owned()),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let names = prop::sample::select(vec![
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
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::btree_map(names, inner, 0..6).prop_map(|fields| {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(name, value)| format!(r#""{name}":{value}"#))
                    .collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

#[test]
fn no_bytes_make_a_call_panic() {
    run(16, prop::collection::vec(any::<u8>(), 0..200));
}

#[test]
fn no_json_makes_a_call_panic() {
    run(48, json().prop_map(String::into_bytes));
}

#[test]
fn no_data_of_a_success_makes_a_call_panic() {
    let envelope = |data| format!(r#"{{"data":{data},"status":0}}"#);
    run(
        128,
        json().prop_map(move |data| envelope(data).into_bytes()),
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_body_makes_a_notification_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = UnverifiedNotification::parse(&body);
    }

    #[test]
    fn no_form_makes_a_notification_panic(body in "site_order_consignee_id=[0-9%&=+a-f]{0,40}") {
        let _ = UnverifiedNotification::parse(body.as_bytes());
    }

    #[test]
    fn no_json_makes_an_order_file_panic(file in json()) {
        let _ = NewOrder::from_json(file.as_bytes());
    }

    #[test]
    fn no_text_makes_an_id_panic(text in any::<String>()) {
        let _ = text.parse::<SiteOrderId>();
    }

    #[test]
    fn every_positive_number_is_an_id(number in 1..=i64::MAX) {
        let text = number.to_string();
        prop_assert!(text.parse::<SiteOrderId>().is_ok());
    }

    #[test]
    fn no_text_makes_a_time_panic(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        let time: Gmt8Time = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(time.as_str(), text.as_str());
        let _ = time.instant();
    }
}
