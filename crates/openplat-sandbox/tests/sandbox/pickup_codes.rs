//! 取货码: creating, listing, using and cancelling.

use std::collections::HashSet;
use std::time::Duration;

use openplat_sandbox::{CodeStatus, Sandbox, StoredCode, Vending};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::caller::{Answered, call};

const PICKUP_CODES: &str = "/api/openapi/v1/pickup_codes";

fn create(sandbox: &Sandbox, more: &[(&str, &str)]) -> Answered {
    let mut parameters = vec![
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.product.id"),
        ("product_id", "101"),
    ];
    parameters.extend(more);
    call(sandbox, "POST", PICKUP_CODES, &parameters)
}

fn create_code(more: &[(&str, &str)]) -> i64 {
    create(&Sandbox::start().unwrap(), more).code()
}

fn create_all(sandbox: &Sandbox, more: &[(&str, &str)]) -> Answered {
    let mut parameters = vec![
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.product.all"),
    ];
    parameters.extend(more);
    call(sandbox, "POST", PICKUP_CODES, &parameters)
}

fn query(sandbox: &Sandbox, product_id: &str) -> Answered {
    let path = format!("/api/openapi/v1/products/{product_id}/pickup_code");
    call(sandbox, "POST", &path, &[("machine_no", Vending::MACHINE)])
}

fn cancel(sandbox: &Sandbox, id: &str) -> Answered {
    let parameters = [
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.delete.id"),
        ("id", id),
    ];
    call(sandbox, "PUT", PICKUP_CODES, &parameters)
}

fn stored(sandbox: &Sandbox) -> Vec<StoredCode> {
    sandbox.vending().pickup_codes(Vending::MACHINE, 101)
}

fn listed_ids(sandbox: &Sandbox) -> Vec<u64> {
    let data = query(sandbox, "101").data();
    let ids = data.as_array().unwrap().iter();
    ids.map(|code| code["id"].as_u64().unwrap()).collect()
}

#[test]
fn created_codes_are_not_in_the_answer() {
    let sandbox = Sandbox::start().unwrap();
    let answer = create(&sandbox, &[("count", "2")]);
    assert_eq!(answer.text, r#"{"code":0,"message":"ok","data":{}}"#);
    assert_eq!(stored(&sandbox).len(), 2);
}

#[test]
fn listed_code_has_the_documented_shape() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2024-04-27 06:00:08 UTC));
    create(&sandbox, &[("expired_at", "2024-04-28 14:00:08")]).data();
    let truth = stored(&sandbox).remove(0);
    assert_eq!(truth.expires_at, Some(datetime!(2024-04-28 06:00:08 UTC)));
    assert_eq!(
        query(&sandbox, "101").data(),
        json!([{
            "id": truth.id,
            "code": truth.code,
            "status": "UNUSED",
            "created_at": "2024-04-27 14:00:08",
            "expired_at": "2024-04-28 14:00:08",
            "quantity": 1
        }])
    );
}

#[test]
fn code_for_ever_has_no_expiry() {
    let sandbox = Sandbox::start().unwrap();
    create(&sandbox, &[("expired_at", "")]).data();
    let data = query(&sandbox, "101").data();
    assert_eq!(data[0].get("expired_at"), None);
    sandbox.clock().advance(Duration::MAX);
    assert_eq!(listed_ids(&sandbox).len(), 1);
}

#[test]
fn product_without_codes_has_an_empty_list() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(
        query(&sandbox, "101").text,
        r#"{"code":0,"message":"ok","data":[]}"#
    );
}

#[test]
fn code_is_gone_at_the_instant_of_its_expiry() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2024-12-31 00:00:00 +8));
    create(&sandbox, &[("expired_at", "2024-12-31 23:59:59")]).data();
    sandbox.clock().set(datetime!(2024-12-31 23:59:58 +8));
    assert_eq!(listed_ids(&sandbox).len(), 1);
    sandbox.clock().advance(Duration::from_secs(1));
    assert!(listed_ids(&sandbox).is_empty());
    assert_eq!(stored(&sandbox)[0].status, CodeStatus::Expired);
}

#[test]
fn used_code_is_gone() {
    let sandbox = Sandbox::start().unwrap();
    create(&sandbox, &[("count", "2")]).data();
    let [first, second] = stored(&sandbox).try_into().unwrap();
    let vending = sandbox.vending();
    assert!(vending.use_pickup_code(Vending::MACHINE, &first.code));
    assert!(!vending.use_pickup_code(Vending::MACHINE, &first.code));
    assert!(!vending.use_pickup_code(Vending::SHORT_MACHINE, &second.code));
    assert_eq!(listed_ids(&sandbox), [second.id]);
    assert_eq!(stored(&sandbox)[0].status, CodeStatus::Used);
}

