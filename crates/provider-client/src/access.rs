//! The token's way into a call: fetch it, reject it, replace it once.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use access_token::{
    Error as TokenError, Fetch, Fetched, Key, MemoryStore, Status, Store, TokenManager, Verdict,
};
use provider_http::{Class, Client as Http, InvalidInput, Request, Settings as Transport};
use signing::Secret;

use crate::exchange::{Authorisation, Rejection};
use crate::{Endpoint, Error, Exchange, NoToken, Provider, ProviderCode};

/// How a provider hands out a token: one request, no repeats.
pub trait TokenRequest: Send + Sync {
    /// The provider's codes.
    type Code: ProviderCode;

    /// Sends the request and reads the token from its answer.
    ///
    /// # Errors
    ///
    /// What the provider or the network has to say.
    fn request(&self) -> Result<Fetched, Error<Self::Code>>;

    /// What an error means beyond its class, for codes that the documents explain.
    fn verdict(&self, error: &Error<Self::Code>) -> Option<Verdict> {
        let _ = error;
        None
    }
}

struct Fetcher<R>(R);

impl<R: TokenRequest> Fetch for Fetcher<R> {
    type Error = Error<R::Code>;

    fn fetch(&self) -> Result<Fetched, Error<R::Code>> {
        self.0.request()
    }

    fn verdict(&self, error: &Error<R::Code>) -> Verdict {
        if let Some(verdict) = self.0.verdict(error) {
            return verdict;
        }
        match error.class() {
            Some(Class::RateLimit | Class::DailyLimit) => Verdict::RateLimited,
            Some(Class::Auth | Class::InvalidRequest | Class::NotFound) => Verdict::Lasting,
            _ if error.is_transient() => Verdict::Transient,
            _ if matches!(error, Error::Invalid(_)) => Verdict::Lasting,
            _ => Verdict::Unknown,
        }
    }
}

/// The settings of a token: where it lives, and how its manager behaves.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    store: Option<Arc<dyn Store>>,
    manager: access_token::Settings,
}

impl TokenSettings {
    /// A memory store of this client and its clones, and these settings of the manager.
    pub fn new(manager: access_token::Settings) -> Self {
        let store = None;
        Self { store, manager }
    }

    /// Sets where the token lives.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Changes the settings of the manager.
    #[must_use]
    pub fn change(
        mut self,
        change: impl FnOnce(access_token::Settings) -> access_token::Settings,
    ) -> Self {
        self.manager = change(self.manager);
        self
    }

    /// How long a token request may take.
    pub fn fetch_timeout(&self) -> Duration {
        self.manager.longest_fetch()
    }
}

/// What a client shows with its calls: an access token that all who share the store share, or a
/// fixed key.
pub struct Access<R: TokenRequest>(Kind<R>);

enum Kind<R: TokenRequest> {
    Key(Secret),
    Tokens(Box<TokenManager<Fetcher<R>>>),
}

impl<R: TokenRequest> Access<R> {
    /// A fixed key: nothing replaces it, and its refusal is final.
    pub fn key(key: Secret) -> Self {
        Self(Kind::Key(key))
    }

    /// The token of `application` at `provider`, got by `request`.
    ///
    /// It lives under a key of provider, base URL and application, however the base URL is
    /// spelled: a token of one address is never sent to another. Its clock is that of the
    /// transport.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`] when a setting of the token breaks its rule.
    pub fn tokens(
        provider: &str,
        application: &str,
        request: R,
        transport: &Transport,
        settings: TokenSettings,
    ) -> Result<Self, InvalidInput> {
        let clock = transport.shared_clock();
        let manager = settings.manager.clock(Arc::clone(&clock));
        let store: Arc<dyn Store> = match settings.store {
            Some(store) => store,
            None => Arc::new(MemoryStore::with_clock(clock)),
        };
        let key = Key::new(provider, transport.base_url(), application);
        let tokens = TokenManager::new(key, store, Fetcher(request), manager);
        let tokens = tokens.map_err(|error| {
            let rule = match error {
                TokenError::Settings { rule, .. } => format!("break a rule: {rule}"),
                _ => "break a rule".to_owned(),
            };
            InvalidInput::new("settings", rule, "settings of the token")
        })?;
        Ok(Self(Kind::Tokens(Box::new(tokens))))
    }

    /// The token, which is asked for when none is at hand, or the fixed key.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] with the reason.
    pub fn token(&self) -> Result<Secret, Error<R::Code>> {
        match &self.0 {
            Kind::Key(key) => Ok(key.clone()),
            Kind::Tokens(tokens) => tokens.token().map_err(before_the_call),
        }
    }

    /// When the token was fetched and when the next request is allowed; none for a fixed key.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails.
    pub fn status(&self) -> Result<Option<Status>, Error<R::Code>> {
        match &self.0 {
            Kind::Key(_) => Ok(None),
            Kind::Tokens(tokens) => tokens.status().map(Some).map_err(before_the_call),
        }
    }

    /// Forgets the token, here and in the store, and lets the next one be asked for at once: see
    /// [`TokenManager::forget`]. Nothing is sent. A fixed key stays: there is no token to forget.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails; this client forgets the token even so.
    pub fn forget(&self) -> Result<(), Error<R::Code>> {
        match &self.0 {
            Kind::Key(_) => Ok(()),
            Kind::Tokens(tokens) => tokens.forget().map_err(before_the_call),
        }
    }

    /// Makes a call. When the provider rejects the token, with another one, once, as far as the
    /// call may be repeated.
    ///
    /// `request` puts the token into a request, and `send` sends it by the exchange and reads its
    /// answer. `secrets` are what no message may show beside the token and the request.
    ///
    /// # Errors
    ///
    /// The error of the call, and [`Error::Token`] when there is no token for it.
    pub fn exchange<P: Provider<Code = R::Code>, T>(
        &self,
        http: &Http,
        endpoint: &Endpoint,
        secrets: &[&Secret],
        request: impl Fn(&Secret) -> Request,
        mut send: impl FnMut(&Exchange<'_, P>, Request) -> Result<T, Error<R::Code>>,
    ) -> Result<T, Error<R::Code>> {
        let rejection = Cell::new(None);
        let mut attempted = |token: &Secret, attempt: u32, shown: Authorisation| {
            let secrets: Vec<&Secret> = secrets.iter().copied().chain([token]).collect();
            let exchange = Exchange::new(http, endpoint, &secrets).authorised_by(shown);
            let outcome = send(&exchange, request(token).attempt(attempt));
            rejection.set(exchange.rejection());
            outcome
        };
        match &self.0 {
            Kind::Key(key) => attempted(key, 1, Authorisation::Credentials),
            Kind::Tokens(tokens) => tokens.with_token(
                |token, attempt| attempted(token, attempt, Authorisation::Token),
                |_| rejection.get().map(in_words_of_the_manager),
                |reason, missing| NoToken::new(reason, missing).into(),
            ),
        }
    }
}

fn in_words_of_the_manager(rejection: Rejection) -> access_token::Rejection {
    match rejection {
        Rejection::Certain => access_token::Rejection::Certain,
        Rejection::Doubtful => access_token::Rejection::Doubtful,
        Rejection::Replace => access_token::Rejection::Replace,
    }
}

fn before_the_call<C: ProviderCode>(reason: TokenError<Error<C>>) -> Error<C> {
    NoToken::new(reason, access_token::Missing::BeforeTheCall).into()
}

impl<R: TokenRequest> fmt::Debug for Access<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Key(_) => "Key(***)",
            Kind::Tokens(_) => "Tokens(***)",
        })
    }
}
