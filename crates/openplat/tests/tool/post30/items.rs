use openplat_sandbox::{FirstPage, PastTheEnd, Post30};
use serde_json::json;

use super::{answer_next, ids, post30, refuse_next, sent_data};
use crate::tool::Tool;

/// Every list, with the number of its rows and the path that it is asked for at.
const LISTS: [(&[&str], usize, &str); 3] = [
    (&["items"], 48, "/Api/Product/ItemList"),
    (
        &["items-by-class", Post30::CLASS_NAME],
        20,
        "/Api/Product/ItemClass",
    ),
    (
        &["items-by-alias", "--alias", Post30::ALISE_NAME],
        12,
        "/Api/Product/ItemAliseList",
    ),
];

#[test]
fn a_page_is_a_table_with_how_to_go_on() {
    let tool = Tool::new();
    assert_eq!(
        post30(&tool, &["items", "--per-page", "2"]).done(),
        "  id  name                  class  class id   price  weight  brand  added\n\
         ----- --------------------- ------ --------- ------- ------- ------ -------------------\n\
         1234  安娜 奶粉             奶粉          1  255.00    1.00  安娜   2016-1-25 22:00:44\n\
         1251  白金婴儿奶粉1段900克  奶粉          1  165.00    1.20  白金   2016-2-22 7:37:51\n\
         \n\
         2 products on page 1; go on with --page 2, or --all-pages\n"
    );
    assert_eq!(
        post30(&tool, &["items-by-alias", "--alias", "yf-1"]).done(),
        "  id  name                   price  alias\n\
         ----- ------------------- --------- ------\n\
         1280  孕妇奶粉{$$}加叶酸  176.0000  yf-1\n\
         \n\
         1 product on page 1; go on with --page 2, or --all-pages\n"
    );
    let table = post30(
        &tool,
        &[
            "items-by-class",
            "护肤品",
            "--page",
            "2",
            "--per-page",
            "10",
        ],
    );
    let table = table.done();
    assert!(
        table.contains("\n1265  护手霜㐂𪚥 75ml  护肤品         3   6.66"),
        "{table}"
    );
    assert!(table.ends_with("1 product on page 2; go on with --page 3, or --all-pages\n"));
}

#[test]
fn rows_are_json_lines_with_the_names_of_the_provider() {
    let tool = Tool::new();
    let line = ["items", "--barcode", Post30::BAR_CODE, "--json"];
    assert_eq!(
        post30(&tool, &line).json_lines(),
        [json!({
            "P_id": 1234,
            "ProductName": "安娜 奶粉",
            "ClassType": "1",
            "ClassName": "奶粉",
            "Price": "255.00",
            "Weight": "1.00",
            "Manufacturer": "安娜",
            "BrandName": "安娜",
            "AddTime": "2016-1-25 22:00:44",
            "Images": [{"ProFilePath": "http://p.30post.invalid/UploadFile/1234-1.jpg"}],
        })]
    );
    let line = [
        "items-by-alias",
        "--alias",
        Post30::ODD_ALISE_NAME,
        "--json",
    ];
    assert_eq!(
        post30(&tool, &line).json_lines(),
        [json!({
            "productId": 1263,
            "productName": "𠮷野家庭装奶粉 2kg",
            "price": "199.9900",
            "aliseName": "𠮷{$$}牌",
        })]
    );
    let line = [
        "items-by-class",
        Post30::CLASS_NAME,
        "--per-page",
        "3",
        "--json",
    ];
    assert_eq!(ids(&post30(&tool, &line).json_lines()), [1234, 1251, 1268]);
}

#[test]
fn filters_are_sent_as_ascii_json_with_the_names_of_the_provider() {
    let tool = Tool::new();
    let lines: [&[&str]; 4] = [
        &["items"],
        &[
            "items",
            "--page",
            "2",
            "--per-page",
            "5",
            "--class-id",
            "1",
            "--alias",
            "𠮷",
            "--barcode",
            "93 +&=",
        ],
        &["items-by-class", "奶粉", "--page", "3", "--per-page", "7"],
        &["items-by-alias", "--alias", "a", "--barcode", "b"],
    ];
    for line in lines {
        post30(&tool, line).done();
    }
    assert_eq!(
        sent_data(&tool),
        [
            r#"{"p":1,"pagesize":20}"#,
            r#"{"p":2,"pagesize":5,"classid":1,"alisename":"\ud842\udfb7","barCode":"93 +&="}"#,
            r#"{"className":"\u5976\u7c89","p":3,"pagesize":7}"#,
            r#"{"p":1,"pagesize":20,"alisename":"a","barCode":"b"}"#,
        ]
    );
}

#[test]
fn all_pages_bring_every_row_once_also_when_the_server_caps_its_pages() {
    for (list, count, path) in LISTS {
        let tool = Tool::new();
        tool.post30().set_page_cap(Some(7));
        let line = [list, &["--all-pages", "--per-page", "100", "--json"]].concat();
        let mut found = ids(&post30(&tool, &line).json_lines());
        assert_eq!(found.len(), count, "{list:?}");
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), count, "{list:?}");
        let requests = tool.sandbox.requests();
        // The page after the last is empty.
        assert_eq!(requests.len(), count.div_ceil(7) + 1, "{list:?}");
        assert!(requests.iter().all(|request| request.path == path));
        let line = [list, &["--all-pages", "--per-page", "100"]].concat();
        let table = post30(&tool, &line).done();
        assert_eq!(table.lines().count(), 2 + count + 2, "{table}");
        assert!(table.ends_with(&format!("\n{count} products\n")));
    }
}

