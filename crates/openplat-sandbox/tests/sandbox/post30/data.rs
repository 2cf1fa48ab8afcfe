//! `data` and its fields.

use md5::{Digest, Md5};
use openplat_sandbox::{Post30, Sandbox};

use super::caller::{
    CLOSE_BATCH, ITEM, ITEM_ALISE_LIST, ITEM_CLASS, ITEM_LIST, call, form, post, refused,
};

#[test]
fn sample_of_the_provider_is_no_json_and_refused() {
    assert_eq!(
        refused(CLOSE_BATCH, "{batch_name:'AAAAAA'}"),
        "data不是有效的JSON"
    );
}

#[test]
fn data_that_is_no_strict_json_object_is_refused() {
    for wrong in [
        " ",
        "null",
        "1",
        "[]",
        "[1,10]",
        "\"{}\"",
        "{",
        "{\"p\":1",
        "{\"p\":1,}",
        "{'p':1}",
        "{p:1}",
        "{\"p\":01}",
        "{\"p\":1}{}",
        "{\"p\":1} x",
        "{\"alisename\":\"\\ud842\"}",
        "{\"alisename\":\"\n\"}",
        "\u{feff}{\"p\":1}",
    ] {
        assert_eq!(refused(ITEM_LIST, wrong), "data不是有效的JSON", "{wrong:?}");
    }
    let deep = format!("{{\"a\":{}", "[".repeat(50_000));
    assert_eq!(refused(CLOSE_BATCH, &deep), "data不是有效的JSON");
}

#[test]
fn data_that_is_no_utf_8_is_refused() {
    let (access_key, secret_key) = (Post30::ACCESS_KEY, Post30::SECRET_KEY);
    // 奶粉 in GBK.
    let text = [
        b"data{$$}{\"alisename\":\"\xc4\xcc\xb7\xdb\"}{$$$}external_company{$$}".as_slice(),
        format!("{access_key}{{$$$}}{{$$$$}}{secret_key}").as_bytes(),
    ]
    .concat();
    let sign = hex::encode(Md5::digest(text));
    let rest = form(&[("external_company", access_key), ("sign", &sign)]);
    let body = format!("data=%7B%22alisename%22:%22%C4%CC%B7%DB%22%7D&{rest}");
    let sandbox = Sandbox::start().unwrap();
    let refusal = post(&sandbox, ITEM_LIST, &body).refusal();
    assert_eq!(refusal, "data不是有效的JSON");
}

#[test]
fn number_that_is_no_unsigned_integer_is_refused() {
    let numbers = [
        "-1",
        "-0",
        "1.0",
        "1e1",
        "4294967296",
        "\"1\"",
        "true",
        "null",
        "[]",
        "{}",
    ];
    for number in numbers {
        for (path, data) in [
            (ITEM_LIST, format!(r#"{{"p":{number}}}"#)),
            (ITEM_LIST, format!(r#"{{"pagesize":{number}}}"#)),
            (ITEM_LIST, format!(r#"{{"classid":{number}}}"#)),
            (ITEM, format!(r#"{{"P_id":{number}}}"#)),
            (
                ITEM_CLASS,
                format!(r#"{{"className":"奶粉","p":{number}}}"#),
            ),
            (
                ITEM_CLASS,
                format!(r#"{{"className":"奶粉","pagesize":{number}}}"#),
            ),
            (ITEM_ALISE_LIST, format!(r#"{{"p":{number}}}"#)),
            (ITEM_ALISE_LIST, format!(r#"{{"pagesize":{number}}}"#)),
        ] {
            assert_eq!(refused(path, &data), "data字段错误", "{path} {data}");
        }
    }
}

#[test]
fn order_that_is_no_boolean_is_refused() {
    for order in ["1", "0", "\"true\"", "\"\"", "null"] {
        for (path, data) in [
            (
                ITEM_CLASS,
                format!(r#"{{"className":"奶粉","order":{order}}}"#),
            ),
            (ITEM_ALISE_LIST, format!(r#"{{"order":{order}}}"#)),
        ] {
            assert_eq!(refused(path, &data), "data字段错误", "{path} {data}");
        }
    }
}

#[test]
fn text_that_is_no_text_is_refused() {
    for text in ["1", "true", "null", "[]"] {
        for (path, data) in [
            (ITEM_LIST, format!(r#"{{"alisename":{text}}}"#)),
            (ITEM_LIST, format!(r#"{{"barCode":{text}}}"#)),
            (ITEM_CLASS, format!(r#"{{"className":{text}}}"#)),
            (ITEM_ALISE_LIST, format!(r#"{{"alisename":{text}}}"#)),
            (ITEM_ALISE_LIST, format!(r#"{{"barCode":{text}}}"#)),
            (CLOSE_BATCH, format!(r#"{{"batch_name":{text}}}"#)),
        ] {
            assert_eq!(refused(path, &data), "data字段错误", "{path} {data}");
        }
    }
}

#[test]
fn field_of_another_name_is_refused() {
    for (path, data) in [
        (ITEM_LIST, r#"{"aliseName":"bbb"}"#),
        (ITEM_LIST, r#"{"barcode":"1"}"#),
        (ITEM_LIST, r#"{"order":true}"#),
        (ITEM, r#"{"P_id":1234,"p":1}"#),
        (ITEM, r#"{"p_id":1234}"#),
        (ITEM_CLASS, r#"{"className":"奶粉","classid":1}"#),
        (ITEM_ALISE_LIST, r#"{"classid":1}"#),
    ] {
        assert_eq!(refused(path, data), "data字段错误", "{path} {data}");
    }
}

#[test]
fn field_that_occurs_twice_is_refused() {
    assert_eq!(refused(ITEM_LIST, r#"{"p":1,"p":1}"#), "data字段错误");
    assert_eq!(
        refused(ITEM, r#"{"P_id":1234,"P_id":1234}"#),
        "data字段错误"
    );
}

#[test]
fn field_that_a_call_cannot_do_without_must_be_there() {
    assert_eq!(refused(ITEM, "{}"), "data字段错误");
    assert_eq!(
        refused(ITEM_CLASS, r#"{"p":1,"pagesize":10}"#),
        "data字段错误"
    );
    assert_eq!(refused(CLOSE_BATCH, "{}"), "data字段错误");
    assert_eq!(refused(CLOSE_BATCH, r#"{"batch_name":""}"#), "data字段错误");
    let sandbox = Sandbox::start().unwrap();
    for path in [ITEM_LIST, ITEM_ALISE_LIST] {
        call(&sandbox, path, " {} ").success();
    }
}
