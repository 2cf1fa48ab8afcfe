//! The three lists: what is in them, and how they come in pages.

use std::collections::BTreeSet;

use openplat_sandbox::{FirstPage, PastTheEnd, Post30, Sandbox};
use serde_json::{Value, json};

use super::caller::{ITEM_ALISE_LIST, ITEM_CLASS, ITEM_LIST, call, refused};

/// The ids on a page of the product list, and its total.
fn page(sandbox: &Sandbox, p: u32, size: u32) -> (Vec<String>, Value) {
    let data = format!(r#"{{"p":{p},"pagesize":{size}}}"#);
    let answer = call(sandbox, ITEM_LIST, &data);
    (answer.of_rows("P_id"), answer.json()["total"].clone())
}

fn ids(path: &str, data: &str) -> Vec<String> {
    let field = if path == ITEM_ALISE_LIST {
        "productId"
    } else {
        "P_id"
    };
    call(&Sandbox::start().unwrap(), path, data).of_rows(field)
}

/// A filter as the one page that has all its products.
fn all(path: &str, filter: &str) -> Vec<String> {
    ids(path, &format!(r#"{{"p":1,"pagesize":100,{filter}}}"#))
}

#[test]
fn row_of_the_product_list_has_the_documented_shape() {
    let sandbox = Sandbox::start().unwrap();
    let answer = call(&sandbox, ITEM_LIST, r#"{"p":1,"pagesize":1}"#);
    assert_eq!(
        answer.json(),
        json!({
            "success": 1,
            "total": 1,
            "rows": [{
                "ClassType": "1",
                "ProductName": "安娜 奶粉",
                "AddTime": "2016-1-25 22:00:44",
                "Price": "255.00",
                "Weight": "1.00",
                "ClassName": "奶粉",
                "P_id": "1234",
                "Manufacturer": "安娜",
                "BrandName": "安娜",
                "Images": [
                    { "ProFilePath": "http://p.30post.invalid/UploadFile/1234-1.jpg" }
                ]
            }]
        })
    );
    assert_eq!(answer.content_type, "application/json");
}

#[test]
fn row_of_the_list_by_internal_name_has_other_names_and_four_places() {
    let sandbox = Sandbox::start().unwrap();
    let data = r#"{"p":1,"pagesize":1,"alisename":"bbb"}"#;
    assert_eq!(
        call(&sandbox, ITEM_ALISE_LIST, data).json(),
        json!({
            "success": 1,
            "total": 12,
            "rows": [{
                "productId": "1251",
                "productName": "白金婴儿奶粉1段900克",
                "price": "165.0000",
                "aliseName": "bbb"
            }]
        })
    );
}

#[test]
fn catalogue_has_what_clients_stumble_over() {
    let sandbox = Sandbox::start().unwrap();
    let answer = call(&sandbox, ITEM_LIST, r#"{"p":1,"pagesize":100}"#);
    let names = answer.of_rows("ProductName");
    assert_eq!(names.len(), Post30::PRODUCT_COUNT);
    let has = |part: &str| names.iter().any(|name| name.contains(part));
    assert!(has("{$$}") && has("{$$$}") && has("{$$$$}"));
    assert!(has("𠮷") && has("😀") && has("\"") && has("&"));
    let rows = answer.json()["rows"].take();
    let images: BTreeSet<usize> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["Images"].as_array().unwrap().len())
        .collect();
    assert_eq!(images, BTreeSet::from([0, 1, 2]));
    let distinct: BTreeSet<String> = answer.of_rows("P_id").into_iter().collect();
    assert_eq!(distinct.len(), Post30::PRODUCT_COUNT);
}

#[test]
fn times_have_no_zeros_in_front_of_month_day_and_hour() {
    let sandbox = Sandbox::start().unwrap();
    let answer = call(&sandbox, ITEM_LIST, r#"{"p":1,"pagesize":100}"#);
    let times = answer.of_rows("AddTime");
    for time in ["2016-9-1 2:57:40", "2018-3-3 3:20:00", "2019-7-9 8:28:06"] {
        assert!(times.contains(&time.to_owned()), "{times:?}");
    }
}

#[test]
fn two_sandboxes_have_the_same_products() {
    let data = r#"{"p":1,"pagesize":100}"#;
    let text = || call(&Sandbox::start().unwrap(), ITEM_LIST, data).text;
    assert_eq!(text(), text());
}

#[test]
fn product_list_is_filtered_by_each_field_and_by_all_together() {
    let by_class = |id: u32| all(ITEM_LIST, &format!(r#""classid":{id}"#)).len();
    assert_eq!([0, 1, 2, 3, 4].map(by_class), [0, 20, 17, 11, 0]);
    assert_eq!(all(ITEM_LIST, r#""alisename":"bbb""#).len(), 12);
    assert_eq!(all(ITEM_LIST, r#""alisename":"bb""#).len(), 0);
    let code = Post30::BAR_CODE;
    assert_eq!(all(ITEM_LIST, &format!(r#""barCode":"{code}""#)), ["1234"]);
    assert_eq!(all(ITEM_LIST, r#""barCode":"0000000001254""#), ["1254"]);
    let together = |class: u32, alise: &str| {
        let filter = format!(r#""classid":{class},"alisename":"{alise}","barCode":"{code}""#);
        all(ITEM_LIST, &filter).len()
    };
    assert_eq!(together(1, "aaa"), 1);
    assert_eq!((together(2, "aaa"), together(1, "bbb")), (0, 0));
}

#[test]
fn list_by_internal_name_is_filtered_by_name_and_bar_code() {
    let odd = Post30::ODD_ALISE_NAME;
    assert_eq!(
        all(ITEM_ALISE_LIST, &format!(r#""alisename":"{odd}""#)).len(),
        1
    );
    assert_eq!(
        all(ITEM_ALISE_LIST, r#""alisename":"\ud842\udfb7{$$}\u724c""#).len(),
        1
    );
    let code = Post30::BAR_CODE;
    let both = |alise: &str| {
        all(
            ITEM_ALISE_LIST,
            &format!(r#""alisename":"{alise}","barCode":"{code}""#),
        )
    };
    assert_eq!(both("aaa"), ["1234"]);
    assert_eq!(both("bbb"), [""; 0]);
}

#[test]
fn empty_filter_is_none() {
    let filter = r#""alisename":"","barCode":"""#;
    for path in [ITEM_LIST, ITEM_ALISE_LIST] {
        assert_eq!(all(path, filter).len(), Post30::PRODUCT_COUNT, "{path}");
    }
}

#[test]
fn class_is_listed_by_its_whole_name() {
    let of_class = |name: &str| all(ITEM_CLASS, &format!(r#""className":"{name}""#)).len();
    let names = [Post30::CLASS_NAME, "保健品", "护肤品", "保健", "1", ""];
    assert_eq!(names.map(of_class), [20, 17, 11, 0, 0, 0]);
}

#[test]
fn order_sorts_by_id() {
    for (path, filter) in [
        (ITEM_CLASS, r#""className":"奶粉""#),
        (ITEM_ALISE_LIST, r#""alisename":"bbb""#),
    ] {
        let plain = all(path, filter);
        let unordered = all(path, &format!(r#"{filter},"order":false"#));
        let mut ordered = all(path, &format!(r#"{filter},"order":true"#));
        assert_eq!(plain, unordered);
        assert!(!plain.is_sorted() && ordered.is_sorted(), "{path}");
        ordered.sort_by_key(|id| plain.iter().position(|other| other == id));
        assert_eq!(plain, ordered);
        let first = ids(
            path,
            &format!(r#"{{"p":1,"pagesize":1,{filter},"order":true}}"#),
        );
        assert!(
            plain.iter().all(|id| *id >= first[0]),
            "sorted before it is cut into pages"
        );
    }
}

#[test]
fn total_of_the_product_list_is_the_rows_of_the_answer() {
    let sandbox = Sandbox::start().unwrap();
    let totals = [1, 2, 3, 4].map(|p| page(&sandbox, p, 20).1);
    assert_eq!(totals, [20, 20, 8, 0].map(Value::from));
}

#[test]
fn total_of_the_other_lists_is_all_their_rows() {
    let sandbox = Sandbox::start().unwrap();
    for p in [1, 2, 3] {
        let class = format!(r#"{{"className":"奶粉","p":{p},"pagesize":15}}"#);
        assert_eq!(call(&sandbox, ITEM_CLASS, &class).json()["total"], 20);
        let alise = format!(r#"{{"alisename":"bbb","p":{p},"pagesize":10}}"#);
        assert_eq!(call(&sandbox, ITEM_ALISE_LIST, &alise).json()["total"], 12);
    }
}

#[test]
fn total_lies_on_request() {
    let sandbox = Sandbox::start().unwrap();
    let totals = || {
        [
            (ITEM_LIST, r#"{"p":1,"pagesize":5}"#),
            (ITEM_CLASS, r#"{"className":"奶粉"}"#),
            (ITEM_ALISE_LIST, r#"{"alisename":"bbb"}"#),
        ]
        .map(|(path, data)| call(&sandbox, path, data).json()["total"].as_u64().unwrap())
    };
    assert_eq!(totals(), [5, 20, 12]);
    for lie in [0, 1_000_000, u64::MAX] {
        sandbox.post30().set_total(Some(lie));
        assert_eq!(totals(), [lie; 3]);
    }
    assert_eq!(page(&sandbox, 1, 5).0.len(), 5, "the rows are true");
    sandbox.post30().set_total(None);
    assert_eq!(totals(), [5, 20, 12]);
}

#[test]
fn pages_together_are_the_whole_list() {
    let sandbox = Sandbox::start().unwrap();
    let whole = page(&sandbox, 1, 100).0;
    let together: Vec<String> = (1..=8).flat_map(|p| page(&sandbox, p, 7).0).collect();
    assert_eq!(together, whole);
}

#[test]
fn page_past_the_last_is_empty() {
    let sandbox = Sandbox::start().unwrap();
    for p in [4, 5, u32::MAX] {
        assert_eq!(page(&sandbox, p, 16), (Vec::new(), json!(0)), "{p}");
    }
    assert_eq!(page(&sandbox, u32::MAX, u32::MAX).0, [""; 0]);
    let text = call(&sandbox, ITEM_LIST, r#"{"p":4,"pagesize":16}"#).text;
    assert_eq!(text, r#"{"success":1,"total":0,"rows":[]}"#);
}

#[test]
fn last_page_repeats_for_ever_on_request() {
    let sandbox = Sandbox::start().unwrap();
    let last = page(&sandbox, 3, 20).0;
    assert_eq!(last.len(), 8);
    sandbox.post30().set_past_the_end(PastTheEnd::LastPage);
    assert_eq!(page(&sandbox, 2, 20).0.len(), 20);
    for p in [3, 4, 1000, u32::MAX] {
        assert_eq!(page(&sandbox, p, 20).0, last, "{p}");
    }
    let nothing = call(&sandbox, ITEM_LIST, r#"{"p":7,"classid":9}"#);
    assert_eq!(nothing.of_rows("P_id"), [""; 0]);
    sandbox.post30().set_past_the_end(PastTheEnd::Empty);
    assert_eq!(page(&sandbox, 4, 20).0, [""; 0]);
}

#[test]
fn cap_shortens_pages_and_says_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let whole = page(&sandbox, 1, 100).0;
    sandbox.post30().set_page_cap(Some(9));
    assert_eq!(page(&sandbox, 2, 100), (whole[9..18].to_vec(), json!(9)));
    assert_eq!(page(&sandbox, 2, 4).0, whole[4..8]);
    sandbox.post30().set_page_cap(Some(0));
    assert_eq!(page(&sandbox, 2, 100).0, whole[1..2]);
    sandbox.post30().set_page_cap(None);
    assert_eq!(page(&sandbox, 1, 100).0, whole);
}

#[test]
fn page_without_a_size_has_ten_rows_and_one_of_size_0_none() {
    assert_eq!(ids(ITEM_LIST, r#"{"p":2}"#).len(), 10);
    assert_eq!(ids(ITEM_LIST, r#"{"pagesize":3}"#)[0], "1234");
    assert_eq!(ids(ITEM_LIST, r#"{"p":1,"pagesize":0}"#), [""; 0]);
}

#[test]
fn first_page_is_1_or_0_as_set() {
    assert_eq!(
        refused(ITEM_LIST, r#"{"p":0,"pagesize":5}"#),
        "data字段错误"
    );
    let sandbox = Sandbox::start().unwrap();
    let pages = [1, 2].map(|p| page(&sandbox, p, 5).0);
    sandbox.post30().set_first_page(FirstPage::Zero);
    assert_eq!([0, 1].map(|p| page(&sandbox, p, 5).0), pages);
    let default = call(&sandbox, ITEM_LIST, r#"{"pagesize":5}"#);
    assert_eq!(default.of_rows("P_id"), pages[0]);
    sandbox.post30().set_first_page(FirstPage::One);
    assert_eq!(page(&sandbox, 2, 5).0, pages[1]);
}
