//! Couriers, warehouses and products.

use std::collections::BTreeSet;

use openplat_sandbox::{Damaijia, Sandbox};
use serde_json::{Value, json};
use time::macros::datetime;

use super::caller::{PRODUCTS, WAREHOUSES, code, data, get, refusal};

fn warehouses(sandbox: &Sandbox) -> Vec<Value> {
    let data = data(&get(sandbox, WAREHOUSES));
    let couriers = data.as_array().unwrap().iter();
    couriers
        .flat_map(|courier| courier["warehouseSend"].as_array().unwrap().clone())
        .collect()
}

fn warehouse(sandbox: &Sandbox, id: u64) -> Value {
    let mut all = warehouses(sandbox).into_iter();
    all.find(|warehouse| warehouse["id"] == id).unwrap()
}

fn products(sandbox: &Sandbox, query: &str) -> Value {
    data(&get(sandbox, &format!("{PRODUCTS}?{query}")))
}

fn ids(page: &Value) -> Vec<u64> {
    let list = page["list"].as_array().unwrap().iter();
    list.map(|product| product["id"].as_u64().unwrap())
        .collect()
}

#[test]
fn courier_id_is_no_warehouse_id() {
    let sandbox = Sandbox::start().unwrap();
    for courier in data(&get(&sandbox, WAREHOUSES)).as_array().unwrap() {
        let answer = get(&sandbox, &format!("{PRODUCTS}?id={}", courier["id"]));
        assert_eq!(refusal(&answer), (422, "仓库不存在".to_owned()));
    }
    for warehouse in warehouses(&sandbox) {
        products(&sandbox, &format!("id={}", warehouse["id"]));
    }
}

#[test]
fn courier_without_warehouses_has_an_empty_list() {
    let sandbox = Sandbox::start().unwrap();
    let data = data(&get(&sandbox, WAREHOUSES));
    assert_eq!(data[2]["warehouseSend"], json!([]));
}

#[test]
fn banned_areas_are_an_object_an_empty_list_or_absent() {
    let sandbox = Sandbox::start().unwrap();
    let banning = warehouse(&sandbox, Damaijia::BANNING_WAREHOUSE);
    assert_eq!(
        banning["forbidSend"],
        json!({
            "district": ["北京市", "浙江省/宁波市", "广东省/深圳市/福田区"],
            "startTime": "2021-08-01 00:00:00",
            "endTime": "2099-12-31 23:59:59"
        })
    );
    let main = warehouse(&sandbox, Damaijia::WAREHOUSE);
    assert_eq!(main["forbidSend"], json!([]));
    let other = warehouse(&sandbox, Damaijia::BANNED_ORIGIN_WAREHOUSE);
    for name in ["forbidSend", "warehouseAliasName", "is_support_encry"] {
        assert_eq!(other.get(name), None, "{name}");
    }
}

#[test]
fn ban_is_shown_while_it_is_in_force() {
    let sandbox = Sandbox::start().unwrap();
    let ban = |now| {
        sandbox.clock().set(now);
        warehouse(&sandbox, Damaijia::BANNING_WAREHOUSE)["forbidSend"].clone()
    };
    assert_eq!(ban(datetime!(2021-07-31 23:59:59 +8)), json!([]));
    assert!(ban(datetime!(2021-08-01 00:00:00 +8)).is_object());
    assert!(ban(datetime!(2099-12-31 23:59:59 +8)).is_object());
    assert_eq!(ban(datetime!(2100-01-01 00:00:00 +8)), json!([]));
}

#[test]
fn flag_of_encrypted_orders_may_be_an_empty_text() {
    let sandbox = Sandbox::start().unwrap();
    let flag = |id| warehouse(&sandbox, id)["is_support_encry"].clone();
    assert_eq!(flag(Damaijia::WAREHOUSE), 1);
    assert_eq!(flag(Damaijia::BANNING_WAREHOUSE), "");
}