#[test]
fn codes_are_distinct_and_may_start_with_zero() {
    let sandbox = Sandbox::start().unwrap();
    for _ in 0..40 {
        create(&sandbox, &[("count", "8")]).data();
    }
    let codes: HashSet<String> = stored(&sandbox).into_iter().map(|code| code.code).collect();
    assert_eq!(codes.len(), 320);
    assert!(codes.iter().all(|code| code.len() == 6));
    assert!(codes.iter().any(|code| code.starts_with('0')));
    assert!(listed_ids(&sandbox).is_sorted());
}

#[test]
fn codes_are_the_same_in_every_run() {
    let run = || {
        let sandbox = Sandbox::start().unwrap();
        create(&sandbox, &[("count", "3")]).data();
        let codes = stored(&sandbox).into_iter();
        codes.map(|code| (code.id, code.code)).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn code_length_is_6_to_10() {
    for length in ["6", "7", "10"] {
        let sandbox = Sandbox::start().unwrap();
        create(&sandbox, &[("code_length", length)]).data();
        assert_eq!(stored(&sandbox)[0].code.len().to_string(), length);
    }
    for length in ["5", "11", "a"] {
        assert_eq!(create_code(&[("code_length", length)]), 10001, "{length}");
    }
}

#[test]
fn count_is_1_to_the_capacity_of_the_product() {
    assert_eq!(create_code(&[("count", "8")]), 0);
    assert_eq!(create_code(&[("count", "9")]), 10001);
    assert_eq!(create_code(&[("count", "0")]), 10001);
    assert_eq!(create_code(&[("count", "-1")]), 10001);
}

#[test]
fn quantity_is_checked_and_ignored() {
    let sandbox = Sandbox::start().unwrap();
    create(&sandbox, &[("quantity", "8")]).data();
    assert_eq!(query(&sandbox, "101").data()[0]["quantity"], 1);
    assert_eq!(create_code(&[("quantity", "9")]), 10001);
    assert_eq!(create_code(&[("quantity", "0")]), 10001);
}

#[test]
fn expiry_that_is_malformed_or_past_is_6029() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2024-06-01 12:00:00 +8));
    let code = |text| create(&sandbox, &[("expired_at", text)]).code();
    assert_eq!(code("2024-06-01 12:00:01"), 0);
    for text in [
        "2024-06-01 12:00:00",
        "2023-12-31 23:59:59",
        "0000-01-01 00:00:00",
        "2024-06-02",
        "2024-06-31 00:00:00",
        "2024-12-31T23:59:59",
        "2024-12-31 24:00:00",
        "2024-12-31 23:59:59Z",
        " 2024-12-31 23:59:5",
        "+024-12-31 23:59:59",
        "-024-12-31 23:59:59",
        "1735660799",
    ] {
        assert_eq!(code(text), 6029, "{text}");
    }
    assert_eq!(stored(&sandbox).len(), 1);
}

#[test]
fn unknown_product_is_6045() {
    let sandbox = Sandbox::start().unwrap();
    let parameters = [
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.product.id"),
        ("product_id", "301"),
    ];
    let other_machine = call(&sandbox, "POST", PICKUP_CODES, &parameters);
    assert_eq!(other_machine.code(), 6045);
    assert_eq!(query(&sandbox, "301").code(), 6045);
    assert_eq!(query(&sandbox, "1a").code(), 10001);
}

#[test]
fn creating_codes_needs_the_switch_of_the_machine() {
    let sandbox = Sandbox::start().unwrap();
    for method in ["pickup_code.product.id", "pickup_code.product.all"] {
        let mut parameters = vec![
            ("machine_no", Vending::PICKUP_CODES_OFF_MACHINE),
            ("method", method),
        ];
        if method.ends_with("id") {
            parameters.push(("product_id", "501"));
        }
        let answer = call(&sandbox, "POST", PICKUP_CODES, &parameters);
        assert_eq!(
            answer.text,
            r#"{"code":10023,"message":"取货码功能尚未开启","data":{}}"#
        );
    }
    let vending = sandbox.vending();
    assert!(
        vending
            .pickup_codes(Vending::PICKUP_CODES_OFF_MACHINE, 501)
            .is_empty()
    );
}

