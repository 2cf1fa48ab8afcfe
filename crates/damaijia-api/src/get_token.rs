//! 获取token: the login.

use std::time::Duration;

use access_token::{Fetch, Fetched, Lifetime, Verdict};
use provider_http::{Class, Client as Http, lenient};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use signing::Secret;

use crate::Error;
use crate::credentials::is_header_value;
use crate::exchange::exchange;
use crate::wire::{Data, Endpoint};

/// One login.
pub(crate) struct GetToken {
    http: Http,
    timeout: Duration,
    /// No secret, but no message shows it: it is sent in a body of ours.
    app_id: Secret,
    app_secret: Secret,
}

/// Quirk: the table says 请求头 and int, every sample sends texts in the body [doc].
#[derive(Serialize)]
struct Body<'a> {
    app_id: &'a str,
    app_secret: &'a str,
}

#[derive(Deserialize)]
struct LoggedIn {
    #[serde(deserialize_with = "token")]
    access_token: Secret,
}

impl GetToken {
    pub(crate) fn new(http: Http, timeout: Duration, app_id: String, app_secret: Secret) -> Self {
        Self {
            http,
            timeout,
            app_id: Secret::from(app_id),
            app_secret,
        }
    }
}

impl Fetch for GetToken {
    type Error = Error;

    fn fetch(&self) -> Result<Fetched, Error> {
        let endpoint = Endpoint::LOGIN;
        let body = Body {
            app_id: self.app_id.expose(),
            app_secret: self.app_secret.expose(),
        };
        let request = endpoint.with_body(&body).timeout(self.timeout);
        let secrets = [&self.app_id, &self.app_secret];
        let Data::<LoggedIn> { data } = exchange(&self.http, endpoint, request, &secrets)?;
        Ok(Fetched::new(data.access_token, Lifetime::unstated()))
    }

    fn verdict(&self, error: &Error) -> Verdict {
        match error.class() {
            Some(Class::RateLimit | Class::DailyLimit) => Verdict::RateLimited,
            Some(Class::Auth | Class::InvalidRequest | Class::NotFound) => Verdict::Lasting,
            _ if error.is_transient() => Verdict::Transient,
            _ if matches!(error, Error::Invalid(_)) => Verdict::Lasting,
            _ => Verdict::Unknown,
        }
    }
}

/// An opaque text of any length [doc], as long as it can stand in a header: another one would
/// make every call fail in a way that nobody understands.
fn token<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    let text = lenient::text(deserializer)?;
    if !text.is_empty() && is_header_value(&text) {
        return Ok(Secret::from(text));
    }
    Err(D::Error::custom("expected a token of printable ASCII"))
}
