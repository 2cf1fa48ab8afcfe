//! A client of a few lines that signs by itself.

use md5::{Digest, Md5};
use openplat_sandbox::{Post30, Sandbox};
use serde_json::{Value, json};

use crate::caller::{Answered, send_with};

pub(crate) const ITEM_LIST: &str = "/Api/Product/ItemList";
pub(crate) const ITEM: &str = "/Api/Product/Item";
pub(crate) const ITEM_CLASS: &str = "/Api/Product/ItemClass";
pub(crate) const ITEM_ALISE_LIST: &str = "/Api/Product/ItemAliseList";
pub(crate) const CLOSE_BATCH: &str = "/api/bill/closebatch";
pub(crate) const COMBINE_PIC: &str = "/api/IDCard/CombinePic";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

type Pairs<'a> = [(&'a str, &'a str)];

impl Answered {
    /// The message of a refusal in the documented shape.
    pub(crate) fn refusal(&self) -> String {
        let answer = self.json();
        let message = answer["message"].as_str().expect("a message").to_owned();
        assert_eq!(
            (self.status, answer),
            (200, json!({ "success": 0, "message": message }))
        );
        message
    }

    /// A success in the documented shape.
    pub(crate) fn success(&self) -> Value {
        let answer = self.json();
        assert_eq!((self.status, &answer["success"]), (200, &json!(1)));
        answer
    }

    /// The values of a field of all rows.
    pub(crate) fn of_rows(&self, field: &str) -> Vec<String> {
        let answer = self.success();
        let rows = answer["rows"].as_array().expect("rows");
        rows.iter()
            .map(|row| row[field].as_str().expect("a text").to_owned())
            .collect()
    }
}

/// The string to sign of parameters without `sign` and `timer`, which must come in their order.
pub(crate) fn string_to_sign(parameters: &Pairs<'_>, timer: &str, key: &str) -> String {
    let parameters: String = parameters
        .iter()
        .map(|(name, value)| format!("{}{{$$}}{value}{{$$$}}", name.to_lowercase()))
        .collect();
    format!("{parameters}{timer}{{$$$$}}{key}")
}

/// The signature in UTF-8.
pub(crate) fn sign(parameters: &Pairs<'_>, timer: &str, key: &str) -> String {
    hex::encode(Md5::digest(string_to_sign(parameters, timer, key)))
}

/// Parameters as a form; everything but letters and digits is encoded.
pub(crate) fn form(parameters: &Pairs<'_>) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// A signed form with this `data`, and with a timer if there is one.
pub(crate) fn signed(data: &str, timer: Option<&str>) -> String {
    let mut parameters = vec![("data", data), ("external_company", Post30::ACCESS_KEY)];
    let sign = sign(&parameters, timer.unwrap_or_default(), Post30::SECRET_KEY);
    parameters.push(("sign", &sign));
    parameters.extend(timer.map(|timer| ("timer", timer)));
    form(&parameters)
}

/// Any body as a form.
pub(crate) fn post(sandbox: &Sandbox, path: &str, body: &str) -> Answered {
    let headers = [("Content-Type", FORM)];
    send_with(&sandbox.base_url(), "POST", path, &headers, body.as_bytes()).expect("an answer")
}

/// A signed call without a timer.
pub(crate) fn call(sandbox: &Sandbox, path: &str, data: &str) -> Answered {
    post(sandbox, path, &signed(data, None))
}

/// The message of the refusal of a signed call in a sandbox of its own.
pub(crate) fn refused(path: &str, data: &str) -> String {
    call(&Sandbox::start().unwrap(), path, data).refusal()
}

// Both were computed by the provider's own method with its published test pair.
#[test]
fn signature_of_these_tests_is_the_published_one() {
    let access_key = ("external_company", "52a5b692-081a-4a90-a62a-c0312735be9b");
    let key = "7f7af653-407e-4a02-98e3-94722b09bff2";
    let batch = [("data", "{batch_name:'AAAAAA'}"), access_key];
    assert_eq!(
        sign(&batch, "2016-01-25 22:00:44", key),
        "24653ea6ee4d600d9c257e0470db921a"
    );
    let list = [("data", r#"{"p":1,"pagesize":10}"#), access_key];
    assert_eq!(sign(&list, "", key), "306c5b18635a36a88a4e068f80bb6255");
}
