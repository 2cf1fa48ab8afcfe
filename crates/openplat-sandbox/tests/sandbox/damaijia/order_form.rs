//! 创建订单: the rules of the form, field by field.

use openplat_sandbox::{Damaijia, Sandbox};
use serde_json::{Value, json};

use super::caller::{CREATE, code, data, order, post, refusal, with, without};

/// The code that an order gets with one field changed; a refused one leaves nothing behind.
fn code_with(pointer: &str, value: &Value) -> i64 {
    let sandbox = Sandbox::start().unwrap();
    let body = with(order("1000111", &["1", "2"]), pointer, value.clone());
    let answer = post(&sandbox, CREATE, &body);
    let status = answer.json()["status"].as_i64().unwrap();
    let damaijia = sandbox.damaijia();
    if status == 0 {
        assert_eq!(damaijia.orders().len(), 1);
    } else {
        assert!(damaijia.orders().is_empty());
        assert_eq!(damaijia.balance_fen(), Damaijia::START_BALANCE_FEN);
    }
    status
}

#[test]
fn product_id_is_a_number() {
    for wrong in [json!("614"), json!(-1), json!(614.0), json!(null)] {
        assert_eq!(code_with("/product_id", &wrong), 422, "{wrong}");
    }
}

#[test]
fn product_number_is_1_to_1000() {
    assert_eq!(code_with("/product_number", &json!(1)), 0);
    assert_eq!(code_with("/product_number", &json!(1000)), 0);
    for wrong in [json!(0), json!(1001), json!("1"), json!(1.5), json!(null)] {
        assert_eq!(code_with("/product_number", &wrong), 422, "{wrong}");
    }
}

#[test]
fn source_is_one_of_five() {
    let sandbox = Sandbox::start().unwrap();
    let mut body = order("0", &["1"]);
    body["product_id"] = json!(Damaijia::ANY_SOURCE_PRODUCT);
    for source in ["taobao", "tmall", "jd", "pdd", "other"] {
        body["source"] = json!(source);
        data(&post(&sandbox, CREATE, &body));
    }
    for wrong in [json!("Taobao"), json!("douyin"), json!(""), json!(1)] {
        assert_eq!(code_with("/source", &wrong), 422, "{wrong}");
    }
}

#[test]
fn remark_is_a_text_and_may_be_missing() {
    let sandbox = Sandbox::start().unwrap();
    let body = without(order("1", &["1"]), "/remark");
    data(&post(&sandbox, CREATE, &body));
    assert_eq!(sandbox.damaijia().orders()[0].remark, "");
    assert_eq!(code_with("/remark", &json!("")), 0);
    assert_eq!(code_with("/remark", &json!(1)), 422);
}

#[test]
fn own_ids_are_digits_below_2_to_the_63_as_number_or_text() {
    for pointer in ["/site_order_id", "/consignees/0/site_order_consignee_id"] {
        for right in [
            json!(1_000_111),
            json!("1000111"),
            json!("0001"),
            json!(i64::MAX),
            json!("9223372036854775807"),
        ] {
            assert_eq!(code_with(pointer, &right), 0, "{pointer} {right}");
        }
        for wrong in [
            json!("A1"),
            json!("-1"),
            json!(-1),
            json!("+1"),
            json!(" 1"),
            json!(1.5),
            json!("9223372036854775808"),
            json!(9_223_372_036_854_775_808_u64),
            json!([]),
            json!(true),
        ] {
            assert_eq!(code_with(pointer, &wrong), 422, "{pointer} {wrong}");
        }
    }
}