#[test]
fn codes_for_all_products_are_one_for_each_in_every_cabinet() {
    let sandbox = Sandbox::start().unwrap();
    create_all(&sandbox, &[("code_length", "7")]).data();
    let vending = sandbox.vending();
    for product in (101..=127).chain(201..=205) {
        let codes = vending.pickup_codes(Vending::MACHINE, product);
        assert_eq!(codes.len(), 1, "{product}");
        assert_eq!((codes[0].product_id, codes[0].code.len()), (product, 7));
    }
    assert!(vending.pickup_codes(Vending::SHORT_MACHINE, 301).is_empty());
}

#[test]
fn codes_for_all_products_take_no_product_and_no_count() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(create_all(&sandbox, &[("product_id", "101")]).code(), 10001);
    assert_eq!(create_all(&sandbox, &[("count", "1")]).code(), 10001);
    assert!(stored(&sandbox).is_empty());
}

#[test]
fn unknown_method_is_10001() {
    let sandbox = Sandbox::start().unwrap();
    let machine = ("machine_no", Vending::MACHINE);
    for (verb, method) in [
        ("POST", "pickup_code.delete.all"),
        ("PUT", "pickup_code.product.all"),
        ("POST", ""),
    ] {
        let answer = call(&sandbox, verb, PICKUP_CODES, &[machine, ("method", method)]);
        assert_eq!(answer.code(), 10001, "{verb} {method}");
    }
}

#[test]
fn cancelled_code_is_gone_and_the_others_stay() {
    let sandbox = Sandbox::start().unwrap();
    create(&sandbox, &[("count", "3")]).data();
    let [first, second, third] = stored(&sandbox).try_into().unwrap();
    assert_eq!(cancel(&sandbox, &second.id.to_string()).data(), json!({}));
    assert_eq!(listed_ids(&sandbox), [first.id, third.id]);
    assert_eq!(stored(&sandbox)[1].status, CodeStatus::Cancelled);
}

#[test]
fn cancelling_what_is_gone_is_80002() {
    let sandbox = Sandbox::start().unwrap();
    sandbox.clock().set(datetime!(2024-06-01 00:00:00 UTC));
    create(&sandbox, &[("count", "2")]).data();
    create(&sandbox, &[("expired_at", "2024-06-02 00:00:00")]).data();
    sandbox.clock().set(datetime!(2024-06-03 00:00:00 UTC));
    let [cancelled, used, expired] = stored(&sandbox).try_into().unwrap();
    cancel(&sandbox, &cancelled.id.to_string()).data();
    assert!(
        sandbox
            .vending()
            .use_pickup_code(Vending::MACHINE, &used.code)
    );
    for id in [cancelled.id, used.id, expired.id, 999_999] {
        let answer = cancel(&sandbox, &id.to_string());
        assert_eq!(
            answer.text, r#"{"code":80002,"message":"查不到对应记录","data":{}}"#,
            "{id}"
        );
    }
    assert_eq!(cancel(&sandbox, "x").code(), 10001);
}

#[test]
fn code_is_cancelled_on_its_own_machine_only() {
    let sandbox = Sandbox::start().unwrap();
    create(&sandbox, &[]).data();
    let id = stored(&sandbox)[0].id.to_string();
    let parameters = [
        ("machine_no", Vending::SHORT_MACHINE),
        ("method", "pickup_code.delete.id"),
        ("id", &id),
    ];
    assert_eq!(
        call(&sandbox, "PUT", PICKUP_CODES, &parameters).code(),
        80002
    );
    assert_eq!(listed_ids(&sandbox).len(), 1);
}

#[test]
fn cancelling_all_empties_one_machine() {
    let sandbox = Sandbox::start().unwrap();
    create_all(&sandbox, &[]).data();
    let short = [
        ("machine_no", Vending::SHORT_MACHINE),
        ("method", "pickup_code.product.all"),
    ];
    call(&sandbox, "POST", PICKUP_CODES, &short).data();
    let all = [
        ("machine_no", Vending::MACHINE),
        ("method", "pickup_code.delete.all"),
    ];
    assert_eq!(call(&sandbox, "PUT", PICKUP_CODES, &all).data(), json!({}));
    assert_eq!(
        query(&sandbox, "101").data(),
        Value::from(Vec::<u64>::new())
    );
    assert_eq!(
        query(&sandbox, "205").data(),
        Value::from(Vec::<u64>::new())
    );
    let others = sandbox.vending().pickup_codes(Vending::SHORT_MACHINE, 301);
    assert_eq!(others[0].status, CodeStatus::Unused);
    call(&sandbox, "PUT", PICKUP_CODES, &all).data();
}
