//! 获取 AccessToken: an access key and the digest of its secret for a token.

mod iso_duration;

use std::time::Duration;

use access_token::{Fetch, Fetched, Lifetime, Verdict};
use provider_http::{
    Class, Client as Http, Method, Note, Reply, Request, UnexpectedAnswer, from_json,
};
use serde::Serialize;
use serde_json::Value;
use signing::{Secret, secret_digest};

use crate::error::Refusal;
use crate::wire::{Effect, Envelope};
use crate::{Code, Credentials, Error};

/// The name of a token request in errors, in the log and for the observation hook.
pub(crate) const CALL: &str = "get_token";

const PATH: &str = "/cncop/ca/v1/applications/get-token";

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

    fn read(&self, reply: &Reply, note: &mut Note) -> Result<Fetched, Error> {
        let envelope: Envelope = from_json(reply.body())
            .map_err(|problem| UnexpectedAnswer::new(CALL, reply, problem))?;
        let code = envelope.code();
        let answer: Value = match code {
            Code::OK => from_json(reply.body())
                .map_err(|problem| UnexpectedAnswer::new(CALL, reply, problem))?,
            _ => Value::Null,
        };
        let token = field(&answer, "accessToken").and_then(Value::as_str);
        // What is no header value would make every call fail in a way that nobody understands.
        let sendable = |token: &&str| {
            !token.is_empty() && token.bytes().all(|byte| matches!(byte, b'!'..=b'~'))
        };
        let token = token.filter(sendable).map(Secret::from);
        let refusal = Refusal::new(
            (CALL, Effect::Reads),
            reply,
            envelope,
            None,
            &self.secrets(),
        );
        note.provider_code = Some(code.0);
        note.trace_id.clone_from(&refusal.trace_id);
        match token {
            Some(token) => Ok(Fetched::new(token, lifetime(&answer))),
            // Quirk: code 200 alone is no proof, a token must be there [docs+].
            None => Err(Error::Refused(Box::new(refusal))),
        }
    }
}

impl Fetch for GetToken {
    type Error = Error;

    fn fetch(&self) -> Result<Fetched, Error> {
        let body = Body {
            access_key: self.access_key.expose(),
            secret_key_sign: self.digest.expose(),
        };
        // Two texts always serialise.
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let request = Request::new(CALL, Method::Post, PATH)
            .json(body)
            .timeout(self.timeout);
        self.http
            .call(request, |reply, note| self.read(reply, note))
    }

    fn verdict(&self, error: &Error) -> Verdict {
        match error.class() {
            Some(Class::RateLimit) => Verdict::RateLimited,
            Some(Class::Auth | Class::InvalidRequest) => Verdict::Lasting,
            // The code of an unknown error asks for one later try [inferred].
            _ if error.is_transient() || error.code() == Some(Code::UNKNOWN_ERROR) => {
                Verdict::Transient
            }
            _ if matches!(error, Error::Invalid(_)) => Verdict::Lasting,
            _ => Verdict::Unknown,
        }
    }
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
