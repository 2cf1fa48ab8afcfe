use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use provider_client::{Access, Endpoint, Exchange, Provider};
use provider_http::{Client as Http, Request};
use serde::de::DeserializeOwned;
use signing::Secret;

use crate::get_token::GetToken;
use crate::provider::Damaijia;
use crate::{Credentials, Error, Settings, TokenStatus};

/// Calls the API of 大麦家商城; cheap to clone, shared by threads, which share its token.
///
/// A call makes one HTTP exchange, and a second one only when the provider rejects the token.
/// Before it a login may be made; see the [crate documentation](crate).
#[derive(Clone)]
pub struct Client {
    http: Http,
    shared: Arc<Shared>,
}

struct Shared {
    /// What stands in `Authorization`.
    access: Access<GetToken>,
    /// `app_id` and `app_secret`, or the `api_key`.
    secrets: Vec<Secret>,
}

impl Client {
    /// A client for one account at one base URL. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a credential is empty or cannot be sent, when a setting breaks its
    /// rule, and unless fetch timeout < lease < longest wait.
    pub fn new(credentials: Credentials, settings: Settings) -> Result<Self, Error> {
        credentials.check()?;
        let transport = settings.transport.provider(Damaijia::NAME);
        let http = Http::new(transport.clone())?;
        let secrets = credentials.secrets();
        let access = match credentials {
            Credentials::ApiKey(key) => Access::key(key),
            Credentials::Login { app_id, app_secret } => {
                let timeout = settings.token.fetch_timeout();
                let login = GetToken::new(http.clone(), timeout, app_id.clone(), app_secret);
                Access::tokens(Damaijia::NAME, &app_id, login, &transport, settings.token)?
            }
        };
        Ok(Self {
            http,
            shared: Arc::new(Shared { access, secrets }),
        })
    }

    /// The same client with another deadline for the exchanges of its calls; connections and
    /// token are shared. Logins keep theirs.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let mut client = self.clone();
        client.http = self.http.with_timeout(timeout);
        client
    }

    /// What stands in `Authorization`: the token, for which a login is made when none is at hand,
    /// or the fixed `api_key`.
    ///
    /// To see whether the credentials are accepted, or for calls by other means.
    ///
    /// Source: 获取token \[doc\].
    ///
    /// # Errors
    ///
    /// [`Error::Token`] with the reason: refused with [`Code::NO_SUCH_ACCOUNT`](crate::Code::NO_SUCH_ACCOUNT) (1003) or
    /// [`Code::ACCOUNT_FROZEN`](crate::Code::ACCOUNT_FROZEN) (1004), held back since the last
    /// login is too short a time ago, or the store fails.
    #[doc(alias = "获取token")]
    pub fn token(&self) -> Result<Secret, Error> {
        self.shared.access.token()
    }

    /// When the token was fetched and when the next login is allowed; none with an `api_key`.
    /// Nothing is sent, and the token is not shown.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails.
    pub fn token_status(&self) -> Result<Option<TokenStatus>, Error> {
        self.shared.access.status()
    }

    /// Forgets the token, here and in the store, and lets the next login be made at once: for an
    /// account or a sandbox that has started anew, whose old token is worth nothing. Nothing is
    /// sent. With an `api_key` there is no token, and nothing happens.
    ///
    /// Another process finds no token in the store either. One that holds the old token uses it
    /// until the provider refuses it, and then keeps its own least interval; one that logs in
    /// right now stores its new token all the same. If the account has not started anew, the
    /// provider may see two logins within that interval, and the second ends the token of the
    /// first \[observed\], also while others use it.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails; this client and its clones forget the token even so.
    pub fn forget_token(&self) -> Result<(), Error> {
        self.shared.access.forget()
    }

    /// Makes a call and reads `T` from the data of a success.
    ///
    /// When the provider rejects the token, the call is made with another one, once.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        request: &Request,
    ) -> Result<T, Error> {
        self.authorised(endpoint, request, |exchange, request| {
            exchange.data(request)
        })
    }

    /// Makes a call whose data are nothing to read.
    pub(crate) fn done(&self, endpoint: &Endpoint, request: &Request) -> Result<(), Error> {
        self.authorised(endpoint, request, |exchange, request| {
            exchange.done(request)
        })
    }

    fn authorised<T>(
        &self,
        endpoint: &Endpoint,
        request: &Request,
        send: impl Fn(&Exchange<'_, Damaijia>, Request) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Shared { access, secrets } = &*self.shared;
        let secrets: Vec<&Secret> = secrets.iter().collect();
        // Quirk: the bare token, without `Bearer ` [doc].
        let with = |token: &Secret| request.clone().header("Authorization", token.clone());
        access.exchange(&self.http, endpoint, &secrets, with, send)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
