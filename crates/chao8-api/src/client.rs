use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use access_token::{Key, MemoryStore, Store, TokenManager};
use provider_http::{Client as Http, InvalidInput, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signing::Secret;

use crate::error::NoToken;
use crate::exchange::{Exchange, NoFile};
use crate::get_token::GetToken;
use crate::token_clock::TokenClock;
use crate::wire::{Effect, Rejection};
use crate::{Call, Credentials, Download, Error, RawAnswer, Settings, TokenError, TokenStatus};

/// Calls the open API of 超8 SaaS; cheap to clone, shared by threads, which share its token.
///
/// A call makes one HTTP exchange, and a second one only when the provider rejects the token.
/// Before it a token request may be made; see the [crate documentation](crate).
#[derive(Clone)]
pub struct Client {
    http: Http,
    shared: Arc<Shared>,
}

struct Shared {
    tokens: TokenManager<GetToken>,
    /// The secret, its digest and the access key.
    secrets: [Secret; 3],
    token_prefix: String,
    headers: Vec<(String, Secret)>,
}

impl Client {
    /// A client for one application at one base URL. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a credential is empty or cannot be sent, when a setting breaks its
    /// rule, and unless fetch timeout < lease < longest wait.
    pub fn new(credentials: Credentials, settings: Settings) -> Result<Self, Error> {
        credentials.check()?;
        settings.check()?;
        let http = Http::new(settings.transport.clone())?;
        let clock = Arc::new(TokenClock(http.clone()));
        let token_settings = settings.token_settings().clock(clock.clone());
        let store = settings.store.clone();
        let store: Arc<dyn Store> =
            store.unwrap_or_else(|| Arc::new(MemoryStore::with_clock(clock)));
        // A token of one environment is never sent to another.
        let base_url = settings.transport.base_url();
        let key = Key::new("chao8", base_url, &credentials.access_key);
        let get_token = GetToken::new(http.clone(), settings.fetch_timeout, credentials);
        let secrets = get_token.secrets().map(Secret::clone);
        let tokens = TokenManager::new(key, store, get_token, token_settings).map_err(|error| {
            let rule = match error {
                TokenError::Settings { rule, .. } => format!("break a rule: {rule}"),
                _ => "break a rule".to_owned(),
            };
            InvalidInput::new("settings", rule, "settings of the token")
        })?;
        let shared = Shared {
            tokens,
            secrets,
            token_prefix: settings.token_prefix,
            headers: settings.headers,
        };
        Ok(Self {
            http,
            shared: Arc::new(shared),
        })
    }

    /// The same client with another deadline for the exchanges of its calls; connections and
    /// token are shared. Token requests keep theirs.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.http = self.http.with_timeout(timeout);
        client
    }

    /// The access token, which is fetched when none is at hand: to see whether the credentials
    /// are accepted, or for calls by other means.
    ///
    /// Source: 获取 AccessToken \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Token`] with the reason: refused with
    /// [`Code::ACCESS_KEY_OR_SECRET_WRONG`](crate::Code::ACCESS_KEY_OR_SECRET_WRONG) (21184031), [`Code::ACCOUNT_DISABLED`](crate::Code::ACCOUNT_DISABLED) (21184032),
    /// [`Code::ACCOUNT_NOT_FOUND`](crate::Code::ACCOUNT_NOT_FOUND) (21184033) or [`Code::TOKEN_REQUESTED_TOO_OFTEN`](crate::Code::TOKEN_REQUESTED_TOO_OFTEN) (21185002),
    /// held back since the last request is less than a minute ago, or the store fails.
    #[doc(alias = "获取授权Access Token")]
    pub fn token(&self) -> Result<Secret, Error> {
        let token = self.shared.tokens.token();
        token.map_err(NoToken::before_the_call)
    }

    /// When the token was fetched, when it expires, and when the next token request is allowed.
    /// Nothing is sent, and the token is not shown.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails.
    pub fn token_status(&self) -> Result<TokenStatus, Error> {
        let status = self.shared.tokens.status();
        status.map_err(NoToken::before_the_call)
    }

    /// A `GET` with this query, and `data` of its answer as `T`.
    ///
    /// The path is absolute: there is no common prefix. For headers, deadlines and names see
    /// [`Call`].
    ///
    /// # Errors
    ///
    /// As [`call`](Client::call).
    pub fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Error> {
        self.call(&Call::get(path).query(query))
    }

    /// A `POST` with a JSON body, and `data` of its answer as `T`. It is taken to write: for one
    /// that only reads use [`Call::reads`].
    ///
    /// # Errors
    ///
    /// As [`call`](Client::call).
    pub fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &(impl Serialize + ?Sized),
    ) -> Result<T, Error> {
        self.call(&Call::post(path).json(body))
    }

    /// Any authorised call, and `data` of its answer as `T`.
    ///
    /// Where `data` is absent or null, `T` is read from null: an `Option` is then none. For calls
    /// whose data does not matter `T` is [`IgnoredAny`](crate::IgnoredAny); `Box<serde_json::value::RawValue>` is
    /// the text of `data` as it came, with every digit.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when there is no token: the call was not sent, or its token was rejected
    /// and no other one is to be had. [`Error::Refused`] with the provider's code, such as
    /// [`Code::UNKNOWN_ERROR`](crate::Code::UNKNOWN_ERROR) (500), after which a writing call may have taken effect.
    /// [`Error::Answer`] when something else than the envelope answers, or when `data` is no `T`:
    /// then the call was carried out. [`Error::Invalid`] before anything is sent, when path,
    /// header or body cannot be sent.
    pub fn call<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        self.authorised(call, |request, exchange| {
            self.http
                .call(request, |reply, note| exchange.data(reply, note))
        })
    }

    /// Any authorised call, and its answer as it came, whatever its HTTP status and code.
    ///
    /// A refusal is no error here: look at [`RawAnswer::code`]. A rejected token is replaced as
    /// for every call.
    ///
    /// # Errors
    ///
    /// [`Error::Token`], [`Error::Invalid`] and [`Error::Transport`] as for
    /// [`call`](Client::call).
    pub fn raw(&self, call: &Call) -> Result<RawAnswer, Error> {
        self.authorised(call, |request, exchange| {
            self.http
                .call(request, |reply, note| Ok(exchange.raw(reply, note)))
        })
    }

    /// Any authorised call whose answer is a file: writes it into `sink` as it comes.
    ///
    /// The answer is written when its HTTP status is 200 to 299 and its content type is not JSON;
    /// JSON is the envelope, and read as such. More than `max_bytes` are an error, and what was
    /// written until then stays written. The deadline of the call covers the whole download.
    ///
    /// # Errors
    ///
    /// As [`call`](Client::call); [`Error::Answer`] too when a success has no file;
    /// [`Error::Transport`] with [`Sink`](crate::TransportError::Sink) when `sink` fails and
    /// with [`BodyTooLarge`](crate::TransportError::BodyTooLarge) past the limit.
    #[doc(alias = "入库码包下载")]
    pub fn download(
        &self,
        call: &Call,
        sink: &mut dyn Write,
        max_bytes: u64,
    ) -> Result<Download, Error> {
        self.authorised(call, |request, exchange| {
            self.http
                .download(request, &mut *sink, max_bytes, |reply, note| {
                    match reply.streamed_bytes() {
                        Some(bytes) => Ok(Download {
                            bytes,
                            content_type: reply.content_type().map(str::to_owned),
                        }),
                        None => match exchange.data::<NoFile>(reply, note)? {},
                    }
                })
        })
    }

    /// Makes the exchange with a token; when the provider rejects it, with another one, once.
    fn authorised<T>(
        &self,
        call: &Call,
        mut send: impl FnMut(Request, &mut Exchange<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let shared = &*self.shared;
        let request = call.request(&shared.headers)?;
        let mut send = |token: &Secret| {
            // Quirk: the bare token, without `Bearer ` [doc].
            let value = format!("{}{}", shared.token_prefix, token.expose());
            let request = request.clone().header("Authorization", Secret::from(value));
            let fixed = shared.headers.iter().map(|(_, value)| value);
            let headers = fixed.chain(call.header_values());
            // A short value such as `1` is no secret, and its like is in every message.
            let headers = headers.filter(|value| value.expose().len() >= 8);
            let secrets = shared.secrets.iter().chain([token]).chain(headers);
            let mut exchange = Exchange::new(call, secrets.collect());
            let outcome = send(request, &mut exchange);
            (outcome, exchange.rejection())
        };
        let token = shared.tokens.token().map_err(NoToken::before_the_call)?;
        let (outcome, rejection) = send(&token);
        match (rejection, call.effect()) {
            (None, _) => return outcome,
            (Some(Rejection::Hinted), Effect::Writes) => {
                // Nobody documents the sign: the next call gets another token, but this one may
                // have taken effect. That the store hears of it is secondary.
                let _ = shared.tokens.reject(&token);
                return outcome;
            }
            (Some(_), _) => {}
        }
        let token = shared.tokens.replacement(&token);
        let token = token.map_err(NoToken::after_a_rejection)?;
        let (outcome, rejection) = send(&token);
        if rejection == Some(Rejection::Clear) {
            // The caller hears of the refusal; what the store thinks of it is secondary.
            let _ = shared.tokens.reject(&token);
        }
        outcome
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