#[test]
fn missing_prices_are_233() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().miss_prices(true);
    assert_eq!(
        refusal(&get(&sandbox, WAREHOUSES)),
        (233, "商品发货地异常,请联系客服".to_owned())
    );
    sandbox.damaijia().miss_prices(false);
    data(&get(&sandbox, WAREHOUSES));
}

#[test]
fn products_come_in_pages_of_20_until_a_page_is_empty() {
    let sandbox = Sandbox::start().unwrap();
    let mut seen = Vec::new();
    for (page, rows) in [("1", 20), ("2", 20), ("3", 5), ("4", 0)] {
        let page = products(&sandbox, &format!("id=2&page={page}"));
        assert_eq!(page["total"], 45);
        assert_eq!(ids(&page).len(), rows);
        seen.extend(ids(&page));
    }
    assert_eq!(seen, (614..=658).collect::<Vec<_>>());
    assert_eq!(ids(&products(&sandbox, "id=2")), seen[..20]);
    assert_eq!(
        ids(&products(&sandbox, "pageSize=7&page=2&id=2")),
        seen[7..14]
    );
    let far = products(&sandbox, &format!("id=2&page={}&pageSize=9", u64::MAX));
    assert_eq!(far["list"], json!([]));
}

#[test]
fn parameters_that_are_no_positive_numbers_are_422() {
    let sandbox = Sandbox::start().unwrap();
    for query in [
        "",
        "page=1",
        "id=",
        "id=a",
        "id=-2",
        "id=2&page=0",
        "id=2&pageSize=0",
        "id=2&pageSize=",
        "id=2&page=1.0",
        "id=2&id=2",
        "id=2&size=3",
        "id=99999999999999999999",
    ] {
        let answer = get(&sandbox, &format!("{PRODUCTS}?{query}"));
        assert_eq!(code(&answer), 422, "{query}");
    }
}

#[test]
fn products_off_sale_or_of_a_warehouse_off_line_are_not_listed() {
    let sandbox = Sandbox::start().unwrap();
    let all = ids(&products(&sandbox, "id=2&pageSize=1000"));
    assert!(!all.contains(&Damaijia::OFF_SALE_PRODUCT));
    for id in [Damaijia::OFFLINE_WAREHOUSE, Damaijia::EMPTY_WAREHOUSE] {
        let page = products(&sandbox, &format!("id={id}"));
        assert_eq!(page, json!({"total": 0, "list": []}));
    }
}

#[test]
fn product_may_show_its_id_alone() {
    let sandbox = Sandbox::start().unwrap();
    let page = products(&sandbox, "id=2&page=3&pageSize=1");
    assert_eq!(page["list"], json!([{"id": Damaijia::BARE_PRODUCT}]));
}

#[test]
fn product_says_which_sources_it_takes() {
    let sandbox = Sandbox::start().unwrap();
    let page = products(&sandbox, "id=2&pageSize=2");
    assert_eq!(page["list"][0]["user_source"], json!(["taobao"]));
    assert_eq!(page["list"][1]["user_source"], json!([]));
}

#[test]
fn page_cap_shortens_pages() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_page_cap(Some(4));
    let page = products(&sandbox, "id=2&page=2&pageSize=10");
    assert_eq!(ids(&page), [618, 619, 620, 621]);
    sandbox.damaijia().set_page_cap(Some(0));
    assert_eq!(ids(&products(&sandbox, "id=2&page=2")), [615]);
}

#[test]
fn page_overlap_repeats_rows_and_loses_none() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.damaijia().set_page_overlap(3);
    let pages: Vec<Vec<u64>> = (1..)
        .map(|page| ids(&products(&sandbox, &format!("id=2&page={page}"))))
        .take_while(|page| !page.is_empty())
        .collect();
    assert_eq!(pages[1][..4], [631, 632, 633, 634]);
    let rows = pages.concat();
    let distinct: BTreeSet<u64> = rows.iter().copied().collect();
    assert_eq!((rows.len(), distinct.len()), (48, 45));
}
