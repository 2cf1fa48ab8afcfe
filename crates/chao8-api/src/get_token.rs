//! 获取 AccessToken: an access key and the digest of its secret for a token.

mod iso_duration;

use std::time::Duration;

use access_token::{Fetched, Lifetime, Verdict};
use provider_client::{Exchange, TokenRequest, token_text};
use provider_http::{Client as Http, DecodeError, from_json, lenient};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
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
    let answer = Answer {
        inside: first::<Data>(body)?.data,
        beside: first(body)?,
    };
    let token = match answer.field(|fields| &fields.access_token) {
        Some(token) => match serde_json::from_str::<String>(token.get()) {
            Ok(token) => token_text(FIELD, &token)?,
            Err(_) => return Err(DecodeError::new(FIELD, "expected an access token, a text")),
        },
        None => return Err(DecodeError::new(FIELD, "missing field `accessToken`")),
    };
    Ok(Fetched::new(token, answer.lifetime()))
}

/// Quirk: the document's table has the token's fields beside `data`, its example inside [doc].
struct Answer {
    inside: Fields,
    beside: Fields,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default, deserialize_with = "if_an_object")]
    data: Fields,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    access_token: Option<Box<RawValue>>,
    token_ttl: Option<Box<RawValue>>,
    token_ttl_seconds: Option<Box<RawValue>>,
}

/// The fields of the answer; what stands behind it, and what is odd in other fields, costs none.
fn first<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let mut documents = serde_json::Deserializer::from_slice(body).into_iter();
    match documents.next() {
        Some(Ok(fields)) => Ok(fields),
        _ => from_json(body),
    }
}

/// Without an object in `data` the fields stand beside it, or nowhere.
fn if_an_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(from_json(raw.get().as_bytes()).unwrap_or_default())
}

impl Answer {
    fn field(&self, of: impl Fn(&Fields) -> &Option<Box<RawValue>>) -> Option<&RawValue> {
        let both = [&self.inside, &self.beside].into_iter();
        both.filter_map(|fields| of(fields).as_deref())
            .find(|raw| raw.get() != "null")
    }

    /// The lifetime that the answer states: the smaller one of two, none that can be read of none.
    fn lifetime(&self) -> Lifetime {
        let text = |raw: Option<&RawValue>| {
            let text = lenient::text(raw?).ok()?;
            Some(text.trim().to_owned())
        };
        let seconds = text(self.field(|fields| &fields.token_ttl_seconds));
        let seconds = seconds.and_then(|text| whole_seconds(&text));
        let duration = text(self.field(|fields| &fields.token_ttl));
        let duration = duration.and_then(|text| iso_duration::parse(&text));
        match seconds.into_iter().chain(duration).min() {
            // Zero and less is no life, and not an unstated one.
            Some(lifetime) => Lifetime::from(Duration::try_from(lifetime).unwrap_or_default()),
            None => Lifetime::unstated(),
        }
    }
}

/// Seconds as a decimal number; a fraction is cut off.
fn whole_seconds(text: &str) -> Option<time::Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_fraction = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = whole.parse().ok().filter(|_| is_fraction)?;
    Some(time::Duration::seconds(seconds))
}
