use std::fmt;
use std::time::Duration;

use provider_http::{Client as Http, Method, Note, Reply, Request, UnexpectedAnswer, from_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signing::{Secret, Signature, redact};

use crate::data::data;
use crate::error::Refusal;
use crate::hosts::Hosts;
use crate::payload::signed;
use crate::timer::timer;
use crate::wire::{Effect, Endpoint, Envelope};
use crate::{Code, Credentials, Delivery, Error, Settings};

/// Calls the open API of 30post; cheap to clone, shared by threads.
///
/// Every method makes one HTTP exchange and repeats nothing.
#[derive(Clone)]
pub struct Client {
    pub(crate) hosts: Hosts,
    credentials: Credentials,
    pub(crate) settings: Settings,
}

impl Client {
    /// A client for one pair of keys at one base URL. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a credential is empty or not printable ASCII, when both are the
    /// same, and when a setting breaks its rule: the documented hosts are plain http, which
    /// [`Transport::allow_plain_http`](crate::Transport::allow_plain_http) has to allow.
    pub fn new(credentials: Credentials, settings: Settings) -> Result<Self, Error> {
        credentials.check()?;
        settings.check()?;
        let hosts = Hosts::new(&settings)?;
        Ok(Self {
            hosts,
            credentials,
            settings,
        })
    }

    /// The same client with another deadline for its exchanges; connections are shared.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.hosts = self.hosts.with_timeout(timeout);
        client
    }

    /// Signs `data`, sends it, and reads `T` from the answer of a success.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        fields: &impl Serialize,
    ) -> Result<T, Error> {
        let data = data(fields, self.settings.data_text)?;
        let (payload, sign) = self.sign(&[("data", &data)], self.settings.lifetime)?;
        self.exchange(self.hosts.base(), endpoint, payload, sign)
    }

    /// The signed parameters, with an expiry when there is a lifetime.
    pub(crate) fn sign(
        &self,
        params: &[(&str, &str)],
        lifetime: Option<Duration>,
    ) -> Result<(String, Signature), Error> {
        let now = self.hosts.base().now();
        let timer = lifetime
            .map(|lifetime| timer(now, lifetime, self.settings.zone))
            .transpose()?;
        let charset = self.settings.digest_charset;
        Ok(signed(
            params,
            timer.as_deref(),
            &self.credentials,
            charset,
        )?)
    }

    pub(crate) fn exchange<T: DeserializeOwned>(
        &self,
        http: &Http,
        endpoint: &Endpoint,
        payload: String,
        sign: Signature,
    ) -> Result<T, Error> {
        http.call(request(endpoint, payload), |reply, note| {
            let envelope = envelope(endpoint, reply, note)?;
            if envelope.code == Code::OK {
                return from_json(reply.body()).map_err(|problem| {
                    // The answer says that it was done; only what it brought is unreadable.
                    UnexpectedAnswer::new(endpoint.call, reply, problem).into()
                });
            }
            Err(self.refused(endpoint, reply, &envelope, sign))
        })
    }

    fn refused(
        &self,
        endpoint: &Endpoint,
        reply: &Reply,
        envelope: &Envelope,
        sign: Signature,
    ) -> Error {
        let access_key = Secret::from(self.credentials.access_key.as_str());
        let sign = Secret::from(sign.as_str());
        let secrets = [&self.credentials.secret_key, &access_key, &sign];
        Error::Refused(Box::new(Refusal {
            call: endpoint.call,
            code: envelope.code,
            message: redact(&envelope.message, &secrets),
            http_status: reply.status(),
            delivery: match endpoint.effect {
                Effect::Writes if envelope.leaves_open(reply.status()) => Delivery::Unknown,
                _ => Delivery::Refused,
            },
            retry_in: reply.retry_after(),
        }))
    }
}

/// Quirk: no page gives a method for the product calls; the C# sample posts a form [doc].
pub(crate) fn request(endpoint: &Endpoint, payload: String) -> Request {
    Request::new(endpoint.call, Method::Post, endpoint.path.as_str()).form(payload)
}

fn envelope(endpoint: &Endpoint, reply: &Reply, note: &mut Note) -> Result<Envelope, Error> {
    // The HTTP status of refusals is not documented: the body decides, whatever it is.
    let envelope: Envelope = from_json(reply.body())
        .map_err(|problem| UnexpectedAnswer::new(endpoint.call, reply, problem))?;
    note.provider_code = Some(envelope.code.0);
    Ok(envelope)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.hosts)
            .finish_non_exhaustive()
    }
}
