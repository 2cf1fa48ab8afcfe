//! The shapes of the answers.

use std::collections::BTreeSet;

use openplat_sandbox::{Answer, Sandbox, Shape, SuccessStyle};
use serde_json::{Value, json};

use super::caller::{CLOSE_BATCH, ITEM, ITEM_ALISE_LIST, ITEM_CLASS, ITEM_LIST, call};

const PAGE: &str = r#"{"p":1,"pagesize":1}"#;
const NO_ROWS: &str = r#"{"p":1,"pagesize":1,"alisename":"-"}"#;

fn sandbox(shape: Shape) -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    sandbox.post30().set_shape(shape);
    sandbox
}

/// The answers to a page, to a list without rows, to a detail and to a refused call.
fn answers(sandbox: &Sandbox) -> [String; 4] {
    [
        call(sandbox, ITEM_LIST, PAGE),
        call(sandbox, ITEM_ALISE_LIST, NO_ROWS),
        call(sandbox, ITEM, r#"{"P_id":1234}"#),
        call(sandbox, ITEM, r#"{"P_id":1}"#),
    ]
    .map(|answer| answer.text)
}

#[test]
fn success_is_a_number_a_text_or_a_boolean() {
    let sandbox = Sandbox::start().unwrap();
    let successes = |sandbox: &Sandbox| {
        let mut texts = answers(sandbox).to_vec();
        texts.push(call(sandbox, CLOSE_BATCH, r#"{"batch_name":"A"}"#).text);
        texts.push(call(sandbox, ITEM_CLASS, r#"{"className":"奶粉"}"#).text);
        let success =
            |text: &String| serde_json::from_str::<Value>(text).unwrap()["success"].take();
        texts.iter().map(success).collect::<Vec<_>>()
    };
    for (style, good, bad) in [
        (SuccessStyle::Text, json!("1"), json!("0")),
        (SuccessStyle::Boolean, json!(true), json!(false)),
        (SuccessStyle::Number, json!(1), json!(0)),
    ] {
        sandbox.post30().set_success_style(style);
        let [yes, no] = [&good, &bad];
        let expected = [yes, yes, yes, no, yes, yes].map(Clone::clone);
        assert_eq!(successes(&sandbox), expected, "{style:?}");
    }
}

#[test]
fn success_that_was_asked_for_has_the_style_too() {
    let sandbox = Sandbox::start().unwrap();
    for (style, expected) in [
        (SuccessStyle::Number, json!(2)),
        (SuccessStyle::Text, json!("2")),
        (SuccessStyle::Boolean, json!(false)),
    ] {
        sandbox.post30().set_success_style(style);
        sandbox.post30().answer_next(Answer::Code {
            code: 2,
            message: "m".to_owned(),
        });
        let answer = call(&sandbox, ITEM_LIST, PAGE).json();
        assert_eq!(answer, json!({ "success": expected, "message": "m" }));
    }
}

#[test]
fn shape_is_that_of_the_moment_for_rows_that_were_listed_before() {
    let listed = |sandbox: &Sandbox| {
        [
            call(sandbox, ITEM_LIST, PAGE),
            call(sandbox, ITEM_ALISE_LIST, PAGE),
            call(sandbox, ITEM, r#"{"P_id":1234}"#),
        ]
        .map(|answer| answer.text)
    };
    let used = Sandbox::start().unwrap();
    for shape in [Shape::Documented, Shape::RowsWithNumbers, Shape::Documented] {
        used.post30().set_shape(shape);
        assert_eq!(listed(&used), listed(&sandbox(shape)), "{shape:?}");
    }
}

#[test]
fn total_can_be_a_text() {
    let sandbox = sandbox(Shape::TotalAsText);
    sandbox.post30().set_page_cap(Some(1));
    for (path, data, total) in [
        (ITEM_LIST, "{}", "1"),
        (ITEM_CLASS, r#"{"className":"奶粉"}"#, "20"),
        (ITEM_ALISE_LIST, NO_ROWS, "0"),
    ] {
        assert_eq!(call(&sandbox, path, data).json()["total"], total);
    }
}

#[test]
fn numbers_in_rows_can_be_numbers_with_all_their_places() {
    let sandbox = sandbox(Shape::RowsWithNumbers);
    let [list, _, detail, _] = answers(&sandbox);
    for text in [list, detail] {
        for part in [
            r#""ClassType":1,"#,
            r#""Price":255.00,"#,
            r#""Weight":1.00,"#,
            r#""P_id":1234,"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
    let text = call(
        &sandbox,
        ITEM_ALISE_LIST,
        r#"{"alisename":"bbb","pagesize":1}"#,
    )
    .text;
    assert!(text.contains(r#"{"productId":1251,"#), "{text}");
    assert!(text.contains(r#""price":165.0000,"#), "{text}");
}

#[test]
fn blank_maker_and_brand_are_empty_missing_or_null() {
    let blanks = |shape| {
        let data = r#"{"classid":1,"alisename":"sy'1"}"#;
        let row = call(&sandbox(shape), ITEM_LIST, data).json()["rows"][0].take();
        ["Manufacturer", "BrandName"].map(|field| row.get(field).cloned())
    };
    let both = |value: Option<Value>| [value.clone(), value];
    assert_eq!(blanks(Shape::Documented), both(Some(json!(""))));
    assert_eq!(blanks(Shape::BlanksMissing), both(None));
    assert_eq!(blanks(Shape::BlanksNull), both(Some(Value::Null)));
    for shape in [Shape::BlanksMissing, Shape::BlanksNull] {
        let row = call(&sandbox(shape), ITEM_LIST, PAGE).json()["rows"][0].take();
        let known = (&row["Manufacturer"], &row["BrandName"]);
        assert_eq!(known, (&json!("安娜"), &json!("安娜")));
    }
}

#[test]
fn rows_that_are_not_there_are_empty_missing_or_null() {
    for (shape, expected) in [
        (Shape::Documented, r#"{"success":1,"total":0,"rows":[]}"#),
        (Shape::NoRowsMissing, r#"{"success":1,"total":0}"#),
        (Shape::NoRowsNull, r#"{"success":1,"total":0,"rows":null}"#),
    ] {
        let sandbox = sandbox(shape);
        let [list, none, ..] = answers(&sandbox);
        assert_eq!(none, expected);
        assert!(list.contains(r#""rows":[{"#), "{list}");
    }
}

#[test]
fn message_of_a_refusal_is_there_missing_or_null() {
    for (shape, expected) in [
        (Shape::Documented, r#"{"success":0,"message":"商品不存在"}"#),
        (Shape::MessageMissing, r#"{"success":0}"#),
        (Shape::MessageNull, r#"{"success":0,"message":null}"#),
    ] {
        let [.., refusal] = answers(&sandbox(shape));
        assert_eq!(refusal, expected);
    }
}

#[test]
fn answers_can_be_no_json() {
    let sandbox = sandbox(Shape::NotJson);
    for text in answers(&sandbox) {
        assert!(text.starts_with("{'success':"), "{text}");
        assert!(serde_json::from_str::<Value>(&text).is_err());
    }
}

#[test]
fn every_shape_differs_from_the_others_and_can_be_taken_back() {
    let sandbox = Sandbox::start().unwrap();
    let all = |sandbox: &Sandbox| {
        let blank = call(sandbox, ITEM_LIST, r#"{"alisename":"sy'1"}"#).text;
        (answers(sandbox), blank)
    };
    let documented = all(&sandbox);
    let different: BTreeSet<_> = Shape::ALL
        .iter()
        .map(|shape| {
            sandbox.post30().set_shape(*shape);
            all(&sandbox)
        })
        .collect();
    assert_eq!(different.len(), 10);
    sandbox.post30().set_shape(Shape::Documented);
    assert_eq!(all(&sandbox), documented);
}
