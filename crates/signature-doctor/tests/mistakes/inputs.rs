//! Random inputs on which most mistakes make a difference.

use proptest::prelude::*;
use proptest::sample::select;
use signature_doctor::{
    Algorithm, BracePairs, Credentials, Diagnosis, Encoding, SecretDigest, SortedPairs, Value,
};

use crate::construction::{Input, SECOND_CREDENTIAL};

const NAMES: &[&str] = &[
    "machine_no",
    "page",
    "per_page",
    "category_id",
    "cabinet_name",
    "expired_at",
    "notify_url",
    "timestamp",
    "Sign",
    "sign",
    "a",
    "a1",
    "a_b",
    "A",
    "b",
    "B",
    "Z",
    "z",
    "code-length",
    "codeLength",
    "a:b",
    "a[0]",
    "a b",
    "key1",
    "É",
    "é",
    "data",
    "timer",
];
const VALUES: &[&str] = &[
    "",
    "0",
    "1",
    "NULL",
    " ",
    " padded\n",
    "http://example.com/a?b=<c>&d=可",
    "可乐",
    "😀 x",
    "Ab~*!'()",
    "\\u53ef \\ud83d\\ude00",
    "23:59",
    "say \"hi\"",
    "é",
];

pub(crate) fn input(algorithm: Algorithm) -> BoxedStrategy<Input> {
    let params = match algorithm {
        Algorithm::SortedPairs => prop::collection::vec((name(), typed_value()), 0..9).boxed(),
        Algorithm::BracePairs => prop::collection::vec((name(), text_or_json()), 0..7).boxed(),
        _ => Just(Vec::new()).boxed(),
    };
    let time = match algorithm {
        Algorithm::BracePairs => prop::option::weighted(0.8, time()).boxed(),
        _ => Just(None).boxed(),
    };
    let is_form_encoded = match algorithm {
        Algorithm::SortedPairs => any::<bool>().boxed(),
        _ => Just(false).boxed(),
    };
    (params, time, is_form_encoded, key(algorithm))
        .prop_map(move |(params, time, is_form_encoded, key)| Input {
            algorithm,
            texts: params
                .iter()
                .map(|(_, value)| value.as_text().to_owned())
                .collect(),
            params,
            time,
            is_form_encoded,
            key,
        })
        .boxed()
}

/// What the library says about a signature.
pub(crate) fn diagnose(input: &Input, received: &str) -> Diagnosis {
    let credentials =
        Credentials::new(input.key.clone()).with_other("AppSecret", SECOND_CREDENTIAL);
    match input.algorithm {
        Algorithm::SortedPairs => {
            let encoding = match input.is_form_encoded {
                true => Encoding::Form,
                false => Encoding::Raw,
            };
            SortedPairs::new(input.params.clone())
                .with_encoding(encoding)
                .diagnose(&credentials, received)
        }
        Algorithm::BracePairs => {
            let pairs = input
                .params
                .iter()
                .map(|(name, value)| (name, value.as_text()));
            BracePairs::new(pairs, input.time.as_deref()).diagnose(&credentials, received)
        }
        _ => SecretDigest.diagnose(&credentials, &received.into()),
    }
    .unwrap()
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(NAMES).prop_map(str::to_owned),
        1 => "[a-zA-Z0-9_-]{1,6}",
    ]
}

fn typed_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => text().prop_map(Value::Text),
        2 => time().prop_map(Value::Text),
        1 => Just(Value::Null),
        1 => "[1-9][0-9]{9}|[0-9]|[1-9][0-9]{12}".prop_map(Value::Number),
    ]
}

fn text_or_json() -> impl Strategy<Value = Value> {
    prop_oneof![text(), json()].prop_map(Value::Text)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(VALUES).prop_map(str::to_owned),
        1 => "[a-zA-Z0-9 ~/可乐]{1,12}",
        1 => "[1-9][0-9]{9}",
    ]
}

/// A time of this century, as vending and post30 have it or with slashes.
pub(crate) fn time() -> impl Strategy<Value = String> {
    let date = (
        2001..2090,
        1..13,
        1..29,
        prop_oneof![5 => Just('-'), 1 => Just('/')],
    );
    (date, (0..24, 0..60, 0..60)).prop_map(|((year, month, day, mark), (hour, minute, second))| {
        format!("{year}{mark}{month:02}{mark}{day:02} {hour:02}:{minute:02}:{second:02}")
    })
}

/// A flat object in one of three styles.
fn json() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[0-9]|[1-9][0-9]{0,3}",
        "\"[a-z可/<& ]{0,6}\"",
        Just("\"\\u53ef\"".to_owned()),
        Just("true".to_owned()),
    ];
    let members = prop::collection::btree_map("[a-z]{1,4}", value, 1..5);
    let members = members
        .prop_map(|members| members.into_iter().collect::<Vec<_>>())
        .prop_shuffle();
    (members, 0..3_usize).prop_map(|(members, style)| {
        let (open, comma, colon) = [("{", ",", ":"), ("{", ", ", ": "), ("{ ", " ,  ", ":")][style];
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, value)| format!("\"{name}\"{colon}{value}"))
            .collect();
        format!("{open}{}}}", members.join(comma))
    })
}

fn key(algorithm: Algorithm) -> impl Strategy<Value = String> {
    let usual = prop_oneof![
        "fake-[a-zA-Z0-9]{8,20}",
        " ?Fake [A-Z可É]{1,8}[ \n]?",
        "[0-9a-fA-F]{32}",
    ];
    // Only the secret of chao8 is hashed alone, so that a NUL shows.
    match algorithm {
        Algorithm::SecretDigest => prop_oneof![3 => usual, 1 => "fake\0[a-z]{1,4}"].boxed(),
        _ => usual.boxed(),
    }
}
