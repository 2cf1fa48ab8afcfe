use openplat_sandbox::{Answer, Damaijia, ParcelStatus};
use serde_json::{Value, json};

use super::{NAME, create, damaijia, order, order_file, with_token};
use crate::tool::Tool;

#[test]
fn commands_share_one_login() {
    let tool = with_token();
    damaijia(&tool, &["balance"]).done();
    damaijia(&tool, &["orders"]).done();
    assert_eq!(tool.damaijia().logins().len(), 1);
}

#[test]
fn token_is_printed_only_if_that_is_asked_for() {
    let tool = with_token();
    let text = damaijia(&tool, &["token", "--reveal"]).done();
    let (_, token) = text.lines().last().unwrap().split_once(' ').unwrap();
    assert!(tool.damaijia().is_accepted(token.trim()), "{text}");
    let answer = damaijia(&tool, &["token", "--reveal", "--json"]).json_lines();
    assert_eq!(answer[0]["token"], token.trim());
    let answer = damaijia(&tool, &["token", "--json"]).json_lines();
    assert_eq!(answer[0].get("token"), None);
    // No lifetime is known.
    assert_eq!(answer[0]["expires_at"], Value::Null);
    assert!(answer[0]["fetched_at"].is_string());
    assert_eq!(tool.damaijia().logins().len(), 1);
}

#[test]
fn with_the_fixed_key_nobody_logs_in_and_nothing_is_kept() {
    let tool = Tool::new()
        .without("DAMAIJIA_APP_ID")
        .with("DAMAIJIA_API_KEY", Damaijia::API_KEY);
    damaijia(&tool, &["balance"]).done();
    let text = damaijia(&tool, &["token", "--reveal"]).done();
    assert!(
        text.starts_with("no access token: DAMAIJIA_API_KEY"),
        "{text}"
    );
    let answer = damaijia(&tool, &["token", "--reveal", "--json"]).json_lines();
    let nothing = json!({"fetched_at": null, "expires_at": null, "next_request_at": null});
    assert_eq!(answer, [nothing]);
    assert!(tool.damaijia().logins().is_empty());
    assert_eq!(tool.state.path().read_dir().unwrap().count(), 0);
}

#[test]
fn balance_is_told_exactly() {
    let tool = Tool::new();
    tool.damaijia().set_balance_fen(1_205);
    assert_eq!(
        damaijia(&tool, &["balance"]).done(),
        "12.05 yuan (1205 分)\n"
    );
    let answer = damaijia(&tool, &["balance", "--json"]).json_lines();
    assert_eq!(answer, [json!({"balance": 1205})]);
}

#[test]
fn warehouses_are_a_table_for_people_and_a_line_a_courier_for_programs() {
    let tool = Tool::new();
    let text = damaijia(&tool, &["warehouses"]).done();
    assert_eq!(text.lines().count(), 7, "{text}");
    assert!(text.contains(" 2  义乌仓     圆通速递  1.70\n"), "{text}");
    assert!(text.contains("广东省/深圳市/福田区 until 2099-12-31 23:59:59"));
    let couriers = damaijia(&tool, &["warehouses", "--json"]).json_lines();
    assert_eq!(couriers.len(), 3);
    assert_eq!(couriers[0]["warehouseSend"][0]["warehousePrice"], 170);
}

#[test]
fn products_are_listed_by_the_page_or_all() {
    let tool = Tool::new();
    let line = ["products", "--warehouse", "2"];
    let text = damaijia(&tool, &line).done();
    let end = "\n\n20 products on page 1, 45 in all; go on with --page 2, or --all-pages\n";
    assert!(text.ends_with(end), "{text}");
    let text = damaijia(&tool, &[&line[..], &["--all-pages"]].concat()).done();
    assert!(text.ends_with("\n\n45 products\n"), "{text}");
    let rows = damaijia(&tool, &[&line[..], &["--all-pages", "--json"]].concat()).json_lines();
    let ids: Vec<u64> = rows.iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (614..=658).collect::<Vec<_>>());
    assert_eq!(rows[0]["cost_price"], 10);
    let text = damaijia(&tool, &["products", "--warehouse", "6"]).done();
    assert_eq!(text, "no products on page 1, 0 in all\n");
    let line = ["products", "--warehouse", "3", "--per-page", "3"];
    let text = damaijia(&tool, &line).done();
    assert!(
        text.ends_with("\n\n3 products on page 1, 3 in all\n"),
        "{text}"
    );
}

