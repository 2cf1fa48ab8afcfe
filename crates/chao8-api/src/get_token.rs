//! 获取 AccessToken: an access key and the digest of its secret for a token.

mod iso_duration;

use std::time::Duration;

use access_token::{Fetched, Lifetime, Verdict};
use provider_client::{Exchange, TokenRequest, token_text};
use provider_http::{Client as Http, DecodeError, from_json};
use serde::Serialize;
use serde_json::Value;
use signing::{Secret, secret_digest};

use crate::provider::Chao8;
use crate::wire::GET_TOKEN;
use crate::{Code, Credentials, Error};

/// One token request.
pub(crate) struct GetToken {
    http: Http,
    timeout: Duration,
    access_key: Secret,
    secret: Secret,
    digest: Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    access_key: &'a str,
    secret_key_sign: &'a str,
}

impl GetToken {
    pub(crate) fn new(http: Http, timeout: Duration, credentials: Credentials) -> Self {
        // Quirk: nothing but the secret enters the digest, and lower case is required [doc].
        let digest = secret_digest::digest(&credentials.secret);
        Self {
            http,
            timeout,
            access_key: Secret::from(credentials.access_key),
            secret: credentials.secret,
            digest,
        }
    }

    /// What no message may show: the digest is as good as the secret, and the access key is a
    /// part of every token request.
    pub(crate) fn secrets(&self) -> [&Secret; 3] {
        [&self.secret, &self.digest, &self.access_key]
    }
}

impl TokenRequest for GetToken {
    type Code = Code;

    fn request(&self) -> Result<Fetched, Error> {
        let body = Body {
            access_key: self.access_key.expose(),
            secret_key_sign: self.digest.expose(),
        };
        // Two texts always serialise.
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let request = GET_TOKEN.request("").json(body).timeout(self.timeout);
        let secrets = self.secrets();
        Exchange::<Chao8>::new(&self.http, &GET_TOKEN, &secrets).body(request, fetched)
    }

    fn verdict(&self, error: &Error) -> Option<Verdict> {
        // The code of an unknown error asks for one later try [inferred].
        (error.code() == Some(Code::UNKNOWN_ERROR)).then_some(Verdict::Transient)
    }
}

/// Quirk: code 200 alone is no proof, a token must be there [docs+].
fn fetched(body: &[u8]) -> Result<Fetched, DecodeError> {
    const FIELD: &str = "data.accessToken";
    let answer: Value = from_json(body)?;
    let token = match field(&answer, "accessToken") {
        Some(Value::String(token)) => token_text(FIELD, token)?,
        Some(_) => return Err(DecodeError::new(FIELD, "expected an access token, a text")),
        None => return Err(DecodeError::new(FIELD, "missing field `accessToken`")),
    };
    Ok(Fetched::new(token, lifetime(&answer)))
}

/// Quirk: the document's table has the token's fields beside `data`, its example inside [doc].
fn field<'a>(answer: &'a Value, name: &str) -> Option<&'a Value> {
    [&answer["data"][name], &answer[name]]
        .into_iter()
        .find(|value| !value.is_null())
}

/// The lifetime that the answer states: the smaller one of two, none that can be read of none.
fn lifetime(answer: &Value) -> Lifetime {
    let text = |name| match field(answer, name)? {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    let seconds = text("tokenTtlSeconds").and_then(|text| whole_seconds(&text));
    let duration = text("tokenTtl").and_then(|text| iso_duration::parse(&text));
    match seconds.into_iter().chain(duration).min() {
        // Zero and less is no life, and not an unstated one.
        Some(lifetime) => Lifetime::from(Duration::try_from(lifetime).unwrap_or_default()),
        None => Lifetime::unstated(),
    }
}

/// Seconds as a decimal number; a fraction is cut off.
fn whole_seconds(text: &str) -> Option<time::Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_fraction = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = whole.parse().ok().filter(|_| is_fraction)?;
    Some(time::Duration::seconds(seconds))
}
