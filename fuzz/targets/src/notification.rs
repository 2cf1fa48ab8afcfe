use damaijia_api::UnverifiedNotification;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::edits::{Words, edited};
use crate::node::{Node, quoted};
use crate::promises;

const FIELDS: &[&str] = &[
    "site_order_consignee_id",
    "status",
    "express_no",
    "cancel_reason",
    "payment_sn",
    "user_id",
];

const SAMPLE: &str = r#"{"site_order_consignee_id":"1000111","status":"c","express_no":"880001","cancel_reason":"原因","payment_sn":"2021080512000000112345","user_id":1}"#;

/// A notification of damaijia, JSON or a form: the first byte says whether the others are steps
/// that change a real one, or are one themselves.
pub fn notification(input: &[u8]) {
    let Some((kind, rest)) = input.split_first() else {
        return;
    };
    let words = Words {
        fields: FIELDS,
        values: &["\"s\"", "\"p\"", "\"t\"", "\"c\""],
        sent: vec!["CANARY"],
        codes: Vec::new(),
        code_field: "",
    };
    let body = match kind % 2 {
        0 => edited(Node::parse(SAMPLE.as_bytes()).unwrap(), rest, &words),
        _ => rest.to_vec(),
    };
    let claim = match UnverifiedNotification::parse(&body) {
        Ok(claim) => claim,
        Err(error) => return promises::check_error(&error, &["CANARY"]),
    };
    let shown = format!("{claim:?}");
    for person in [claim.claimed_cancel_reason(), claim.claimed_express_no()] {
        // Shorter texts are in everything.
        if person.len() > 20 {
            let of_another = [
                claim.claimed_parcel_id().as_str(),
                claim.claimed_status().as_str(),
            ];
            let is_there = of_another.iter().any(|text| text.contains(person));
            assert!(
                is_there || !shown.contains(person),
                "{person} is in {shown}"
            );
        }
    }
    // The same claim reads alike however it is written.
    let fields = [
        claim.claimed_parcel_id().as_str(),
        claim.claimed_status().as_str(),
        claim.claimed_express_no(),
        claim.claimed_cancel_reason(),
        claim.claimed_payment_sn(),
    ];
    let fields = FIELDS.iter().zip(fields);
    let json: Vec<String> = fields
        .clone()
        .map(|(name, text)| format!("{}:{}", quoted(name), quoted(text)))
        .collect();
    let json = format!("{{{}}}", json.join(","));
    let form: Vec<String> = fields
        .map(|(name, text)| format!("{name}={}", utf8_percent_encode(text, NON_ALPHANUMERIC)))
        .collect();
    for written in [json, form.join("&")] {
        let again = UnverifiedNotification::parse(written.as_bytes());
        assert_eq!(again.as_ref(), Ok(&claim), "{written}");
    }
}
