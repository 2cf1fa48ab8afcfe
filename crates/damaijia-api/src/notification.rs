//! The notification of a parcel (回调), which nobody signs.

use std::fmt;

use percent_encoding::percent_decode_str;
use provider_http::{DecodeError, from_json, lenient};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Client, Error, ParcelState, ParcelStatus, SiteParcelId};

/// What somebody says of a parcel: **nothing in it is authenticated**.
///
/// The provider posts one to the `notify_url` of the account when a parcel is cancelled, handed
/// to the warehouse or gets its waybill number. It carries no signature, so anybody who knows
/// the address can send one. Take it as a hint to look, and act on what
/// [`Client::confirm`] reads; the claims are here for logs and for people. Expect notifications
/// twice, in another order, or never.
///
/// Answer the request with [`ANSWER`](Self::ANSWER), also when the claim is wrong; otherwise it
/// is sent again, 3 times in all. Limit the size of the body that you read.
///
/// All \[observed\]; no page of the provider describes it.
///
/// ```no_run
/// use damaijia_api::{Client, UnverifiedNotification};
///
/// fn receive(client: &Client, body: &[u8]) -> Result<&'static str, Box<dyn std::error::Error>> {
///     let notification = UnverifiedNotification::parse(body)?;
///     for parcel in client.confirm(&notification)? {
///         println!("{} is {}", parcel.site_order_consignee_id, parcel.status);
///     }
///     Ok(UnverifiedNotification::ANSWER)
/// }
/// ```
#[doc(alias = "回调")]
#[doc(alias = "notify_url")]
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct UnverifiedNotification {
    #[serde(deserialize_with = "SiteParcelId::as_it_came")]
    site_order_consignee_id: SiteParcelId,
    #[serde(default)]
    status: ParcelStatus,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    express_no: String,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    cancel_reason: String,
    #[serde(default, deserialize_with = "lenient::text_or_empty")]
    payment_sn: String,
}

impl UnverifiedNotification {
    /// The body of the answer to the provider; its content type is `application/json`.
    pub const ANSWER: &'static str = r#"{"code":0}"#;

    /// Reads the body of a notification, JSON or a form: which of the two is not known, so both
    /// are taken, whatever the content type says.
    ///
    /// The recipient, `user_id` and `additional` are not kept.
    ///
    /// # Errors
    ///
    /// When it is neither, or names no parcel.
    pub fn parse(body: &[u8]) -> Result<Self, DecodeError> {
        let is_json = body.trim_ascii_start().starts_with(b"{");
        if is_json {
            return from_json(body);
        }
        let fields = Value::Object(form_fields(&String::from_utf8_lossy(body)));
        from_json(fields.to_string().as_bytes())
    }

    /// The parcel that it claims to be about, by the caller's parcel id.
    pub fn claimed_parcel_id(&self) -> &SiteParcelId {
        &self.site_order_consignee_id
    }

    /// The state that it claims.
    pub fn claimed_status(&self) -> &ParcelStatus {
        &self.status
    }

    /// The waybill number that it claims, empty when it claims none.
    pub fn claimed_express_no(&self) -> &str {
        &self.express_no
    }

    /// The reason of a cancellation that it claims, empty when it claims none.
    pub fn claimed_cancel_reason(&self) -> &str {
        &self.cancel_reason
    }

    /// The number of a balance entry that it claims, empty when it claims none.
    pub fn claimed_payment_sn(&self) -> &str {
        &self.payment_sn
    }
}

impl Client {
    /// Reads from the provider what a notification is about: the parcels under its id.
    ///
    /// Nothing of the notification but the parcel id is used. Empty when the provider knows no
    /// such parcel of this account: the notification is wrong. Two when the id was used twice.
    ///
    /// # Errors
    ///
    /// As [`parcel_states`](Client::parcel_states).
    pub fn confirm(
        &self,
        notification: &UnverifiedNotification,
    ) -> Result<Vec<ParcelState>, Error> {
        let id = &notification.site_order_consignee_id;
        self.parcel_states(std::slice::from_ref(id))
    }
}

impl fmt::Debug for UnverifiedNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnverifiedNotification")
            .field("claimed_parcel_id", &self.site_order_consignee_id)
            .field("claimed_status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The fields of a form; of a field that occurs twice the last one.
fn form_fields(body: &str) -> Map<String, Value> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = body.trim().split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), Value::String(decode(value)))
        })
        .collect()
}
