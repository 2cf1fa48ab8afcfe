//! 获取产品列表.

use openplat_sandbox::{Sandbox, Vending};
use serde_json::{Value, json};

use crate::caller::call;

fn list(sandbox: &Sandbox, more: &[(&str, &str)]) -> Value {
    let mut parameters = vec![("machine_no", Vending::MACHINE)];
    parameters.extend(more);
    call(sandbox, "POST", "/api/openapi/v1/products", &parameters).data()
}

fn code(more: &[(&str, &str)]) -> i64 {
    let sandbox = Sandbox::start().unwrap();
    let mut parameters = vec![("machine_no", Vending::MACHINE)];
    parameters.extend(more);
    call(&sandbox, "POST", "/api/openapi/v1/products", &parameters).code()
}

fn items(page: &Value) -> &Vec<Value> {
    page["data"].as_array().unwrap()
}

fn ids(page: &Value) -> Vec<u64> {
    items(page)
        .iter()
        .map(|item| item["id"].as_u64().unwrap())
        .collect()
}

/// A product of the main machine, by its id.
fn item(id: u64) -> Value {
    let sandbox = Sandbox::start().unwrap();
    ["A", "B"]
        .iter()
        .flat_map(|cabinet| {
            let page = [("page", "1"), ("per_page", "99"), ("cabinet_name", cabinet)];
            items(&list(&sandbox, &page)).clone()
        })
        .find(|item| item["id"] == id)
        .unwrap()
}

#[test]
fn item_has_the_documented_shape() {
    assert_eq!(
        item(113),
        json!({
            "id": 113,
            "category": { "id": 2, "title": "零食" },
            "good": {
                "name": "瓜子",
                "description": "焦糖味 108g",
                "thumb": "{url}/storage/sandbox/113.png",
                "price": "8.80",
                "original_price": "9.90",
                "content": "<p>焦糖味 108g</p>",
                "good_no": "412883700113",
                "slug": "412883700113"
            },
            "channel": {
                "name": "A21",
                "cabinet_name": "A",
                "code": "020",
                "x": "2",
                "y": "0",
                "addr": 1
            },
            "current_inventory": 1,
            "inventory": 5
        })
    );
}

#[test]
fn sold_out_product_has_no_current_inventory() {
    let sold_out = item(102);
    assert_eq!(sold_out.get("current_inventory"), None);
    assert_eq!(sold_out["inventory"], 8);
}

#[test]
fn empty_fields_of_a_product_are_left_out_and_zero_prices_are_not() {
    assert_eq!(
        item(127),
        json!({
            "id": 127,
            "good": {
                "name": "试用装纸巾",
                "price": "0.00",
                "original_price": "0.00",
                "good_no": "412883700127",
                "slug": "412883700127"
            },
            "channel": {
                "name": "A43",
                "cabinet_name": "A",
                "code": "042",
                "x": "4",
                "y": "2",
                "addr": 2
            },
            "current_inventory": 20,
            "inventory": 20
        })
    );
}

#[test]
fn motors_of_the_second_cabinet_start_at_200() {
    let first = item(201);
    assert_eq!(
        (&first["channel"]["code"], &first["channel"]["cabinet_name"]),
        (&json!("200"), &json!("B"))
    );
}

#[test]
fn page_has_ten_items_by_default_and_its_totals() {
    let sandbox = Sandbox::start().unwrap();
    let page = list(&sandbox, &[("page", "1")]);
    assert_eq!(ids(&page), (101..=110).collect::<Vec<_>>());
    assert_eq!(
        (
            &page["total"],
            &page["current_page"],
            &page["last_page"],
            &page["per_page"]
        ),
        (&json!(27), &json!(1), &json!(3), &json!(10))
    );
}

#[test]
fn pages_together_are_the_whole_list() {
    let sandbox = Sandbox::start().unwrap();
    let all: Vec<u64> = ["1", "2", "3", "4", "5", "6"]
        .iter()
        .flat_map(|page| ids(&list(&sandbox, &[("page", page), ("per_page", "5")])))
        .collect();
    assert_eq!(all, (101..=127).collect::<Vec<_>>());
}

#[test]
fn page_past_the_last_has_totals_and_no_list() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(
        list(&sandbox, &[("page", "4")]),
        json!({ "total": 27, "current_page": 4, "last_page": 3, "per_page": 10 })
    );
    let most = u32::MAX.to_string();
    let far = list(&sandbox, &[("page", &most), ("per_page", &most)]);
    assert_eq!(far.get("data"), None);
}

