//! 获取包裹列表: pages, dates and filters.

use openplat_sandbox::{Damaijia, Sandbox};
use serde_json::{Value, json};
use time::macros::datetime;

use super::caller::{CREATE, PARCELS, cancel, code, consignee, data, order, order_of, post, with};

fn list(sandbox: &Sandbox, filter: &Value, range: [u64; 2]) -> Value {
    data(&post(
        sandbox,
        PARCELS,
        &json!({"filter": filter, "range": range}),
    ))
}

fn rows(page: &Value, name: &str) -> Vec<Value> {
    let rows = page["list"]["data"].as_array().unwrap().iter();
    rows.map(|row| row[name].clone()).collect()
}

/// The order ids of the parcels that a filter finds.
fn found(sandbox: &Sandbox, filter: &Value) -> Vec<Value> {
    rows(&list(sandbox, filter, [1, 50]), "id")
}

/// Orders 1, 2, … of one parcel each, whose caller's id and phone tell them apart.
fn created(orders: u64) -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 12:00:00 +8));
    for number in 1..=orders {
        let recipient = with(
            consignee(&number.to_string()),
            "/mobile",
            json!(format!("1380000{number:04}")),
        );
        let body = order_of(Damaijia::PRODUCT, &number.to_string(), &recipient);
        data(&post(&sandbox, CREATE, &body));
    }
    sandbox
}

#[test]
fn range_is_a_page_here() {
    let sandbox = created(5);
    let first = list(&sandbox, &json!({}), [1, 2]);
    assert_eq!(rows(&first, "id"), [5, 4]);
    let second = list(&sandbox, &json!({}), [2, 2]);
    assert_eq!(rows(&second, "id"), [3, 2]);
    assert_eq!(
        (
            &second["index"],
            &second["list"]["current_page"],
            &second["total"]
        ),
        (&json!(2), &json!(2), &json!(5))
    );
    assert_eq!(rows(&list(&sandbox, &json!({}), [3, 2]), "id"), [1]);
    let past = list(&sandbox, &json!({}), [4, 2]);
    assert_eq!(past["list"], json!({"current_page": 4, "data": []}));
    assert_eq!(list(&sandbox, &json!({}), [u64::MAX, 2])["total"], 5);
}

#[test]
fn filter_and_range_are_required() {
    let sandbox = Sandbox::start().unwrap();
    for body in [
        json!({}),
        json!({"filter": {}}),
        json!({"range": [1, 2]}),
        json!({"filter": [], "range": [1, 2]}),
        json!({"filter": {}, "range": [0, 2]}),
        json!({"filter": {"name": "x"}, "range": [1, 2]}),
    ] {
        assert_eq!(code(&post(&sandbox, PARCELS, &body)), 422, "{body}");
    }
}

#[test]
fn row_shows_the_order_and_the_recipient_and_no_id_of_the_parcel() {
    let sandbox = created(1);
    sandbox.clock().set(datetime!(2021-08-06 12:00:00 +8));
    sandbox.damaijia().ship("1");
    let stored = sandbox.damaijia().orders().remove(0);
    let page = list(&sandbox, &json!({}), [1, 1]);
    assert_eq!(
        page["list"]["data"][0],
        json!({
            "product_name": "手机支架 614",
            "product_weight": "0.1",
            "order_sn": stored.sn,
            "product_number": 1,
            "shipping_fee": 170,
            "price": 10,
            "create_time": "2021-08-05 12:00:00",
            "update_time": "2021-08-06 12:00:00",
            "id": stored.id,
            "consignee": "测试收货人",
            "mobile": "13800000001",
            "province": "浙江省",
            "city": "杭州市",
            "district": "西湖区",
            "address": "测试路 1 号,联系不到收货人派件员可以代收",
            "express_no": stored.parcels[0].express_no,
            "express_company_name": "圆通速递",
            "ext_platform_order_sn": "T1000",
            "additional": null,
            "status": "s",
            "cancel_reason": null
        })
    );
}

#[test]
fn parcels_are_found_by_mobile_as_number_or_text() {
    let sandbox = created(3);
    for mobile in [json!("13800000002"), json!(13_800_000_002_u64)] {
        assert_eq!(found(&sandbox, &json!({"mobile": mobile})), [2]);
    }
    assert_eq!(found(&sandbox, &json!({"mobile": ""})), [3, 2, 1]);
    for wrong in [
        json!("1380000000"),
        json!("23800000002"),
        json!("138000000020"),
        json!("1380000000x"),
        json!(1),
        json!([]),
    ] {
        let body = json!({"filter": {"mobile": wrong}, "range": [1, 2]});
        assert_eq!(code(&post(&sandbox, PARCELS, &body)), 422, "{wrong}");
    }
}

#[test]
fn parcels_are_found_by_order_number() {
    let sandbox = created(2);
    let sn = sandbox.damaijia().orders()[0].sn.clone();
    assert_eq!(found(&sandbox, &json!({"order_sn": sn})), [1]);
    assert!(found(&sandbox, &json!({"order_sn": "12347"})).is_empty());
}

#[test]
fn parcels_are_found_by_state() {
    let sandbox = created(4);
    sandbox.damaijia().ship("2");
    cancel(&sandbox, "3");
    let state = |letter: &str| found(&sandbox, &json!({"status": letter}));
    assert_eq!(state("p"), [4, 1]);
    assert_eq!(state("s"), [2]);
    assert_eq!(state("c"), [3]);
    assert!(state("f").is_empty());
    let body = json!({"filter": {"status": "x"}, "range": [1, 2]});
    assert_eq!(code(&post(&sandbox, PARCELS, &body)), 422);
}

#[test]
fn day_of_the_end_is_included_here() {
    let sandbox = Sandbox::start().unwrap();
    for (id, time) in [
        ("1", datetime!(2021-08-04 23:59:59 +8)),
        ("2", datetime!(2021-08-05 00:00:00 +8)),
        ("3", datetime!(2021-08-06 23:59:59 +8)),
        ("4", datetime!(2021-08-07 00:00:00 +8)),
    ] {
        sandbox.clock().set(time);
        data(&post(&sandbox, CREATE, &order(id, &[id])));
    }
    // Nothing is left out for its age.
    sandbox.clock().set(datetime!(2022-08-05 12:00:00 +8));
    let span = |span: Value| found(&sandbox, &json!({"create_time": span}));
    assert_eq!(span(json!(["2021-08-05", "2021-08-06"])), [3, 2]);
    assert_eq!(
        span(json!(["2021-08-05 00:00:01", "2021-08-06 00:00:00"])),
        [3]
    );
    assert_eq!(span(json!([])), [4, 3, 2, 1]);
}

#[test]
fn one_end_of_the_time_alone_is_422() {
    let sandbox = Sandbox::start().unwrap();
    for span in [
        json!(["2021-08-05"]),
        json!(["2021-08-05", ""]),
        json!(["", "2021-08-05"]),
        json!(["soon", "later"]),
    ] {
        let body = json!({"filter": {"create_time": span}, "range": [1, 2]});
        assert_eq!(code(&post(&sandbox, PARCELS, &body)), 422, "{span}");
    }
}