#[test]
fn all_pages_end_with_an_error_at_a_page_that_repeats_before_the_total() {
    for (list, count, _) in LISTS {
        let tool = Tool::new();
        tool.post30().set_past_the_end(PastTheEnd::LastPage);
        tool.post30().set_total(Some(100_000));
        let line = [list, &["--all-pages", "--json"]].concat();
        let run = post30(&tool, &line);
        assert_eq!(run.out.lines().count(), count, "{list:?}");
        assert_eq!(run.status, 1, "{list:?}");
        let missing = format!("{} are missing", 100_000 - count);
        assert!(run.err.contains(&missing), "{}", run.err);
    }
}

#[test]
fn all_pages_begin_at_the_page_that_is_given() {
    let tool = Tool::new();
    let line = ["items", "--all-pages", "--page", "3", "--json"];
    assert_eq!(post30(&tool, &line).json_lines().len(), 8);
    assert_eq!(
        sent_data(&tool),
        [r#"{"p":3,"pagesize":20}"#, r#"{"p":4,"pagesize":20}"#]
    );
}

#[test]
fn pages_can_be_counted_from_0() {
    let tool = Tool::new();
    tool.post30().set_first_page(FirstPage::Zero);
    let line = ["items", "--page", "0", "--all-pages", "--json"];
    assert_eq!(post30(&tool, &line).json_lines().len(), 48);
    let table = post30(&tool, &["items", "--page", "0"]).done();
    assert!(table.ends_with("\n20 products on page 0; go on with --page 1, or --all-pages\n"));
}

#[test]
fn no_products_is_an_empty_list() {
    let tool = Tool::new();
    for (line, said) in [
        (&["items", "--page", "4"][..], "no products on page 4\n"),
        (&["items-by-class", "无"], "no products on page 1\n"),
        (
            &["items-by-alias", "--alias", "none", "--all-pages"],
            "no products\n",
        ),
    ] {
        assert_eq!(post30(&tool, line).done(), said);
        assert_eq!(post30(&tool, &[line, &["--json"]].concat()).done(), "");
    }
}

#[test]
fn what_was_read_before_a_failure_is_shown() {
    for format in ["people", "json"] {
        let tool = Tool::new();
        answer_next(&tool, r#"{"success":1,"rows":[{"P_id":"1"},{"P_id":"2"}]}"#);
        refuse_next(&tool, "签名已过期");
        let mut line = vec!["items", "--all-pages"];
        if format == "json" {
            line.push("--json");
        }
        let run = post30(&tool, &line);
        assert_eq!(run.status, 1);
        // Two products, below the two lines of a title and above an empty line; or just two.
        let lines = if format == "json" { 2 } else { 5 };
        assert_eq!(run.out.lines().count(), lines, "{}", run.out);
        assert!(run.err.contains("签名已过期"), "{}", run.err);
        assert!(run.err.contains("go on with --page 2"), "{}", run.err);
    }
}

#[test]
fn the_detail_is_shown_as_it_came() {
    let tool = Tool::new();
    let id = Post30::PRODUCT_ID.to_string();
    let detail = post30(&tool, &["item", &id, "--json"]).json_lines();
    assert_eq!(detail[0]["P_id"], "1234");
    assert_eq!(detail[0]["Price"], "255.00");
    assert_eq!(sent_data(&tool), [r#"{"P_id":1234}"#]);

    let odd =
        r#"{"success":"1","entity":{ "P_id":9007199254740993001, "Price":1.10,"x":"\u4e2d" }}"#;
    answer_next(&tool, odd);
    assert_eq!(
        post30(&tool, &["item", &id, "--json"]).done(),
        "{\"P_id\":9007199254740993001,\"Price\":1.10,\"x\":\"\\u4e2d\"}\n"
    );
    answer_next(&tool, odd);
    assert_eq!(
        post30(&tool, &["item", &id]).done(),
        "{\n  \"P_id\": 9007199254740993001,\n  \"Price\": 1.10,\n  \"x\": \"中\"\n}\n"
    );
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let tool = Tool::new();
    let name = "\\u001b[2J\u{9b}\\r\\n";
    answer_next(
        &tool,
        format!(r#"{{"success":1,"rows":[{{"P_id":1,"ProductName":"{name}"}}]}}"#),
    );
    let table = post30(&tool, &["items"]).done();
    assert!(table.contains("\\u{1b}[2J\\u{9b}\\r\\n"), "{table}");
    answer_next(
        &tool,
        format!(r#"{{"success":1,"entity":{{"a":"{name}"}}}}"#),
    );
    let detail = post30(&tool, &["item", "1"]).done();
    assert_eq!(detail, "{\n  \"a\": \"\\u001b[2J\\u009b\\r\\n\"\n}\n");
}

#[test]
fn bad_inputs_are_named_as_they_were_typed_and_nothing_is_sent() {
    let tool = Tool::new();
    let inputs: [(&[&str], &str); 7] = [
        (&["items", "--per-page", "0"], "--per-page"),
        (&["items", "--alias", ""], "--alias"),
        (&["items", "--barcode", "", "--all-pages"], "--barcode"),
        (&["items-by-class", ""], "NAME"),
        (&["items-by-alias", "--alias", ""], "--alias"),
        (&["items-by-alias", "--barcode", ""], "--barcode"),
        (&["item", "0"], "ID"),
    ];
    for (line, name) in inputs {
        let error = post30(&tool, line).failed(2);
        assert!(
            error.starts_with(&format!("error: {name} must ")),
            "{error}"
        );
        assert!(error.contains("nothing was sent"), "{error}");
    }
    assert!(tool.sandbox.requests().is_empty());
}
