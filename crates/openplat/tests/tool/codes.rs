use openplat_sandbox::{CodeStatus, Vending};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::tool::Tool;

const MACHINE: &str = Vending::MACHINE;

/// Runs `openplat vending codes`, with `--machine` behind the arguments.
fn codes(tool: &Tool, arguments: &[&str]) -> crate::tool::Run {
    let machine = ["--machine", MACHINE];
    tool.run(&[&["vending", "codes"], arguments, &machine].concat())
}

fn statuses(tool: &Tool, product: u64) -> Vec<CodeStatus> {
    let stored = tool.vending().pickup_codes(MACHINE, product);
    stored.into_iter().map(|code| code.status).collect()
}

#[test]
fn codes_are_created_listed_and_cancelled() {
    let tool = Tool::new();
    tool.sandbox.clock().set(datetime!(2026-01-15 10:00:00 +8));

    let created = codes(&tool, &["create", "--product", "101", "--count", "2"]).done();
    assert_eq!(
        created,
        "Created. The provider does not return the codes; list them with\n  \
         openplat vending codes list --machine 8600000000000001 --product 101\n"
    );
    assert_eq!(
        codes(&tool, &["list", "--product", "101"]).done(),
        "  id  code    status  created (GMT+8)      expires (GMT+8)\n\
         ----- ------- ------- -------------------- ----------------\n\
         2111  557628  UNUSED  2026-01-15 10:00:00  never\n\
         2112  926415  UNUSED  2026-01-15 10:00:00  never\n"
    );
    assert_eq!(
        codes(&tool, &["cancel", "--id", "2111"]).done(),
        "Cancelled the code with id 2111 of machine 8600000000000001.\n"
    );
    assert_eq!(
        statuses(&tool, 101),
        [CodeStatus::Cancelled, CodeStatus::Unused]
    );
    assert_eq!(
        codes(&tool, &["cancel", "--all", "--yes"]).done(),
        "Cancelled all codes of machine 8600000000000001.\n"
    );
    assert_eq!(
        codes(&tool, &["list", "--product", "101"]).done(),
        "no pickup codes that are unused and not expired\n"
    );
    assert_eq!(
        tool.calls(),
        [
            "POST /pickup_codes",
            "POST /products/101/pickup_code",
            "PUT /pickup_codes",
            "PUT /pickup_codes",
            "POST /products/101/pickup_code",
        ]
    );
}

#[test]
fn programs_get_one_value_for_a_write_and_lines_for_a_list() {
    let tool = Tool::new();
    tool.sandbox.clock().set(datetime!(2026-01-15 10:00:00 +8));
    let ok = [json!({"ok": true})];
    let create = ["create", "--product", "101", "--count", "2", "--json"];
    assert_eq!(codes(&tool, &create).json_lines(), ok);
    assert_eq!(
        codes(&tool, &["list", "--product", "101", "--json"]).json_lines(),
        [(2111, "557628"), (2112, "926415")].map(|(id, code)| json!({
            "id": id,
            "code": code,
            "status": "UNUSED",
            "created_at": "2026-01-15 10:00:00",
            "expired_at": "",
            "quantity": 1,
        }))
    );
    let cancel = ["cancel", "--id", "2112", "--json"];
    assert_eq!(codes(&tool, &cancel).json_lines(), ok);
    let cancel = ["cancel", "--all", "--yes", "--json"];
    assert_eq!(codes(&tool, &cancel).json_lines(), ok);
    let list = codes(&tool, &["list", "--product", "101", "--json"]);
    assert_eq!(list.done(), "");
}

#[test]
fn what_is_not_given_is_not_sent() {
    let tool = Tool::new();
    codes(&tool, &["create", "--product", "101"]).done();
    let method = "pickup_code.product.id";
    assert_eq!(
        tool.payloads(),
        [json!({"machine_no": MACHINE, "method": method, "product_id": "101"})]
    );
}

#[test]
fn an_expiry_is_sent_and_kept_in_gmt8() {
    let tool = Tool::new();
    tool.sandbox.clock().set(datetime!(2026-01-15 10:00:00 +8));
    let create = [
        "create",
        "--product",
        "101",
        "--code-length",
        "10",
        "--expires",
        "2030-01-31 23:59:59",
    ];
    codes(&tool, &create).done();
    let sent = &tool.payloads()[0];
    assert_eq!(sent["expired_at"], "2030-01-31 23:59:59");
    assert_eq!(sent["code_length"], "10");
    let stored = tool.vending().pickup_codes(MACHINE, 101);
    assert_eq!(
        stored[0].expires_at,
        Some(datetime!(2030-01-31 15:59:59 UTC))
    );
    assert_eq!(stored[0].code.len(), 10);
    let table = codes(&tool, &["list", "--product", "101"]).done();
    assert!(table.contains("expires (GMT+8)") && table.contains("2030-01-31 23:59:59"));
}

