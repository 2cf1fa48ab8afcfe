use std::sync::{Arc, Mutex};

use chao8_api::{Call, Client, Direction, IgnoredAny};
use mockito::Matcher;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::provider::{DEMO, GET_TOKEN, Provider, TOKEN_ANSWER, shown};

/// A provider whose next answers are put into its hands, for requests with this `Authorization`.
fn scripted(header: Matcher) -> (Provider, Arc<Mutex<Vec<u8>>>) {
    let answer = Arc::new(Mutex::new(Vec::new()));
    let mut provider = Provider::start();
    for method in ["GET", "POST"] {
        let answer = Arc::clone(&answer);
        provider
            .mock_any(method)
            .match_header("authorization", header.clone())
            .with_body_from_request(move |_| answer.lock().unwrap().clone())
            .create();
    }
    (provider, answer)
}

/// Makes every kind of call once; what they return is shown, so that no `Display` is left out.
fn call_everything(client: &Client) {
    let mut sink = Vec::new();
    let mut outcomes = vec![
        client
            .get::<IgnoredAny>(DEMO, &[])
            .map(|value| format!("{value:?}")),
        client
            .post::<String>(DEMO, &1)
            .map(|value| format!("{value:?}")),
        client
            .flow("1", Direction::This)
            .map(|value| format!("{value:?}")),
        client
            .raw(&Call::get(DEMO))
            .map(|value| format!("{value:?}")),
    ];
    let download = client.download(&Call::get(DEMO), &mut sink, 1000);
    outcomes.push(download.map(|value| format!("{value:?}")));
    for outcome in outcomes {
        let text = outcome.unwrap_or_else(|error| {
            format!("{} {:?} {}", shown(&error), error.class(), error.delivery())
        });
        assert!(!text.is_empty());
    }
}

fn run(cases: u32, answers: impl Strategy<Value = String>, mut check: impl FnMut(String)) {
    let config = ProptestConfig {
        cases,
        // Nothing is written beside the sources: a failing case is printed.
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let check = std::cell::RefCell::new(&mut check);
    TestRunner::new(config)
        .run(&answers, |text| {
            check.borrow_mut()(text);
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
        Just("200".to_owned()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "[0-9]{1,40}",
        r#""[0-9a-zA-Z 可\\-]{0,12}""#,
        r#""-?P[0-9]{0,20}D?T?-?[0-9]{0,20}[HMS]?[0-9.,]{0,12}S?""#,
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let names = prop::sample::select(vec![
            "code",
            "message",
            "data",
            "traceId",
            "accessToken",
            "tokenTtl",
            "tokenTtlSeconds",
            "meta",
            "status",
            "reason",
            "digits",
            "details",
            "level",
            "code1Quantity",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::btree_map(names, inner, 0..6).prop_map(|fields| {
                let fields = fields
                    .iter()
                    .map(|(name, value)| format!(r#""{name}":{value}"#));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

#[test]
fn no_answer_to_a_call_makes_it_panic() {
    let (mut provider, answer) = scripted(Matcher::Any);
    provider
        .mock("POST", GET_TOKEN)
        .with_body(TOKEN_ANSWER)
        .create();
    let answers = prop_oneof![
        ".{0,40}",
        json(),
        json().prop_map(|data| format!(r#"{{"code":200,"data":{data}}}"#)),
    ];
    run(96, answers, |body| {
        *answer.lock().unwrap() = body.into_bytes();
        // A new one for each case: an answer may reject the token.
        call_everything(&provider.client());
    });
}

#[test]
fn no_answer_to_a_token_request_makes_it_panic() {
    let (provider, answer) = scripted(Matcher::Missing);
    let answers = prop_oneof![
        json(),
        json().prop_map(|data| format!(r#"{{"code":200,"data":{data}}}"#)),
        (json(), json()).prop_map(|(ttl, seconds)| format!(
            r#"{{"code":200,"data":{{"accessToken":"t","tokenTtl":{ttl},"tokenTtlSeconds":{seconds}}}}}"#
        )),
    ];
    run(96, answers, |body| {
        *answer.lock().unwrap() = body.into_bytes();
        let client = provider.client();
        if let Err(error) = client.token() {
            assert!(!shown(&error).is_empty());
        }
        client.token_status().unwrap();
    });
}
