//! The product list of 鼎商 vending machines (获取产品列表) written by hand: what someone has who
//! takes ureq, serde and md-5 and stops as soon as the call works.
//!
//! `vending-api` is measured against it. It signs, sends and decodes the same call into the same
//! fields, and keeps its connection; it has none of the rest: secrets are not wiped, no error says
//! whether the call took effect, numbers are read in the documented type only.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use serde::Deserialize;
use serde_json::value::RawValue;
use time::OffsetDateTime;
use ureq::Agent;

/// The largest answer that is read.
const MAX_BODY_BYTES: u64 = 16 * 1024 * 1024;

/// Calls one machine of one merchant.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    products_url: String,
    app_id: String,
    app_secret: String,
    signing_key: String,
    machine_no: String,
}

impl Client {
    /// A client; nothing is sent.
    pub fn new(
        base_url: &str,
        app_id: &str,
        app_secret: &str,
        signing_key: &str,
        machine_no: &str,
    ) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self {
            agent: config.into(),
            products_url: format!("{base_url}/api/openapi/v1/products"),
            app_id: app_id.to_owned(),
            app_secret: app_secret.to_owned(),
            signing_key: signing_key.to_owned(),
            machine_no: machine_no.to_owned(),
        }
    }

    /// One page of the products of the machine.
    pub fn products(&self, page: u32, size: u32) -> Result<Vec<Product>, Error> {
        let timestamp = OffsetDateTime::now_utc().unix_timestamp().to_string();
        let mut params = [
            ("machine_no", self.machine_no.clone()),
            ("page", page.to_string()),
            ("per_page", size.to_string()),
            ("timestamp", timestamp),
        ];
        let payload = payload(&mut params, &self.signing_key);
        let mut response = self
            .agent
            .post(&self.products_url)
            .header("Appid", &self.app_id)
            .header("AppSecret", &self.app_secret)
            .header("Content-Type", "application/json")
            .send(format!("{{\"payload\":\"{payload}\"}}"))?;
        let body = response.body_mut().with_config().limit(MAX_BODY_BYTES);
        let answer: Answer = serde_json::from_slice(&body.read_to_vec()?)?;
        if answer.code != 0 || answer.message != "ok" {
            return Err(Error::Refused {
                code: answer.code,
                message: answer.message,
            });
        }
        Ok(answer.data.unwrap_or_default().data)
    }
}

/// The parameters with their signature as JSON in base64.
fn payload(params: &mut [(&str, String)], key: &str) -> String {
    params.sort();
    let mut to_sign = String::new();
    let mut json = String::from("{");
    for (name, value) in params {
        to_sign += &format!("{name}={value}&");
        // No name and no value of these has anything to escape.
        json += &format!("\"{name}\":\"{value}\",");
    }
    to_sign += &format!("key={key}");
    let sign = hex::encode_upper(Md5::digest(to_sign));
    STANDARD.encode(format!("{json}\"sign\":\"{sign}\"}}"))
}

#[derive(Deserialize)]
struct Answer {
    code: i64,
    message: String,
    data: Option<Page>,
}

/// With no result the provider answers `[]`, which serde reads as a page of defaults.
#[derive(Default, Deserialize)]
struct Page {
    #[serde(default)]
    data: Vec<Product>,
}

/// A product in a channel of the machine; what the answer leaves out is 0 or empty.
#[derive(Clone, Debug, Deserialize)]
pub struct Product {
    pub id: u64,
    pub category: Option<Category>,
    pub good: Option<Good>,
    pub channel: Option<Channel>,
    #[serde(default)]
    pub current_inventory: i64,
    #[serde(default)]
    pub inventory: i64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Category {
    pub id: u64,
    pub title: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Good {
    pub name: String,
    pub description: String,
    pub thumb: String,
    pub price: String,
    pub original_price: String,
    pub content: String,
    pub good_no: String,
    pub media: Option<Box<RawValue>>,
    pub slug: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Channel {
    pub name: String,
    pub cabinet_name: String,
    pub code: String,
    pub x: String,
    pub y: String,
    pub addr: u32,
}

/// Why there are no products.
#[derive(Debug)]
pub enum Error {
    /// The exchange failed.
    Http(ureq::Error),
    /// The answer is not what the documents say.
    Answer(serde_json::Error),
    /// The provider refuses.
    Refused { code: i64, message: String },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(error) => error.fmt(f),
            Self::Answer(error) => error.fmt(f),
            Self::Refused { code, message } => write!(f, "refused with {code}: {message}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<ureq::Error> for Error {
    fn from(error: ureq::Error) -> Self {
        Self::Http(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Answer(error)
    }
}
