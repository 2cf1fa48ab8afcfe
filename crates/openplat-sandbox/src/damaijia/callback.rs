//! 回调: the notification of a parcel. Nothing in it is signed [observed].

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use serde::Serialize;
use serde_json::{Map, Value};

use super::contact::Contact;
use super::order_book::StoredParcel;
use crate::form;

/// The body in JSON.
pub(super) fn json(parcel: &StoredParcel) -> Option<String> {
    serde_json::to_string(&Notification::of(parcel)).ok()
}

/// The body as a form, without the fields that are `null`.
pub(super) fn form(parcel: &StoredParcel) -> Option<String> {
    let Ok(Value::Object(fields)) = serde_json::to_value(Notification::of(parcel)) else {
        return None;
    };
    Some(encode(&fields))
}

fn encode(fields: &Map<String, Value>) -> String {
    let pairs = fields.iter().filter_map(|(name, value)| {
        let text = match value {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(format!("{name}={}", form::encode(&text, ENCODED)))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// What `application/x-www-form-urlencoded` encodes.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// Quirk: neither the courier nor the order number is in it [observed].
#[derive(Serialize)]
struct Notification<'a> {
    site_order_consignee_id: &'a str,
    status: &'a str,
    #[serde(flatten)]
    contact: Contact<'a>,
    express_no: &'a str,
    payment_sn: u64,
    user_id: u32,
    cancel_reason: Option<&'a str>,
    additional: Option<&'a str>,
}

impl<'a> Notification<'a> {
    fn of(parcel: &'a StoredParcel) -> Self {
        Self {
            site_order_consignee_id: &parcel.site_order_consignee_id,
            status: parcel.status.letter(),
            contact: Contact::of(parcel),
            express_no: &parcel.express_no,
            payment_sn: parcel.payment_sn,
            user_id: 1,
            cancel_reason: parcel.cancel_reason.as_deref(),
            additional: None,
        }
    }
}
