use std::fmt;
use std::time::Duration;

use provider_client::{Endpoint, Exchange};
use provider_http::{Client as Http, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signing::{Secret, Signature};

use crate::data::data;
use crate::hosts::Hosts;
use crate::payload::signed;
use crate::provider::Post30;
use crate::timer::timer;
use crate::{Credentials, Error, Settings};

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
        let signed = self.sign(&[("data", &data)], self.settings.lifetime)?;
        self.exchange(self.hosts.base(), endpoint, signed, |exchange, request| {
            exchange.data(request)
        })
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

    /// Sends signed parameters; neither keys nor signature are shown by any message.
    pub(crate) fn exchange<T>(
        &self,
        http: &Http,
        endpoint: &Endpoint,
        (payload, sign): (String, Signature),
        send: impl FnOnce(&Exchange<'_, Post30>, Request) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let access_key = Secret::from(self.credentials.access_key.as_str());
        let sign = Secret::from(sign.as_str());
        let secrets = [&self.credentials.secret_key, &access_key, &sign];
        let request = endpoint.request("").form(payload);
        send(&Exchange::new(http, endpoint, &secrets), request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.hosts)
            .finish_non_exhaustive()
    }
}
