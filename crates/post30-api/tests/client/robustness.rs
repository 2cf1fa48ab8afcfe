use std::sync::{Arc, Mutex};

use post30_api::{
    AliasQuery, ClassQuery, Client, DataText, DigestCharset, ItemId, ItemQuery, LocalTime,
    RawObject, SignedCall, data, payload,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::provider::{Provider, credentials};

/// A provider whose next answer is put into its hands; one connection serves all cases.
fn scripted() -> (Provider, Arc<Mutex<Vec<u8>>>) {
    let answer = Arc::new(Mutex::new(Vec::new()));
    let mut provider = Provider::start();
    let body = Arc::clone(&answer);
    provider
        .mock_any("POST")
        .with_body_from_request(move |_| body.lock().unwrap().clone())
        .create();
    (provider, answer)
}

/// Makes every call once; what they return is shown, so that no `Display` is left out.
fn call_everything(client: &Client, closing: &SignedCall) {
    let mut outcome = String::new();
    outcome.push_str(&shown(client.items(&ItemQuery::new())));
    outcome.push_str(&shown(client.items_by_class(&ClassQuery::new("奶粉"))));
    outcome.push_str(&shown(client.items_by_alias(&AliasQuery::new())));
    let detail = client.item(ItemId(1));
    if let Ok(detail) = &detail {
        outcome.push_str(&format!("{:?}", detail.item()));
    }
    outcome.push_str(&shown(detail));
    outcome.push_str(&shown(client.signed_call::<RawObject>(closing)));
    outcome.push_str(&shown(client.signed_call_raw(closing)));
    for item in client.all_items(ItemQuery::new()).take(20) {
        outcome.push_str(&shown(item.inspect(|item| {
            item.added_at.date_time();
        })));
    }
    assert!(!outcome.is_empty());
}

fn shown<T: std::fmt::Debug>(outcome: Result<T, post30_api::Error>) -> String {
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
    let (client, closing) = (provider.client(), provider.closing());
    let config = ProptestConfig {
        cases,
        // Nothing is written beside the sources: a failing case is printed.
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&answers, |bytes| {
            *answer.lock().unwrap() = bytes;
            call_everything(&client, &closing);
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
        Just(r#""2016-1-25 22:00:44""#.to_owned()),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let names = prop::sample::select(vec![
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
    run(64, json().prop_map(String::into_bytes));
}

#[test]
fn no_fields_of_a_success_make_a_call_panic() {
    let answer = |(rows, entity)| format!(r#"{{"success":1,"rows":{rows},"entity":{entity}}}"#);
    run(
        128,
        (json(), json()).prop_map(move |fields| answer(fields).into_bytes()),
    );
}

#[test]
fn no_cut_of_an_answer_makes_a_call_panic() {
    let whole = r#"{"success":1,"total":1,"rows":[{"P_id":"1","Price":"1.00"}],"message":"可"}"#;
    let cuts = (0..=whole.len()).prop_map(|end| whole.as_bytes()[..end].to_vec());
    run(32, cuts);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_time_panic(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        let time: LocalTime = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(time.as_str(), text.as_str());
        let _ = time.date_time();
    }

    #[test]
    fn no_text_of_a_caller_makes_a_call_panic(
        url in any::<String>(), name in any::<String>(), value in any::<String>()
    ) {
        let call = SignedCall::new(&url).param(&name, &value);
        let _ = call.clone().data_json(&value);
        for charset in [DigestCharset::Utf8, DigestCharset::Gbk] {
            let _ = payload(&[(&name, &value)], Some(&url), &credentials(), charset);
        }
        for text in [DataText::Ascii, DataText::Utf8] {
            prop_assert!(data(&value, text).is_err());
        }
    }
}
