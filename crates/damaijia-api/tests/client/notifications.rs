use damaijia_api::{ParcelStatus, UnverifiedNotification};
use openplat_sandbox::{Damaijia, Sandbox};

use crate::provider::{key_client, order, parcel_id};

#[test]
fn notification_of_the_provider_reads_alike_in_json_and_as_a_form() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.create_order(&order(1)).unwrap();
    sandbox.damaijia().ship("1");
    let json = sandbox.damaijia().callback_json("1").unwrap();
    let form = sandbox.damaijia().callback_form("1").unwrap();
    let notification = UnverifiedNotification::parse(json.as_bytes()).unwrap();
    let from_form = UnverifiedNotification::parse(form.as_bytes()).unwrap();
    assert_eq!(notification, from_form);
    assert_eq!(*notification.claimed_parcel_id(), parcel_id(1));
    assert_eq!(*notification.claimed_status(), ParcelStatus::Sent);
    assert!(notification.claimed_express_no().starts_with("88"));
    assert!(!notification.claimed_payment_sn().is_empty());
}

#[test]
fn reason_of_a_cancellation_is_decoded_from_a_form() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let mut to = crate::provider::recipient();
    to.mobile = Damaijia::BLOCKED_MOBILE.into();
    let product = damaijia_api::ProductId(Damaijia::PRODUCT);
    let order = crate::provider::order_to(1, product, to);
    client.create_order(&order).unwrap();
    assert_eq!(sandbox.damaijia().cancel_unsendable(), 1);
    let reason = sandbox.damaijia().orders()[0].parcels[0]
        .cancel_reason
        .clone();
    let form = sandbox.damaijia().callback_form("1").unwrap();
    let notification = UnverifiedNotification::parse(form.as_bytes()).unwrap();
    assert_eq!(
        notification.claimed_cancel_reason(),
        reason.as_deref().unwrap()
    );
    assert_eq!(*notification.claimed_status(), ParcelStatus::Cancelled);
}

#[test]
fn forged_claim_is_corrected_by_the_read_that_confirms_it() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    client.create_order(&order(1)).unwrap();
    let forged = br#"{"site_order_consignee_id":"1","status":"c","express_no":"666"}"#;
    let notification = UnverifiedNotification::parse(forged).unwrap();
    let parcels = client.confirm(&notification).unwrap();
    assert_eq!(parcels.len(), 1);
    assert_eq!(parcels[0].status, ParcelStatus::Unsent);
    assert_eq!(parcels[0].waybill(), None);
}

#[test]
fn notification_of_no_parcel_of_ours_is_confirmed_by_nothing() {
    let sandbox = Sandbox::start().unwrap();
    let client = key_client(&sandbox);
    let forged = br#"{"site_order_consignee_id":"x' OR 1","status":"s"}"#;
    let notification = UnverifiedNotification::parse(forged).unwrap();
    assert!(client.confirm(&notification).unwrap().is_empty());
}

#[test]
fn form_is_decoded_with_plus_escapes_and_missing_values() {
    let body = b" site_order_consignee_id=5&cancel_reason=%E6%97%A0+%2B%20x&express_no&=&status=p ";
    let notification = UnverifiedNotification::parse(body).unwrap();
    assert_eq!(notification.claimed_cancel_reason(), "无 + x");
    assert_eq!(notification.claimed_express_no(), "");
    assert_eq!(*notification.claimed_status(), ParcelStatus::Unsent);
}

#[test]
fn body_that_names_no_parcel_is_an_error_that_shows_nothing_of_it() {
    for body in [
        "",
        "{}",
        "[]",
        "canary",
        "{\"canary\":1}",
        r#"{"site_order_consignee_id":{"canary":1}}"#,
        r#"{"site_order_consignee_id":"","mobile":"canary"}"#,
        "site_order_consignee_id=&mobile=canary",
        r#"{"site_order_consignee_id":null,"mobile":"canary"}"#,
        r#"{"site_order_consignee_id":"1","status":"canary"#,
        "mobile=canary&consignee=%ff%fe",
    ] {
        let error = UnverifiedNotification::parse(body.as_bytes()).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains("canary"), "{body}: {text}");
    }
}

#[test]
fn debug_shows_no_more_than_parcel_and_state() {
    let body = br#"{"site_order_consignee_id":"1","status":"s","express_no":"canary","cancel_reason":"canary","consignee":"canary"}"#;
    let notification = UnverifiedNotification::parse(body).unwrap();
    let text = format!("{notification:?}");
    assert!(text.contains("\"1\"") && !text.contains("canary"), "{text}");
}