#[test]
fn own_ids_that_are_absent_empty_or_zero_are_made_by_the_provider() {
    let sandbox = Sandbox::start().unwrap();
    for id in [json!(null), json!(""), json!(0), json!("0")] {
        let body = with(order("1", &["1"]), "/site_order_id", id.clone());
        let body = with(body, "/consignees/0/site_order_consignee_id", id);
        data(&post(&sandbox, CREATE, &body));
    }
    let body = without(order("1", &["1"]), "/site_order_id");
    let body = without(body, "/consignees/0/site_order_consignee_id");
    data(&post(&sandbox, CREATE, &body));
    let orders = sandbox.damaijia().orders();
    let mut ids: Vec<&str> = orders.iter().map(|order| &*order.site_order_id).collect();
    ids.extend(
        orders
            .iter()
            .map(|order| &*order.parcels[0].site_order_consignee_id),
    );
    assert!(
        ids.iter()
            .all(|id| id.parse::<i64>().is_ok_and(|id| id > 0))
    );
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10);
}

#[test]
fn consignees_are_a_list_with_at_least_one() {
    for wrong in [json!([]), json!({}), json!(null), json!([1]), json!("x")] {
        assert_eq!(code_with("/consignees", &wrong), 422, "{wrong}");
    }
}

#[test]
fn every_field_of_a_consignee_is_a_text_that_is_not_empty() {
    let sandbox = Sandbox::start().unwrap();
    for name in [
        "consignee",
        "mobile",
        "province",
        "city",
        "district",
        "address",
        "platform_order_sn",
    ] {
        // The last of several recipients counts as much as the first.
        let pointer = format!("/consignees/1/{name}");
        for wrong in [json!(""), json!(null), json!(5)] {
            assert_eq!(code_with(&pointer, &wrong), 422, "{name} {wrong}");
        }
        let body = without(order("1", &["1", "2"]), &pointer);
        assert_eq!(code(&post(&sandbox, CREATE, &body)), 422, "{name}");
    }
    assert!(sandbox.damaijia().orders().is_empty());
}

#[test]
fn empty_province_or_city_has_its_own_hint() {
    let sandbox = Sandbox::start().unwrap();
    for name in ["province", "city"] {
        let body = with(
            order("1", &["1"]),
            &format!("/consignees/0/{name}"),
            json!(""),
        );
        assert_eq!(
            refusal(&post(&sandbox, CREATE, &body)),
            (422, "收货人 省或市不能为空".to_owned())
        );
    }
}

#[test]
fn mobile_has_at_most_16_characters_and_no_letters() {
    for right in [
        "13800000000",
        "13800000000-1234",
        "0571-8888888",
        "+86 13800000000",
    ] {
        assert_eq!(
            code_with("/consignees/0/mobile", &json!(right)),
            0,
            "{right}"
        );
    }
    for wrong in ["13800000000-12345", "1380000000x", "13800000000转1", "电话"] {
        let code = code_with("/consignees/0/mobile", &json!(wrong));
        assert_eq!(code, 422, "{wrong}");
    }
}

#[test]
fn name_without_a_letter_is_205() {
    for right in ["张三", "Zhang San", "张三 2", "阿·测"] {
        assert_eq!(
            code_with("/consignees/0/consignee", &json!(right)),
            0,
            "{right}"
        );
    }
    for wrong in ["123", "--", "*"] {
        let code = code_with("/consignees/0/consignee", &json!(wrong));
        assert_eq!(code, 205, "{wrong}");
    }
}

#[test]
fn unknown_fields_are_422() {
    for pointer in ["/product", "/consignees/0/street"] {
        assert_eq!(code_with(pointer, &json!("x")), 422, "{pointer}");
    }
}

#[test]
fn consigners_are_read_as_an_object_and_ignored_as_a_list() {
    let sandbox = Sandbox::start().unwrap();
    let sender = json!({"consigner": "测试发货人", "mobile": "13700000000"});
    for (id, consigners) in [("1", json!([sender])), ("2", sender), ("3", json!({}))] {
        let body = with(order(id, &["1"]), "/consigners", consigners);
        data(&post(&sandbox, CREATE, &body));
    }
    let orders = sandbox.damaijia().orders().into_iter();
    let names: Vec<Option<String>> = orders.map(|order| order.consigner).collect();
    assert_eq!(names, [None, Some("测试发货人".to_owned()), None]);
}
