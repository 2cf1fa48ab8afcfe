//! Machine numbers, and the list of codes that the sandbox answers.

use std::collections::BTreeSet;

use openplat_sandbox::{Sandbox, Vending};

use crate::caller::{Answered, call, send, send_with, wrap};

const PRODUCTS: &str = "/api/openapi/v1/products";
const PICKUP_CODES: &str = "/api/openapi/v1/pickup_codes";

fn first_page(sandbox: &Sandbox, machine_no: &str) -> Answered {
    let parameters = [("machine_no", machine_no), ("page", "1")];
    call(sandbox, "POST", PRODUCTS, &parameters)
}

#[test]
fn machine_number_may_have_8_or_16_digits() {
    let sandbox = Sandbox::start().unwrap();
    assert_eq!(sandbox.vending().machine_no().len(), 16);
    assert_eq!(Vending::SHORT_MACHINE.len(), 8);
    assert_eq!(first_page(&sandbox, Vending::MACHINE).data()["total"], 27);
    assert_eq!(
        first_page(&sandbox, Vending::SHORT_MACHINE).data()["total"],
        3
    );
}

#[test]
fn machine_number_that_is_none_is_10001() {
    let sandbox = Sandbox::start().unwrap();
    for machine_no in ["", "1234567", "8000000a", "-80000001", "８０００００００１"] {
        let code = first_page(&sandbox, machine_no).code();
        assert_eq!(code, 10001, "{machine_no:?}");
    }
    assert_eq!(
        call(&sandbox, "POST", PRODUCTS, &[("page", "1")]).code(),
        10001
    );
}

#[test]
fn offline_machine_is_30002_for_every_call() {
    let sandbox = Sandbox::start().unwrap();
    let machine = ("machine_no", Vending::OFFLINE_MACHINE);
    let answer = first_page(&sandbox, Vending::OFFLINE_MACHINE);
    assert_eq!(
        answer.text,
        r#"{"code":30002,"message":"设备已离线","data":{}}"#
    );
    let create = [
        machine,
        ("method", "pickup_code.product.id"),
        ("product_id", "401"),
    ];
    assert_eq!(call(&sandbox, "POST", PICKUP_CODES, &create).code(), 30002);
    let cancel = [machine, ("method", "pickup_code.delete.all")];
    assert_eq!(call(&sandbox, "PUT", PICKUP_CODES, &cancel).code(), 30002);
    let query = "/api/openapi/v1/products/401/pickup_code";
    assert_eq!(call(&sandbox, "POST", query, &[machine]).code(), 30002);
}

#[test]
fn unknown_machine_is_30003() {
    let sandbox = Sandbox::start().unwrap();
    let answer = first_page(&sandbox, "99999999");
    assert_eq!(
        answer.text,
        r#"{"code":30003,"message":"设备不存在","data":{}}"#
    );
}

#[test]
fn every_answerable_code_is_answered_and_no_other() {
    let sandbox = Sandbox::start().unwrap();
    let machine = ("machine_no", Vending::MACHINE);
    let create = ("method", "pickup_code.product.id");
    let headers = |id, secret| {
        let headers = [("Appid", id), ("AppSecret", secret)];
        let url = sandbox.base_url();
        send_with(&url, "POST", "/api/openapi/v1/ping", &headers, b"").unwrap()
    };
    let answers = [
        headers("", ""),
        headers("other", "other"),
        headers(Vending::APP_ID, "other"),
        send(&sandbox, "POST", PRODUCTS, b""),
        send(&sandbox, "POST", PRODUCTS, &wrap(b"{}")),
        first_page(&sandbox, Vending::OFFLINE_MACHINE),
        first_page(&sandbox, "99999999"),
        call(
            &sandbox,
            "POST",
            PICKUP_CODES,
            &[machine, create, ("product_id", "9")],
        ),
        call(
            &sandbox,
            "POST",
            PICKUP_CODES,
            &[
                machine,
                create,
                ("product_id", "101"),
                ("expired_at", "soon"),
            ],
        ),
        call(
            &sandbox,
            "POST",
            PICKUP_CODES,
            &[
                ("machine_no", Vending::PICKUP_CODES_OFF_MACHINE),
                create,
                ("product_id", "501"),
            ],
        ),
        call(
            &sandbox,
            "PUT",
            PICKUP_CODES,
            &[machine, ("method", "pickup_code.delete.id"), ("id", "1")],
        ),
    ];
    let answered: BTreeSet<i64> = answers.iter().map(Answered::code).collect();
    let listed = sandbox.vending().answerable_codes();
    assert!(listed.is_sorted());
    assert_eq!(answered, listed.iter().copied().collect());
}
