use std::cell::RefCell;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

/// JSON that is likely to be near what is expected: known names and values, and odd ones.
///
/// `values` are JSON themselves.
pub fn json(
    names: &'static [&'static str],
    values: &'static [&'static str],
) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "[0-9]{1,40}",
        r#""[0-9a-zA-Z 可\\-]{0,12}""#,
        Just(r#""2021-08-05 12:00:00""#.to_owned()),
        select([values, &["0"]].concat()).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::btree_map(select(names), inner, 0..6).prop_map(|fields| {
                let fields = fields
                    .iter()
                    .map(|(name, value)| format!(r#""{name}":{value}"#));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

/// Any bytes.
pub fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..200)
}

/// The beginnings of an answer.
pub fn cuts(whole: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    (0..=whole.len()).prop_map(move |end| whole[..end].to_vec())
}

/// Checks so many cases; the first that panics is made small and printed.
pub fn run<T: std::fmt::Debug>(cases: u32, values: impl Strategy<Value = T>, check: impl FnMut(T)) {
    let config = ProptestConfig {
        cases,
        // Nothing is written beside the sources: a failing case is printed.
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let check = RefCell::new(check);
    TestRunner::new(config)
        .run(&values, |value| {
            (check.borrow_mut())(value);
            Ok(())
        })
        .unwrap();
}
