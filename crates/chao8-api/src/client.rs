use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use provider_client::{Access, Exchange, Provider};
use provider_http::{Client as Http, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use signing::Secret;

use crate::get_token::GetToken;
use crate::provider::Chao8;
use crate::{Call, Credentials, Download, Error, RawAnswer, Settings, TokenStatus};

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
    access: Access<GetToken>,
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
        let transport = settings.transport.provider(Chao8::NAME);
        let http = Http::new(transport.clone())?;
        let application = credentials.access_key.clone();
        let timeout = settings.token.fetch_timeout();
        let get_token = GetToken::new(http.clone(), timeout, credentials);
        let secrets = get_token.secrets().map(Secret::clone);
        let access = Access::tokens(
            Chao8::NAME,
            &application,
            get_token,
            &transport,
            settings.token,
        )?;
        let shared = Shared {
            access,
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
        self.shared.access.token()
    }

    /// When the token was fetched, when it expires, and when the next token request is allowed.
    /// Nothing is sent, and the token is not shown.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails.
    pub fn token_status(&self) -> Result<TokenStatus, Error> {
        // There is no fixed key here, so there always is a status.
        Ok(self
            .shared
            .access
            .status()?
            .unwrap_or_else(TokenStatus::none))
    }

    /// Forgets the token, here and in the store, and lets the next one be fetched at once: for an
    /// account or a sandbox that has started anew, whose old token is worth nothing. Nothing is
    /// sent.
    ///
    /// Another process finds no token in the store either. One that holds the old token uses it
    /// until the provider rejects it, and then keeps its own minute; one that fetches right now
    /// stores its new token all the same. If the account has not started anew, the provider, who
    /// allows one token request a minute \[doc\], may see two: the second is refused with
    /// [`Code::TOKEN_REQUESTED_TOO_OFTEN`](crate::Code::TOKEN_REQUESTED_TOO_OFTEN) (21185002).
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails; this client and its clones forget the token even so.
    pub fn forget_token(&self) -> Result<(), Error> {
        self.shared.access.forget()
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
        self.authorised(call, |request, exchange| exchange.data(request))
    }

    /// Any authorised call, and its answer as it came, whatever its code, and whatever its HTTP
    /// status but for a redirect, which is an error for every call.
    ///
    /// A refusal is no error here: look at [`RawAnswer::code`]. A rejected token is replaced as
    /// for every call; when there is no other one, the answer that rejects it is what is returned.
    ///
    /// # Errors
    ///
    /// [`Error::Token`], [`Error::Invalid`] and [`Error::Transport`] as for
    /// [`call`](Client::call).
    pub fn raw(&self, call: &Call) -> Result<RawAnswer, Error> {
        self.authorised(call, |request, exchange| {
            exchange.raw(request, |answer| Ok(RawAnswer::of(answer)))
        })
    }

    /// Any authorised call whose answer is a file: writes it into `sink` as it comes.
    ///
    /// The answer is written when its HTTP status is 200 to 299, its content type is not JSON, and
    /// it is no envelope all the same: one of less than 64 KiB is looked into. More than
    /// `max_bytes` are an error, and what was written until then stays written. The deadline of
    /// the call covers the whole download.
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
            let (bytes, content_type) = exchange.file(request, &mut *sink, max_bytes)?;
            Ok(Download {
                bytes,
                content_type,
            })
        })
    }

    /// Makes the exchange with a token; when the provider rejects it, with another one, once.
    fn authorised<T>(
        &self,
        call: &Call,
        mut send: impl FnMut(Request, &Exchange<'_, Chao8>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let shared = &*self.shared;
        let endpoint = call.endpoint();
        let request = call.request(&endpoint, &shared.headers)?;
        let secrets: Vec<&Secret> = shared.secrets.iter().collect();
        let with = |token: &Secret| {
            // Quirk: the bare token, without `Bearer ` [doc].
            let value = format!("{}{}", shared.token_prefix, token.expose());
            request.clone().header("Authorization", value)
        };
        let access = &shared.access;
        access.exchange(
            &self.http,
            &endpoint,
            &secrets,
            with,
            |exchange, request| send(request, exchange),
        )
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
