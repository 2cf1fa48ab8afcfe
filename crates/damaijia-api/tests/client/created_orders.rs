//! The answer to an order that was created and paid.

use damaijia_api::Acceptance;
use serde_json::Value;

use crate::provider::{Provider, order, parcel_id};
use crate::samples::{both_ways, decodes_without_optional_fields};

const ORDER_OK: &str = r#"{"data":{"order_id":5,"order_sn":"2021080512000000112345","consignees":[{"site_order_consignee_id":"1000111","forbidden_zone":"","msg_code":2000,"msg":"","consignee_id":7}]},"status":0}"#;
const PARCEL_BANNED: &str = r#"{"data":{"order_id":5,"order_sn":"2021080512000000112345","consignees":[{"site_order_consignee_id":"1000111","forbidden_zone":"浙江省/宁波市","msg_code":2001,"msg":"该地区已禁发","consignee_id":7}]},"status":0}"#;

#[test]
fn created_order_decodes() {
    for body in both_ways(ORDER_OK) {
        let client = Provider::that_answers(&body);
        let created = client.client().create_order(&order(1_000_111)).unwrap();
        assert_eq!(created.order_sn, "2021080512000000112345");
        assert_eq!(created.order_id, "5");
        assert_eq!(created.not_accepted().count(), 0);
        let parcel = created.parcels.iter().next().unwrap();
        assert_eq!(parcel.site_order_consignee_id, parcel_id(1_000_111));
        let Acceptance::Accepted {
            platform_parcel_id, ..
        } = &parcel.acceptance
        else {
            panic!("{parcel:?}");
        };
        assert_eq!(platform_parcel_id, "7");
    }
    let kept = ["/data", "/status", "/data/order_sn"];
    decodes_without_optional_fields(ORDER_OK, &kept, |client| {
        client.create_order(&order(1_000_111))
    });
}

/// The order is paid: whatever is odd beside its number, the number is there.
#[test]
fn odd_fields_of_a_created_order_do_not_cost_its_number() {
    for odd in [
        r#""consignees":[{"site_order_consignee_id":null,"msg_code":2000}]"#,
        r#""consignees":[{"msg_code":2000}]"#,
        r#""consignees":[7]"#,
        r#""consignees":"""#,
        r#""consignees":{"a":1}"#,
        r#""order_id":false"#,
        r#""order_id":{"a":1}"#,
    ] {
        let body = format!(r#"{{"status":0,"data":{{"order_sn":"2021080512",{odd}}}}}"#);
        let provider = Provider::that_answers(&body);
        let created = provider.client().create_order(&order(1_000_111));
        let created = created.unwrap();
        assert_eq!(created.order_sn, "2021080512", "{odd}");
        assert_eq!(created.parcels.iter().count(), 0, "{odd}");
    }
}

#[test]
fn number_of_an_order_keeps_every_digit_without_quotes() {
    let body = ORDER_OK.replace(r#""2021080512000000112345""#, "2021080512000000112345");
    let provider = Provider::that_answers(&body);
    let created = provider.client().create_order(&order(1_000_111)).unwrap();
    assert_eq!(created.order_sn, "2021080512000000112345");
}

#[test]
fn parcel_to_a_banned_address_stands_out_of_a_success() {
    for body in both_ways(PARCEL_BANNED) {
        let provider = Provider::that_answers(&body);
        let created = provider.client().create_order(&order(1_000_111)).unwrap();
        let refused: Vec<_> = created.not_accepted().collect();
        assert_eq!(refused.len(), 1);
        let Acceptance::AddressBanned { zone, message, .. } = &refused[0].acceptance else {
            panic!("{refused:?}");
        };
        assert_eq!((&**zone, &**message), ("浙江省/宁波市", "该地区已禁发"));
    }
}

#[test]
fn parcel_with_another_msg_code_or_none_is_not_accepted() {
    for code in [r#""msg_code":2002,"#, "", r#""msg_code":0,"#] {
        let body = ORDER_OK.replace(r#""msg_code":2000,"#, code);
        let provider = Provider::that_answers(&body);
        let created = provider.client().create_order(&order(1_000_111)).unwrap();
        assert_eq!(created.not_accepted().count(), 1, "{code}");
    }
}

#[test]
fn created_order_is_written_with_the_names_of_the_provider() {
    for sample in [ORDER_OK, PARCEL_BANNED] {
        let provider = Provider::that_answers(sample);
        let created = provider.client().create_order(&order(1_000_111)).unwrap();
        let written = serde_json::to_string(&created).unwrap();
        let read: Value = serde_json::from_str(&written).unwrap();
        let sent: Value = serde_json::from_str(sample).unwrap();
        for name in ["msg_code", "msg", "forbidden_zone"] {
            let place = format!("/consignees/0/{name}");
            assert_eq!(read.pointer(&place), sent["data"].pointer(&place));
        }
        let again: damaijia_api::CreatedOrder = serde_json::from_str(&written).unwrap();
        assert_eq!(again, created);
    }
}
