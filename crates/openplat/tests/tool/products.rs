use openplat_sandbox::{Answer, Vending};
use serde_json::{Value, json};

use crate::tool::Tool;

fn ids(lines: &[Value]) -> Vec<u64> {
    lines
        .iter()
        .map(|line| line["id"].as_u64().unwrap())
        .collect()
}

fn page(products: &Value, last_page: u32) -> Answer {
    let page = json!({
        "data": products, "total": 3, "current_page": 1, "last_page": last_page, "per_page": 2,
    });
    let body = json!({"code": 0, "message": "ok", "data": page});
    Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: body.to_string().into_bytes(),
    }
}

#[test]
fn a_page_is_a_table_with_what_comes_after_it() {
    let tool = Tool::new();
    let run = tool.run(&[
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--per-page",
        "3",
    ]);
    assert_eq!(
        run.done(),
        " id  name    category  price  stock  channel  cabinet  motor  board\n\
         ---- ------- --------- ------ ------ -------- -------- ------ ------\n\
         101  可乐    饮料       3.00    6/8  A01      A        000        1\n\
         102  雪碧    饮料       3.00    0/8  A02      A        001        1\n\
         103  矿泉水  饮料       2.00  10/10  A03      A        002        1\n\
         \n\
         page 1 of 9, 27 products in all; go on with --page 2, or --all-pages\n"
    );
}

#[test]
fn a_page_is_json_lines_with_the_names_of_the_provider() {
    let tool = Tool::new();
    let arguments = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--page",
        "3",
        "--json",
    ];
    let lines = tool.run(&arguments).json_lines();
    assert_eq!(ids(&lines), (121..=127).collect::<Vec<_>>());
    assert_eq!(
        lines[0],
        json!({
            "id": 121,
            "category": {"id": 3, "title": "方便食品"},
            "good": {
                "name": "方便面",
                "description": "红烧牛肉桶装",
                "thumb": "{url}/storage/sandbox/121.png",
                "price": "6.00",
                "original_price": "6.50",
                "content": "<p>红烧牛肉桶装</p>",
                "good_no": "412883700121",
                "slug": "412883700121",
            },
            "channel": {
                "name": "A33", "cabinet_name": "A", "code": "032", "x": "3", "y": "2", "addr": 1,
            },
            "current_inventory": 3,
            "inventory": 4,
        })
    );
}

#[test]
fn all_pages_are_asked_for_one_after_the_other() {
    let tool = Tool::new();
    let arguments = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--all-pages",
    ];
    let table = tool.run(&arguments).done();
    assert_eq!(table.lines().count(), 2 + 27 + 2);
    assert!(table.ends_with("\n27 products\n"));
    let pages: Vec<Value> = tool
        .payloads()
        .iter()
        .map(|sent| sent["page"].clone())
        .collect();
    assert_eq!(pages, ["1", "2", "3"]);
}

#[test]
fn all_pages_are_json_lines_also_when_the_server_caps_its_pages() {
    let tool = Tool::new();
    tool.vending().set_page_cap(Some(8));
    let lines = tool
        .run(&[
            "vending",
            "products",
            "--machine",
            Vending::MACHINE,
            "--all-pages",
            "--per-page",
            "100",
            "--json",
        ])
        .json_lines();
    assert_eq!(ids(&lines), (101..=127).collect::<Vec<_>>());
    assert_eq!(tool.calls().len(), 4);
}

#[test]
fn all_pages_begin_at_the_page_that_is_given() {
    let tool = Tool::new();
    let lines = tool
        .run(&[
            "vending",
            "products",
            "--machine",
            Vending::MACHINE,
            "--all-pages",
            "--page",
            "3",
            "--json",
        ])
        .json_lines();
    assert_eq!(ids(&lines), (121..=127).collect::<Vec<_>>());
    assert_eq!(tool.calls().len(), 1);
}

#[test]
fn no_progress_is_shown_where_there_is_no_terminal() {
    let tool = Tool::new();
    let arguments = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--all-pages",
    ];
    assert_eq!(tool.run(&arguments).err, "");
}

