//! A client of a few lines that signs by itself.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use openplat_sandbox::{Sandbox, Vending};
use serde_json::{Map, Value};

/// A time in Unix seconds that the sandbox takes.
pub(crate) const TIMESTAMP: &str = "1714185061";

/// What came back.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) text: String,
}

impl Answered {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("an answer in JSON")
    }

    pub(crate) fn code(&self) -> i64 {
        self.json()["code"].as_i64().expect("an answer with a code")
    }

    /// The data of a success.
    pub(crate) fn data(&self) -> Value {
        let mut answer = self.json();
        assert_eq!(
            (self.status, &answer["code"], &answer["message"]),
            (200, &Value::from(0), &Value::from("ok")),
        );
        answer["data"].take()
    }
}

/// The signature of parameters, written from the description: empty values and `sign` left out,
/// sorted, the key at the end, MD5 in upper case.
pub(crate) fn sign(parameters: &[(&str, &str)], key: &str) -> String {
    let mut kept: Vec<String> = parameters
        .iter()
        .filter(|(name, value)| *name != "sign" && !value.is_empty())
        .map(|(name, value)| format!("{name}={value}&"))
        .collect();
    kept.sort();
    hex::encode_upper(Md5::digest(format!("{}key={key}", kept.concat())))
}

/// A body around any bytes.
pub(crate) fn wrap(json: &[u8]) -> Vec<u8> {
    format!(r#"{{"payload":"{}"}}"#, STANDARD.encode(json)).into_bytes()
}

/// A signed body with a timestamp.
pub(crate) fn signed(parameters: &[(&str, &str)]) -> Vec<u8> {
    let mut parameters = parameters.to_vec();
    parameters.push(("timestamp", TIMESTAMP));
    signed_as_is(&parameters)
}

/// A signed body of exactly these parameters.
pub(crate) fn signed_as_is(parameters: &[(&str, &str)]) -> Vec<u8> {
    let sign = sign(parameters, Vending::SIGN_KEY);
    let mut object: Map<String, Value> = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect();
    object.insert("sign".to_owned(), Value::from(sign));
    wrap(Value::Object(object).to_string().as_bytes())
}

/// A signed call with the right headers.
pub(crate) fn call(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    parameters: &[(&str, &str)],
) -> Answered {
    send(sandbox, method, path, &signed(parameters))
}

/// Any body with the right headers.
pub(crate) fn send(sandbox: &Sandbox, method: &str, path: &str, body: &[u8]) -> Answered {
    let headers = [
        ("Appid", Vending::APP_ID),
        ("AppSecret", Vending::APP_SECRET),
    ];
    send_with(&sandbox.base_url(), method, path, &headers, body).expect("an answer")
}

/// Any request to any server, on a connection of its own.
pub(crate) fn send_with(
    base_url: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Answered, ureq::Error> {
    exchange(&agent(), base_url, method, path, headers, body)
}

/// A client that keeps its connections.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

/// Any request to any server through a client.
pub(crate) fn exchange(
    agent: &ureq::Agent,
    base_url: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Answered, ureq::Error> {
    let mut request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{base_url}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).expect("a request");
    let mut response = agent.run(
        agent
            .configure_request(request)
            .allow_non_standard_methods(true)
            .build(),
    )?;
    let content_type = response
        .headers()
        .get("content-type")
        .map(|value| value.to_str().expect("a header in ASCII").to_owned())
        .unwrap_or_default();
    Ok(Answered {
        status: response.status().as_u16(),
        content_type,
        text: response.body_mut().read_to_string()?,
    })
}

#[test]
fn signature_of_these_tests_is_the_published_one() {
    let parameters = [
        ("timestamp", "1713255411"),
        ("category_id", "1"),
        ("machine_no", "8668380625375492"),
        ("page", "1"),
        ("per_page", "10"),
    ];
    assert_eq!(sign(&parameters, "kva"), "219C16BDF42D3668FF5B85A30FE97F54");
}
