//! 订单查询: rows, dates and filters.

use openplat_sandbox::Sandbox;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

use super::caller::{CREATE, ORDERS, code, data, order, post};

fn list(sandbox: &Sandbox, body: &Value) -> Value {
    data(&post(sandbox, ORDERS, body))
}

/// The ids of the orders in a list, which are 1, 2, 3 in the order of their creation.
fn ids(page: &Value) -> Vec<u64> {
    let rows = page["list"].as_array().unwrap().iter();
    rows.map(|row| row["id"].as_u64().unwrap()).collect()
}

fn created(times: &[OffsetDateTime]) -> Sandbox {
    let sandbox = Sandbox::start().unwrap();
    for (number, time) in (1..).zip(times) {
        sandbox.clock().set(*time);
        let id = number.to_string();
        data(&post(&sandbox, CREATE, &order(&id, &[&id])));
    }
    sandbox
}

fn in_span(sandbox: &Sandbox, span: &Value) -> Vec<u64> {
    let body = json!({"filter": {"create_time": span}, "range": [1, 50]});
    ids(&list(sandbox, &body))
}

#[test]
fn range_is_a_row_and_a_limit() {
    let sandbox = created(&[datetime!(2021-08-05 12:00:00 +8); 12]);
    let rows = |range: Value| list(&sandbox, &json!({"filter": {}, "range": range}));
    let first = rows(json!([1, 10]));
    assert_eq!(ids(&first), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    assert_eq!((&first["total"], &first["index"]), (&json!(12), &json!(1)));
    // As a page it would be 2 and 1: the list of [2,10] overlaps that of [1,10].
    assert_eq!(ids(&rows(json!([2, 10])))[..2], [11, 10]);
    assert_eq!(ids(&rows(json!([11, 10]))), [2, 1]);
    assert_eq!(rows(json!([13, 10]))["list"], json!([]));
    assert_eq!(ids(&rows(json!([u64::MAX, u64::MAX]))), [0; 0]);
}

#[test]
fn without_a_range_there_are_10_rows_and_no_index() {
    let sandbox = created(&[datetime!(2021-08-05 12:00:00 +8); 12]);
    let page = list(&sandbox, &json!({}));
    assert_eq!(ids(&page), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    assert_eq!(page["index"], Value::Null);
}

#[test]
fn range_that_is_no_pair_of_positive_numbers_is_422() {
    let sandbox = Sandbox::start().unwrap();
    for range in [
        json!([]),
        json!([1]),
        json!([1, 2, 3]),
        json!([0, 10]),
        json!([1, 0]),
        json!(["1", "10"]),
        json!([-1, 10]),
        json!("1,10"),
    ] {
        let answer = post(&sandbox, ORDERS, &json!({"filter": {}, "range": range}));
        assert_eq!(code(&answer), 422, "{range}");
    }
}

#[test]
fn without_both_dates_only_the_last_month_is_listed() {
    let sandbox = created(&[
        datetime!(2021-07-06 11:59:59 +8),
        datetime!(2021-07-06 12:00:00 +8),
    ]);
    sandbox.clock().set(datetime!(2021-08-05 12:00:00 +8));
    assert_eq!(ids(&list(&sandbox, &json!({"filter": {}}))), [2]);
    for span in [
        json!([]),
        json!([""]),
        json!(["", ""]),
        json!(["2021-07-01"]),
        json!(["2021-07-01", ""]),
        json!(["", "2021-07-06 11:59:59"]),
    ] {
        assert_eq!(in_span(&sandbox, &span), [2], "{span}");
    }
    assert_eq!(
        in_span(&sandbox, &json!(["2021-07-01", "2021-08-06"])),
        [2, 1]
    );
}

#[test]
fn end_that_is_a_date_is_its_midnight() {
    let sandbox = created(&[
        datetime!(2021-08-05 00:00:00 +8),
        datetime!(2021-08-05 23:00:00 +8),
        datetime!(2021-08-06 00:00:00 +8),
        datetime!(2021-08-06 00:00:01 +8),
    ]);
    assert_eq!(
        in_span(&sandbox, &json!(["2021-08-05", "2021-08-06"])),
        [3, 2, 1]
    );
    assert_eq!(in_span(&sandbox, &json!(["2021-08-05", "2021-08-05"])), [1]);
    assert_eq!(
        in_span(
            &sandbox,
            &json!(["2021-08-05 00:00:01", "2021-08-06 00:00:01"])
        ),
        [4, 3, 2]
    );
}

#[test]
fn end_older_than_a_month_is_moved_up_to_a_month_ago() {
    let sandbox = created(&[
        datetime!(2021-01-10 12:00:00 +8),
        datetime!(2021-03-10 12:00:00 +8),
        datetime!(2021-07-10 12:00:00 +8),
    ]);
    sandbox.clock().set(datetime!(2021-08-05 12:00:00 +8));
    assert_eq!(
        in_span(&sandbox, &json!(["2021-01-01", "2021-02-01"])),
        [2, 1]
    );
}

#[test]
fn time_that_is_none_is_422() {
    let sandbox = Sandbox::start().unwrap();
    for span in [
        json!(["2021-8-5", "2021-08-06"]),
        json!(["2021-08-05", "2021-08-32"]),
        json!(["2021-08-05T00:00:00", "2021-08-06"]),
        json!(["+021-08-05", "2021-08-06"]),
        json!([20_210_805, 20_210_806]),
        json!(["2021-08-05", "2021-08-06", "2021-08-07"]),
        json!("2021-08-05"),
    ] {
        let body = json!({"filter": {"create_time": span}});
        assert_eq!(code(&post(&sandbox, ORDERS, &body)), 422, "{span}");
    }
}

#[test]
fn orders_are_found_by_number_and_source() {
    let sandbox = created(&[datetime!(2021-08-05 12:00:00 +8); 3]);
    let sn = sandbox.damaijia().orders()[1].sn.clone();
    let found = |filter: Value| ids(&list(&sandbox, &json!({"filter": filter})));
    assert_eq!(found(json!({"order_sn": sn})), [2]);
    assert_eq!(found(json!({"order_sn": "12347"})), [0; 0]);
    assert_eq!(found(json!({"order_sn": "", "source": ""})), [3, 2, 1]);
    assert_eq!(found(json!({"source": "taobao"})), [3, 2, 1]);
    assert_eq!(found(json!({"source": "jd"})), [0; 0]);
    for filter in [
        json!({"source": "abcdefghijk"}),
        json!({"source": 1}),
        json!({"order_sn": 12347}),
        json!({"site_order_id": "1"}),
        json!([]),
    ] {
        let answer = post(&sandbox, ORDERS, &json!({"filter": filter}));
        assert_eq!(code(&answer), 422, "{filter}");
    }
}

#[test]
fn row_counts_parcels_and_shows_no_id_of_the_caller() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2021-08-05 04:00:00 UTC));
    data(&post(&sandbox, CREATE, &order("77", &["1", "2", "3"])));
    let sn = sandbox.damaijia().orders()[0].sn.clone();
    assert_eq!(
        list(&sandbox, &json!({}))["list"],
        json!([{
            "id": 1,
            "order_sn": sn,
            "page_number": 3,
            "source": "taobao",
            "remark": "ceshi",
            "create_time": "2021-08-05 12:00:00",
            "total_price": 540,
            "name": "手机支架 614"
        }])
    );
}