#[test]
fn an_order_is_created_and_its_parcels_followed_and_cancelled() {
    let tool = Tool::new();
    let file = order_file(&tool);
    let text = damaijia(&tool, &["order", "create", "--file", &file]).done();
    let stored = tool.damaijia().orders();
    let end = format!(
        "Created: order number {}. Follow the parcels with\n  openplat damaijia status 2000111\n",
        stored[0].sn
    );
    assert!(text.ends_with(&end), "{text}");
    assert_eq!(stored[0].parcels[0].consignee, NAME);
    let text = damaijia(&tool, &["status", "2000111", "2000112"]).done();
    assert!(text.contains("2000111  p, not sent"), "{text}");
    assert!(
        text.ends_with("not known to the provider: 2000112\n"),
        "{text}"
    );
    let text = damaijia(&tool, &["cancel", "2000111"]).done();
    assert_eq!(text, "Cancelled parcel 2000111.\n");
    let status = tool.damaijia().orders()[0].parcels[0].status;
    assert_eq!(status, ParcelStatus::Cancelled);
    let text = damaijia(&tool, &["packages"]).done();
    assert!(
        text.contains("c, cancelled") && text.contains(NAME),
        "{text}"
    );
    assert!(
        text.ends_with("\n\n1 parcel on page 1, 1 in all\n"),
        "{text}"
    );
    let text = damaijia(&tool, &["orders"]).done();
    assert!(
        text.contains(&stored[0].sn) && text.ends_with("\n\n1 order\n"),
        "{text}"
    );
}

#[test]
fn the_order_flow_has_the_names_of_the_provider_for_programs() {
    let tool = Tool::new();
    let file = order_file(&tool);
    let line = ["order", "create", "--file", &file, "--json"];
    let created = damaijia(&tool, &line).json_lines();
    let stored = tool.damaijia().orders();
    assert_eq!(created[0]["order_sn"], stored[0].sn.as_str());
    assert_eq!(created[0]["consignees"][0]["msg_code"], 2000);
    let states = damaijia(&tool, &["status", "2000111", "2000112", "--json"]).json_lines();
    assert_eq!(states.len(), 1);
    assert_eq!(states[0]["status"], "p");
    let done = damaijia(&tool, &["cancel", "2000111", "--json"]).json_lines();
    assert_eq!(done, [json!({"ok": true})]);
    let sn = stored[0].sn.as_str();
    for list in ["packages", "orders"] {
        let rows = damaijia(&tool, &[list, "--order-sn", sn, "--json"]).json_lines();
        assert_eq!((rows.len(), &rows[0]["order_sn"]), (1, &json!(sn)));
        let rows = damaijia(&tool, &[list, "--order-sn", "1", "--json"]).json_lines();
        assert!(rows.is_empty());
    }
}

#[test]
fn a_parcel_that_is_not_accepted_is_told() {
    let tool = Tool::new();
    let order = order(Damaijia::BANNING_PRODUCT, &["浙江省", "北京市"]);
    let file = tool.state.file("order.json", order.to_string());
    let text = damaijia(&tool, &["order", "create", "--file", &file]).done();
    assert!(text.contains("2000111  yes\n"), "{text}");
    assert!(
        text.contains("2000112  no, charged all the same  北京市"),
        "{text}"
    );
    let text = damaijia(&tool, &["packages", "--per-page", "1"]).done();
    let end = "1 parcel on page 1, 2 in all; go on with --page 2, or --all-pages\n";
    assert!(text.ends_with(end), "{text}");
    let text = damaijia(&tool, &["packages", "--per-page", "1", "--all-pages"]).done();
    assert!(text.ends_with("\n\n2 parcels\n"), "{text}");
}

#[test]
fn the_same_order_again_answers_234_and_exists_once() {
    let tool = Tool::new();
    let file = create(&tool);
    let balance = tool.damaijia().balance_fen();
    let line = ["order", "create", "--file", &file, "--json"];
    let error = damaijia(&tool, &line).json_error(1);
    assert_eq!(
        (&error["code"], &error["delivery"]),
        (&json!(234), &json!("Refused"))
    );
    let hint = error["hint"].as_str().unwrap();
    assert!(
        hint.contains("`openplat damaijia status 2000111`"),
        "{hint}"
    );
    assert!(!hint.contains("find_order"), "{hint}");
    assert_eq!(tool.damaijia().orders().len(), 1);
    assert_eq!(tool.damaijia().balance_fen(), balance);
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let tool = with_token();
    let file = order_file(&tool);
    tool.damaijia().answer_next(Answer::Raw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: br#"{"status":0,"err":"","data":{"order_sn":"1\u001b[2J"}}"#.to_vec(),
    });
    let text = damaijia(&tool, &["order", "create", "--file", &file]).done();
    let shown = "Created: order number 1\\u{1b}[2J. Follow the parcels with\n";
    assert!(text.starts_with(shown), "{text}");
}
