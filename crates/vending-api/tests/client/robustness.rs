use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use vending_api::{Client, Gmt8Time, MachineNo, PickupCodeId, ProductQuery};

use crate::provider::{PRODUCT, Provider, machine_no, one_code};

/// A provider whose next answer is put into its hands; one connection serves all cases.
fn scripted() -> (Provider, Arc<Mutex<Vec<u8>>>) {
    let answer = Arc::new(Mutex::new(Vec::new()));
    let mut provider = Provider::start();
    for method in ["POST", "PUT"] {
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
    let query = ProductQuery::new(machine_no());
    let mut outcome = String::new();
    outcome.push_str(&shown(client.ping()));
    outcome.push_str(&shown(client.products(&query)));
    outcome.push_str(&shown(client.pickup_codes(&machine_no(), PRODUCT)));
    outcome.push_str(&shown(client.create_pickup_codes(&one_code())));
    outcome.push_str(&shown(
        client.cancel_pickup_code(&machine_no(), PickupCodeId(1)),
    ));
    for product in client.all_products(query).take(20) {
        outcome.push_str(&shown(product));
    }
    assert!(!outcome.is_empty());
}

fn shown<T: std::fmt::Debug>(outcome: Result<T, vending_api::Error>) -> String {
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
        r#""[0-9a-zA-Z 可\\-]{0,12}""#,
        Just(r#""2024-04-27 14:00:08""#.to_owned()),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let names = prop::sample::select(vec![
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
    run(32, prop::collection::vec(any::<u8>(), 0..200));
}

#[test]
fn no_json_makes_a_call_panic() {
    run(96, json().prop_map(String::into_bytes));
}

#[test]
fn no_data_of_a_success_makes_a_call_panic() {
    let envelope = |data| format!(r#"{{"code":0,"message":"ok","data":{data}}}"#);
    run(
        256,
        json().prop_map(move |data| envelope(data).into_bytes()),
    );
}

#[test]
fn no_cut_of_an_answer_makes_a_call_panic() {
    let whole = r#"{"code":0,"message":"ok","data":{"data":[{"id":20,"good":{"name":"可乐"}}]}}"#;
    let cuts = (0..=whole.len()).prop_map(|end| whole.as_bytes()[..end].to_vec());
    run(32, cuts);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_machine_number_panic(text in any::<String>()) {
        let parsed = text.parse::<MachineNo>();
        let is_number = text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(parsed.is_ok(), is_number);
    }

    #[test]
    fn no_text_makes_a_time_panic(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        let time: Gmt8Time = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(time.as_str(), text.as_str());
        let _ = time.instant();
    }
}