#[test]
fn cap_shortens_pages_and_is_answered() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.vending().set_page_cap(Some(4));
    let page = list(&sandbox, &[("page", "2"), ("per_page", "10")]);
    assert_eq!(ids(&page), [105, 106, 107, 108]);
    assert_eq!(
        (&page["per_page"], &page["last_page"]),
        (&json!(4), &json!(7))
    );
    let small = list(&sandbox, &[("page", "1"), ("per_page", "3")]);
    assert_eq!(small["per_page"], 3);
    sandbox.vending().set_page_cap(Some(0));
    assert_eq!(ids(&list(&sandbox, &[("page", "1")])), [101]);
    sandbox.vending().set_page_cap(None);
    assert_eq!(list(&sandbox, &[("page", "1")])["per_page"], 10);
}

#[test]
fn machine_without_products_has_an_empty_list_as_data() {
    let sandbox = Sandbox::start().unwrap();
    let parameters = [("machine_no", Vending::EMPTY_MACHINE), ("page", "1")];
    let answer = call(&sandbox, "POST", "/api/openapi/v1/products", &parameters);
    assert_eq!(answer.text, r#"{"code":0,"message":"ok","data":[]}"#);
}

#[test]
fn filter_without_a_result_has_an_empty_list_as_data() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(
        list(&sandbox, &[("page", "1"), ("category_id", "77")]),
        json!([])
    );
    assert_eq!(
        list(&sandbox, &[("page", "1"), ("cabinet_name", "Z")]),
        json!([])
    );
}

#[test]
fn category_0_is_all_of_them() {
    let sandbox = Sandbox::start().unwrap();
    let total =
        |category| list(&sandbox, &[("page", "1"), ("category_id", category)])["total"].clone();
    assert_eq!(
        ["0", "1", "2", "3"].map(total),
        [27, 10, 10, 6].map(Value::from)
    );
}

#[test]
fn cabinet_a_is_listed_unless_another_is_named() {
    let sandbox = Sandbox::start().unwrap();
    let all = [("page", "1"), ("per_page", "99")];
    let cabinets = |page: &Value| -> Vec<String> {
        let mut names: Vec<String> = items(page)
            .iter()
            .map(|item| item["channel"]["cabinet_name"].as_str().unwrap().to_owned())
            .collect();
        names.dedup();
        names
    };
    assert_eq!(cabinets(&list(&sandbox, &all)), ["A"]);
    let named = [all.as_slice(), &[("cabinet_name", "B")]].concat();
    assert_eq!(cabinets(&list(&sandbox, &named)), ["B"]);
    let everything = [all.as_slice(), &[("select_all", "1")]].concat();
    assert_eq!(cabinets(&list(&sandbox, &everything)), ["A"]);
}

#[test]
fn board_is_listed_across_cabinets() {
    let sandbox = Sandbox::start().unwrap();
    let board = |addr| {
        list(
            &sandbox,
            &[("page", "1"), ("per_page", "99"), ("addr", addr)],
        )
    };
    assert_eq!(ids(&board("2")), [125, 126, 127, 201, 202, 203, 204, 205]);
    assert_eq!(board("1")["total"], 24);
    assert_eq!(board("8"), json!([]));
}

#[test]
fn parameter_out_of_its_range_is_10001() {
    for wrong in [
        ("page", "0"),
        ("page", "-1"),
        ("page", "+1"),
        ("page", "1.0"),
        ("page", "99999999999"),
        ("page", ""),
    ] {
        assert_eq!(code(&[wrong]), 10001, "{wrong:?}");
    }
    for wrong in [
        ("per_page", "0"),
        ("category_id", "a"),
        ("cabinet_name", "a"),
        ("cabinet_name", "AB"),
        ("cabinet_name", "柜"),
        ("select_all", "2"),
        ("select_all", "true"),
        ("addr", "0"),
        ("addr", "9"),
    ] {
        assert_eq!(code(&[("page", "1"), wrong]), 10001, "{wrong:?}");
    }
    assert_eq!(code(&[]), 10001, "no page");
}

#[test]
fn cabinet_and_board_exclude_each_other() {
    let both = [("page", "1"), ("cabinet_name", "A"), ("addr", "1")];
    assert_eq!(code(&both), 10001);
    assert_eq!(code(&both[..2]), 0);
}
