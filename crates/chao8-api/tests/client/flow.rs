use chao8_api::{Direction, Flow, FlowRecord};
use mockito::Matcher;
use openplat_sandbox::{Chao8, Numbers};

use crate::provider::{Provider, TOKEN};
use crate::sandbox::Rig;

#[test]
fn flow_query_is_the_documented_one() {
    for (direction, query) in [
        (Direction::This, "code=000100000001&direction=0"),
        (Direction::Below, "code=000100000001&direction=1"),
    ] {
        let mut provider = Provider::with_token();
        let mock = provider
            .mock("GET", "/trace/app/v1/open/info/flow/code")
            .match_query(Matcher::Exact(query.to_owned()))
            .match_header("authorization", TOKEN)
            .with_body(r#"{"code":200,"message":"","data":{"digits":[],"details":[]}}"#)
            .create();
        let flow = provider.client().flow("000100000001", direction).unwrap();
        mock.assert();
        assert_eq!(flow, Flow::default());
    }
}

#[test]
fn digital_codes_keep_their_zeros_and_every_digit() {
    let rig = Rig::new();
    for numbers in [Numbers::AsNumbers, Numbers::AsTexts] {
        rig.chao8().set_numbers(numbers);
        let flow = rig.client.flow(Chao8::BOX_CODE, Direction::This).unwrap();
        assert_eq!(flow.digits[0].code, "000100000001");
        assert_eq!(flow.digits[0].code1_quantity, 4);
        assert_eq!(flow.digits[0].level, 3);
        assert_eq!(flow.digits[0].product_no, "000042");
        assert_eq!(flow.details[0].receipt_code1_quantity, "4");
        assert_eq!(flow.details[0].receipt_id, "9100000000000000001");
        let flow = rig.client.flow(Chao8::LONG_CODE, Direction::This).unwrap();
        assert_eq!(flow.digits[0].code, "9007199254740993001");
    }
    // A code that is written as a number keeps its digits too.
    let body = r#"{"code":200,"data":{"digits":[{"code":9007199254740993001,"level":"1"}],"details":[{"receiptCode1Quantity":4}]}}"#;
    let provider = Provider::that_answers(body);
    let flow = provider.client().flow("1", Direction::This).unwrap();
    assert_eq!(flow.digits[0].code, "9007199254740993001");
    assert_eq!(flow.digits[0].level, 1);
    assert_eq!(flow.details[0].receipt_code1_quantity, "4");
}

#[test]
fn code_in_the_answer_may_be_another_one() {
    let rig = Rig::new();
    let flow = rig
        .client
        .flow(Chao8::RENAMED_CODE, Direction::This)
        .unwrap();
    assert_eq!(flow.digits[0].code, "091901069428");
    assert_eq!(flow.digits[0].level, 1);
}

#[test]
fn direction_below_lists_the_codes_below() {
    let rig = Rig::new();
    let flow = rig.client.flow(Chao8::BOX_CODE, Direction::Below).unwrap();
    assert_eq!(flow.digits.len(), 6);
    assert!(
        flow.digits
            .iter()
            .all(|digit| digit.code != Chao8::BOX_CODE)
    );
    assert_eq!(flow.digits[0].parent, Chao8::BOX_CODE);
}

#[test]
fn absent_fields_are_empty() {
    let rig = Rig::new();
    let flow = rig
        .client
        .flow(Chao8::SPARSE_CODE, Direction::This)
        .unwrap();
    assert_eq!(flow.digits[0].code, Chao8::SPARSE_CODE);
    assert_eq!(flow.digits[0].product_name, "");
    assert!(flow.details.is_empty());
    for data in ["null", "{}", r#"{"digits":null,"details":{}}"#] {
        let provider = Provider::that_answers(&format!(r#"{{"code":200,"data":{data}}}"#));
        let flow = provider.client().flow("1", Direction::This).unwrap();
        assert_eq!(flow, Flow::default(), "{data}");
    }
}

#[test]
fn every_documented_field_is_read() {
    let names = [
        "receiptId",
        "receiptNo",
        "receiptType",
        "receiptTypeName",
        "receiptSource",
        "receiptSourceName",
        "senderId",
        "senderCode",
        "senderName",
        "senderTypeId",
        "senderTypeName",
        "receiverId",
        "receiverCode",
        "receiverName",
        "receiverTypeId",
        "receiverTypeName",
        "completeTime",
        "receiptCode1Quantity",
    ];
    let record: serde_json::Map<_, _> = names
        .iter()
        .map(|name| ((*name).to_owned(), format!("v-{name}").into()))
        .collect();
    let read: FlowRecord = serde_json::from_value(record.clone().into()).unwrap();
    assert_eq!(
        serde_json::to_value(read).unwrap(),
        serde_json::Value::Object(record)
    );

    let digit = serde_json::json!({
        "code": "1", "parent": "2", "level": 3, "unit": "4", "productId": "5", "productNo": "6",
        "productName": "7", "productStandard": "8", "productModel": "9", "batchNo": "10",
        "code1Quantity": 11, "organizationNo": "12", "organizationName": "13",
    });
    let read: chao8_api::Digit = serde_json::from_value(digit.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), digit);
}

#[test]
fn unknown_code_has_no_flow() {
    let rig = Rig::new();
    assert_eq!(
        rig.client.flow("404", Direction::This).unwrap(),
        Flow::default()
    );
}
