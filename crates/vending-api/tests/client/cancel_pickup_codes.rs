use vending_api::{Class, Code, Delivery, PickupCodeId};

use crate::provider::{Expects, Provider, machine_no};

#[test]
fn cancelling_one_code_is_a_put_with_the_id_of_its_record() {
    let mut provider = Provider::start();
    let request = provider.expects(
        "PUT",
        "/pickup_codes",
        r#"{"id":"1122223","machine_no":"86683806","method":"pickup_code.delete.id","sign":"8E0DD0830EFB1E42EF976A9F8B7AED17","timestamp":"1714185061"}"#,
    );

    let id = PickupCodeId(1122223);
    provider
        .client()
        .cancel_pickup_code(&machine_no(), id)
        .unwrap();

    request.assert();
}

#[test]
fn cancelling_all_codes_is_a_put_without_an_id() {
    let mut provider = Provider::start();
    let request = provider.expects(
        "PUT",
        "/pickup_codes",
        r#"{"machine_no":"86683806","method":"pickup_code.delete.all","sign":"B4C582DCEDC595B94E972A953A307234","timestamp":"1714185061"}"#,
    );

    provider
        .client()
        .cancel_all_pickup_codes(&machine_no())
        .unwrap();

    request.assert();
}

#[test]
fn code_that_is_gone_is_a_refusal_of_its_own() {
    let mut provider = Provider::start();
    provider
        .mock_any("PUT")
        .with_body(r#"{"code":80002,"message":"查不到对应记录","data":{}}"#)
        .create();

    let error = provider
        .client()
        .cancel_pickup_code(&machine_no(), PickupCodeId(1))
        .unwrap_err();

    assert_eq!(error.code(), Some(Code::NO_RECORD));
    assert_eq!(error.class(), Some(Class::NotFound));
    assert_eq!(error.delivery(), Delivery::Refused);
    assert_eq!(
        error.to_string(),
        "cancel_pickup_code refused with code 80002: 查不到对应记录"
    );
}

#[test]
fn unlisted_code_leaves_open_whether_codes_were_cancelled() {
    let mut provider = Provider::start();
    provider
        .mock_any("PUT")
        .with_body(r#"{"code":99999,"message":"x","data":{}}"#)
        .create();
    let client = provider.client();

    let one = client.cancel_pickup_code(&machine_no(), PickupCodeId(1));
    let all = client.cancel_all_pickup_codes(&machine_no());

    assert_eq!(one.unwrap_err().delivery(), Delivery::Unknown);
    assert_eq!(all.unwrap_err().delivery(), Delivery::Unknown);
}