#[test]
fn filters_are_sent_as_they_are_given() {
    let tool = Tool::new();
    let machine = Vending::MACHINE;
    let lines = tool
        .run(&[
            "vending",
            "products",
            "--machine",
            machine,
            "--page",
            "1",
            "--per-page",
            "2",
            "--category",
            "3",
            "--cabinet",
            "B",
            "--select-all",
            "--json",
        ])
        .json_lines();
    assert_eq!(ids(&lines), [204, 205]);
    let arguments = [
        "vending",
        "products",
        "--machine",
        machine,
        "--addr",
        "2",
        "--json",
    ];
    let lines = tool.run(&arguments).json_lines();
    assert_eq!(lines[0]["channel"]["addr"], 2);
    assert_eq!(
        tool.payloads(),
        [
            json!({
                "machine_no": machine, "page": "1", "per_page": "2", "category_id": "3",
                "cabinet_name": "B", "select_all": "1",
            }),
            json!({"machine_no": machine, "page": "1", "addr": "2"}),
        ]
    );
}

#[test]
fn a_machine_without_products_is_an_empty_list() {
    let tool = Tool::new();
    let arguments = ["vending", "products", "--machine", Vending::EMPTY_MACHINE];
    assert_eq!(tool.run(&arguments).done(), "no products\n");
    let all_pages = [&arguments[..], &["--all-pages"]].concat();
    assert_eq!(tool.run(&all_pages).done(), "no products\n");
    let json = [&arguments[..], &["--json"]].concat();
    assert_eq!(tool.run(&json).done(), "");
}

#[test]
fn a_page_past_the_last_says_how_many_there_are() {
    let tool = Tool::new();
    let arguments = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--page",
        "9",
    ];
    assert_eq!(
        tool.run(&arguments).done(),
        "no products on page 9 of 3, 27 in all\n"
    );
}

#[test]
fn what_was_read_before_a_failure_is_shown() {
    let machine = Vending::MACHINE;
    for format in ["people", "json"] {
        let tool = Tool::new();
        tool.vending()
            .answer_next(page(&json!([{"id": 1}, {"id": 2}]), 2));
        tool.vending().answer_next(Answer::Code {
            code: 30002,
            message: "设备已离线".to_owned(),
        });
        let mut arguments = vec!["vending", "products", "--machine", machine, "--all-pages"];
        if format == "json" {
            arguments.push("--json");
        }
        let run = tool.run(&arguments);
        assert_eq!(run.status, 1);
        // Two products, below the two lines of a title and above an empty line; or just two.
        let lines = if format == "json" { 2 } else { 5 };
        assert_eq!(run.out.lines().count(), lines, "{}", run.out);
        assert!(run.err.contains("30002"));
        assert!(run.err.contains("go on with --page 2"), "{}", run.err);
    }
}

#[test]
fn control_characters_of_a_name_do_not_reach_the_terminal() {
    let tool = Tool::new();
    let evil =
        json!([{"id": 1, "good": {"name": "可乐\u{1b}[2J\u{9b}31m\r\n", "price": "1\u{7}"}}]);
    tool.vending().answer_next(page(&evil, 1));
    let table = tool
        .run(&["vending", "products", "--machine", Vending::MACHINE])
        .done();
    assert!(table.contains("可乐\\u{1b}[2J\\u{9b}31m\\r\\n"), "{table}");
    let is_control = |character: char| character.is_control() && character != '\n';
    assert!(!table.contains(is_control));
    assert_eq!(table.lines().count(), 5);
}

#[test]
fn cabinet_and_board_exclude_each_other() {
    let tool = Tool::new();
    let arguments = [
        "vending",
        "products",
        "--machine",
        Vending::MACHINE,
        "--cabinet",
        "A",
        "--addr",
        "1",
    ];
    let error = tool.run(&arguments).failed(2);
    assert!(
        error.contains("'--cabinet <A>' cannot be used with '--addr <N>'"),
        "{error}"
    );
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn bad_inputs_are_named_as_they_were_typed_and_nothing_is_sent() {
    let tool = Tool::new();
    let inputs = [
        ("--machine", "1234567"),
        ("--machine", "86000000000000O1"),
        ("--page", "0"),
        ("--per-page", "0"),
        ("--cabinet", "a"),
        ("--addr", "9"),
    ];
    for (option, value) in inputs {
        let mut arguments = vec!["vending", "products", option, value];
        if option != "--machine" {
            arguments.extend(["--machine", Vending::MACHINE]);
        }
        let error = tool.run(&arguments).failed(2);
        assert!(
            error.starts_with(&format!("error: {option} must be ")),
            "{error}"
        );
        assert!(error.contains("nothing was sent"), "{error}");
    }
    assert!(tool.sandbox.requests().is_empty());
}
