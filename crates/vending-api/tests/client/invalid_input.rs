use time::macros::datetime;
use vending_api::{MachineNo, ProductQuery, Shelf};

use crate::provider::{machine_no, one_code, refused_unsent};

#[test]
fn input_error_names_field_rule_and_origin() {
    let query = ProductQuery::new(machine_no()).shelf(Shelf::Addr(9));
    let invalid = refused_unsent(|client| client.products(&query));
    assert_eq!(invalid.field(), "addr");
    assert_eq!(invalid.rule(), "must be 1 to 8");
    assert_eq!(invalid.origin(), "获取产品列表 [doc]");
}

#[test]
fn origin_of_an_expiry_is_its_format() {
    let new = one_code().expires_at(datetime!(-2024-12-31 23:59:59 +8));
    let invalid = refused_unsent(|client| client.create_pickup_codes(&new));
    assert_eq!(invalid.origin(), "expired_at: YYYY-MM-DD HH:MM:SS [doc]");
}

#[test]
fn input_error_never_shows_the_value() {
    let code_length = one_code().code_length(237);
    let code_length = refused_unsent(|client| client.create_pickup_codes(&code_length));
    let addr = ProductQuery::new(machine_no()).shelf(Shelf::Addr(237));
    let addr = refused_unsent(|client| client.products(&addr));
    let expiry = one_code().expires_at(datetime!(-2370-12-31 23:59:59 +8));
    let expiry = refused_unsent(|client| client.create_pickup_codes(&expiry));
    let machine_no = "237".parse::<MachineNo>().unwrap_err();
    for invalid in [code_length, addr, expiry, machine_no] {
        let text = format!("{invalid} {invalid:?}");
        assert!(!text.contains("237"), "{text}");
    }
}