#[test]
fn an_expiry_of_another_form_is_refused_before_anything_is_sent() {
    let tool = Tool::new();
    let times = [
        "2030-01-31",
        "2030-01-31T23:59:59",
        "2030-01-31 23:59:59Z",
        "2030-01-31 23:59:59 +0000",
        "2030-02-30 00:00:00",
        "2030-01-31 24:00:00",
        "+2030-01-31 23:59:59",
        "",
    ];
    for time in times {
        let error = codes(&tool, &["create", "--product", "101", "--expires", time]).failed(2);
        assert!(error.contains("in GMT+8"), "{error}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn help_says_the_zone_of_an_expiry() {
    let help = Tool::new()
        .run(&["vending", "codes", "create", "--help"])
        .done();
    assert!(help.contains("When the codes expire, in GMT+8: \"YYYY-MM-DD HH:MM:SS\""));
}

#[test]
fn codes_for_all_products_need_a_yes() {
    let tool = Tool::new();
    let error = codes(&tool, &["create", "--all-products"]).failed(2);
    assert!(error.contains(
        "this would create pickup codes for every product of machine 8600000000000001: add --yes"
    ));
    assert!(tool.sandbox.requests().is_empty());

    let created = codes(&tool, &["create", "--all-products", "--yes"]).done();
    assert!(created.contains("--product ID"), "{created}");
    let method = "pickup_code.product.all";
    assert_eq!(
        tool.payloads(),
        [json!({"machine_no": MACHINE, "method": method})]
    );
    assert_eq!(statuses(&tool, 101), [CodeStatus::Unused]);
    assert_eq!(statuses(&tool, 205), [CodeStatus::Unused]);
}

#[test]
fn cancelling_all_codes_needs_a_yes() {
    let tool = Tool::new();
    let error = codes(&tool, &["cancel", "--all"]).failed(2);
    assert!(error.contains("this would cancel all pickup codes of machine 8600000000000001"));
    let error = codes(&tool, &["cancel", "--all", "--json"]).json_error(2);
    assert_eq!(error["kind"], "unconfirmed");
    assert_eq!(error["delivery"], "NotSent");
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn options_that_contradict_each_other_are_misuse() {
    let tool = Tool::new();
    let lines: [&[&str]; 8] = [
        &["create"],
        &["create", "--product", "101", "--all-products", "--yes"],
        &["create", "--all-products", "--yes", "--count", "2"],
        &["create", "--product", "可乐"],
        &["list"],
        &["cancel"],
        &["cancel", "--id", "1", "--all", "--yes"],
        &["cancel", "--yes"],
    ];
    for line in lines {
        codes(&tool, line).failed(2);
        let error = codes(&tool, &[line, &["--json"]].concat()).json_error(2);
        assert_eq!(error["kind"], "usage", "{line:?}: {error}");
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn bad_inputs_are_named_as_they_were_typed_and_nothing_is_sent() {
    let tool = Tool::new();
    let inputs = [
        ("--count", "0"),
        ("--code-length", "5"),
        ("--code-length", "11"),
    ];
    for (option, value) in inputs {
        let error = codes(&tool, &["create", "--product", "101", option, value]).failed(2);
        assert!(
            error.starts_with(&format!("error: {option} must be ")),
            "{error}"
        );
    }
    assert!(tool.sandbox.requests().is_empty());
}

#[test]
fn cancelling_a_code_that_is_gone_says_what_the_id_is() {
    let tool = Tool::new();
    let error = codes(&tool, &["cancel", "--id", "557628"]).failed(1);
    assert!(error.starts_with("error: refused with code 80002: 查不到对应记录\n"));
    assert!(
        error.contains("--id is the id in `codes list`, not the code"),
        "{error}"
    );
}

#[test]
fn creating_where_pickup_codes_are_switched_off_shows_the_meaning() {
    let tool = Tool::new();
    let machine = Vending::PICKUP_CODES_OFF_MACHINE;
    let line = [
        "vending",
        "codes",
        "create",
        "--machine",
        machine,
        "--product",
        "501",
    ];
    assert_eq!(
        tool.run(&line).failed(1),
        "error: refused with code 10023: 取货码功能尚未开启\n  \
         meaning: pickup codes are switched off for this machine; the switch is in the console\n  \
         class:   business-refusal\n"
    );
    let error: Value = tool.run(&[&line[..], &["--json"]].concat()).json_error(1);
    assert_eq!(
        error,
        json!({
            "kind": "refused",
            "code": 10023,
            "message": "取货码功能尚未开启",
            "delivery": "Refused",
            "class": "business-refusal",
            "meaning": "pickup codes are switched off for this machine; the switch is in the console",
            "trace_id": null,
            "retry_in_seconds": null,
            "hint": null,
        })
    );
}
