use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use provider_client::{Endpoint, Exchange, Provider};
use provider_http::{Client as Http, Request};
use serde::de::DeserializeOwned;

use crate::payload::{Value, signed};
use crate::provider::{Vending, other_reading};
use crate::wire::{PING, PREFIX, Params};
use crate::{Credentials, Encoding, Error, Settings};

/// Calls the open API of 鼎商 vending machines; cheap to clone, shared by threads.
///
/// Every method makes one HTTP exchange and repeats nothing.
#[derive(Clone)]
pub struct Client {
    http: Http,
    credentials: Arc<Credentials>,
    signed_encoding: Encoding,
}

impl Client {
    /// A client for one merchant at one base URL. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a credential is empty or cannot be sent or signed with, when the
    /// signing key is the AppSecret, and when a setting breaks its rule.
    pub fn new(credentials: Credentials, settings: Settings) -> Result<Self, Error> {
        credentials.check()?;
        Ok(Self {
            http: Http::new(settings.transport.provider(Vending::NAME))?,
            credentials: Arc::new(credentials),
            signed_encoding: settings.signed_encoding,
        })
    }

    /// The same client with another deadline for its exchanges; connections are shared.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.http = self.http.with_timeout(timeout);
        client
    }

    /// Asks whether the service is there and accepts `Appid` and `AppSecret`.
    ///
    /// It is not signed, so it cannot tell whether the signing key is right.
    ///
    /// Source: `ping` \[docs+\].
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with [`Code::APP_SECRET_INVALID`](crate::Code::APP_SECRET_INVALID) (10013) or
    /// [`Code::APP_ID_INVALID`](crate::Code::APP_ID_INVALID)
    /// (10014) when the credentials are not accepted; [`Error::Answer`] when something other than
    /// the open API answers.
    pub fn ping(&self) -> Result<(), Error> {
        // Quirk: ping has an empty body, not an empty payload [docs+].
        let request = self.request(&PING);
        let secrets = [&self.credentials.signing_key];
        Exchange::<Vending>::new(&self.http, &PING, &secrets).done(request)
    }

    /// Signs the parameters, sends them, and reads `T` from the data of a success.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        params: Params,
    ) -> Result<T, Error> {
        self.signed(endpoint, params, |exchange, request| exchange.data(request))
    }

    /// Signs the parameters and sends them, for a call whose data are nothing to read.
    pub(crate) fn done(&self, endpoint: &Endpoint, params: Params) -> Result<(), Error> {
        self.signed(endpoint, params, |exchange, request| exchange.done(request))
    }

    fn signed<T>(
        &self,
        endpoint: &Endpoint,
        mut params: Params,
        send: impl FnOnce(&Exchange<'_, Vending>, Request) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let timestamp = self.http.now().unix_timestamp();
        params.push(("timestamp", timestamp.to_string()));
        let encoded_differently = params.iter().find_map(|(name, value)| {
            // Only such values are signed differently by the two readings of the documents.
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            (!value.bytes().all(plain)).then_some(*name)
        });
        let values = params
            .iter()
            .map(|(name, value)| (*name, Value::from(value.as_str())));
        let key = &self.credentials.signing_key;
        let signed = signed(values, key, self.signed_encoding);
        let payload = signed.payload();
        // Base64 needs no escaping in JSON.
        let body = format!("{{\"payload\":\"{payload}\"}}");
        let request = self.request(endpoint).json(body).private(payload);
        let request = request.private(signed.json).private(signed.sign);
        let secrets = [key];
        let outcome = send(&Exchange::new(&self.http, endpoint, &secrets), request);
        outcome.map_err(|error| match encoded_differently {
            Some(name) => error.hinted(|refusal| other_reading(refusal, name)),
            None => error,
        })
    }

    fn request(&self, endpoint: &Endpoint) -> Request {
        endpoint
            .request(PREFIX)
            .header("Appid", self.credentials.app_id.as_str())
            .header("AppSecret", self.credentials.app_secret.clone())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
