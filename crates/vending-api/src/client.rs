use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use provider_http::{Client as Http, Note, Reply, Request, UnexpectedAnswer, from_json};
use serde::de::DeserializeOwned;

use crate::error::Refusal;
use crate::payload::{Value, payload};
use crate::wire::{Effect, Endpoint, Envelope, NoData, Params};
use crate::{Code, Credentials, Delivery, Error, Secret, Settings, Values};

const PREFIX: &str = "/api/openapi/v1";

/// What a refusal must know of its request.
#[derive(Default)]
struct Echo {
    /// The payload that was sent, should the provider's message echo it.
    payload: Secret,
    /// A parameter whose value the two readings of the documents sign differently.
    encoded_differently: Option<&'static str>,
}

/// Calls the open API of 鼎商 vending machines; cheap to clone, shared by threads.
///
/// Every method makes one HTTP exchange and repeats nothing.
#[derive(Clone)]
pub struct Client {
    http: Http,
    credentials: Arc<Credentials>,
    signed_values: Values,
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
            http: Http::new(settings.transport)?,
            credentials: Arc::new(credentials),
            signed_values: settings.signed_values,
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
    /// [`Error::Refused`] with [`Code::APP_SECRET_INVALID`] (10013) or [`Code::APP_ID_INVALID`]
    /// (10014) when the credentials are not accepted; [`Error::Answer`] when something other than
    /// the open API answers.
    pub fn ping(&self) -> Result<(), Error> {
        let endpoint = Endpoint::reads("ping", "/ping");
        // Quirk: ping has an empty body, not an empty payload [docs+].
        let request = self.request(&endpoint);
        let echo = Echo::default();
        self.exchange(&endpoint, request, echo).map(|NoData {}| ())
    }

    /// Signs the parameters, sends them, and reads `T` from the envelope of a success.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        mut params: Params,
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
        let payload = payload(values, key, self.signed_values);
        // Base64 needs no escaping in JSON.
        let body = format!("{{\"payload\":\"{payload}\"}}");
        let request = self.request(endpoint).json(body);
        let echo = Echo {
            payload: Secret::from(payload),
            encoded_differently,
        };
        self.exchange(endpoint, request, echo)
    }

    fn request(&self, endpoint: &Endpoint) -> Request {
        let path = format!("{PREFIX}{}", endpoint.path);
        Request::new(endpoint.call, endpoint.method, path)
            .header("Appid", self.credentials.app_id.as_str())
            .header("AppSecret", self.credentials.app_secret.clone())
    }

    fn exchange<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        request: Request,
        echo: Echo,
    ) -> Result<T, Error> {
        self.http.call(request, |reply, note| {
            let envelope = self.envelope(endpoint, reply, note)?;
            if envelope.is_success() {
                return from_json(reply.body()).map_err(|problem| {
                    // The envelope says that it was done; only what it brought is unreadable.
                    UnexpectedAnswer::new(endpoint.call, reply, problem).into()
                });
            }
            let code = Code(envelope.code);
            Err(Error::Refused(Box::new(Refusal {
                call: endpoint.call,
                code,
                message: reply.shown(
                    &envelope.message,
                    &[&self.credentials.signing_key, &echo.payload],
                ),
                http_status: reply.status(),
                delivery: match endpoint.effect {
                    Effect::Writes if envelope.leaves_open() => Delivery::Unknown,
                    _ => Delivery::Refused,
                },
                retry_in: reply.retry_after(),
                encoded_differently: echo.encoded_differently,
            })))
        })
    }

    fn envelope(
        &self,
        endpoint: &Endpoint,
        reply: &Reply,
        note: &mut Note,
    ) -> Result<Envelope, Error> {
        // The HTTP status of refusals is not documented: the body decides, whatever it is.
        let envelope: Envelope = from_json(reply.body())
            .map_err(|problem| UnexpectedAnswer::new(endpoint.call, reply, problem))?;
        note.provider_code = Some(envelope.code);
        Ok(envelope)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
