use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use access_token::{Key, MemoryStore, Store, TokenManager};
use provider_http::{Client as Http, InvalidInput, Request};
use serde::de::DeserializeOwned;
use signing::Secret;

use crate::error::NoToken;
use crate::exchange::exchange;
use crate::get_token::GetToken;
use crate::token_clock::TokenClock;
use crate::wire::{Effect, Endpoint, Rejection};
use crate::{Credentials, Error, Settings, TokenError, TokenStatus};

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
    access: Access,
    /// The `app_secret` or the `api_key`.
    secret: Secret,
}

/// What stands in `Authorization`.
enum Access {
    /// The fixed key.
    Key(Secret),
    Tokens(Box<TokenManager<GetToken>>),
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
        settings.check()?;
        let http = Http::new(settings.transport.clone())?;
        let secret = credentials.secret().clone();
        let access = match credentials {
            Credentials::ApiKey(key) => Access::Key(key),
            Credentials::Login { app_id, app_secret } => {
                Access::Tokens(Box::new(tokens(&http, app_id, app_secret, &settings)?))
            }
        };
        Ok(Self {
            http,
            shared: Arc::new(Shared { access, secret }),
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
        match &self.shared.access {
            Access::Key(key) => Ok(key.clone()),
            Access::Tokens(tokens) => tokens.token().map_err(NoToken::before_the_call),
        }
    }

    /// When the token was fetched and when the next login is allowed; none with an `api_key`.
    /// Nothing is sent, and the token is not shown.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when the store fails.
    pub fn token_status(&self) -> Result<Option<TokenStatus>, Error> {
        match &self.shared.access {
            Access::Key(_) => Ok(None),
            Access::Tokens(tokens) => {
                let status = tokens.status().map_err(NoToken::before_the_call)?;
                Ok(Some(status))
            }
        }
    }

    /// Makes a call and reads `T` from the envelope of a success. `private` are texts of the request that no
    /// message may show.
    ///
    /// When the provider rejects the token, the call is made with another one, once.
    pub(crate) fn call<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint,
        request: &Request,
        private: &[Secret],
    ) -> Result<T, Error> {
        let send = |token: &Secret| {
            // Quirk: the bare token, without `Bearer ` [doc].
            let request = request.clone().header("Authorization", token.clone());
            let secrets: Vec<&Secret> = [&self.shared.secret, token]
                .into_iter()
                .chain(private)
                .collect();
            exchange(&self.http, endpoint, request, &secrets)
        };
        let tokens = match &self.shared.access {
            // There is nothing to replace it by: its refusal is final.
            Access::Key(key) => return send(key),
            Access::Tokens(tokens) => tokens,
        };
        let token = tokens.token().map_err(NoToken::before_the_call)?;
        let outcome = send(&token);
        match (rejection(&outcome), endpoint.effect) {
            (None, _) => return outcome,
            (Some(Rejection::Hinted), Effect::Writes | Effect::Cancels) => {
                // No page has this code: the next call gets another token, but this one may have
                // taken effect. That the store hears of it is secondary.
                let _ = tokens.reject(&token);
                return outcome;
            }
            (Some(_), _) => {}
        }
        let token = tokens.replacement(&token);
        let token = token.map_err(NoToken::after_a_rejection)?;
        let outcome = send(&token);
        if rejection(&outcome) == Some(Rejection::Clear) {
            // The caller hears of the refusal; what the store thinks of it is secondary.
            let _ = tokens.reject(&token);
        }
        outcome
    }
}

fn rejection<T>(outcome: &Result<T, Error>) -> Option<Rejection> {
    outcome.as_ref().err().and_then(Error::rejection)
}

fn tokens(
    http: &Http,
    app_id: String,
    app_secret: Secret,
    settings: &Settings,
) -> Result<TokenManager<GetToken>, InvalidInput> {
    let clock = Arc::new(TokenClock(http.clone()));
    let token_settings = settings.token_settings().clock(clock.clone());
    let store = settings.store.clone();
    let store: Arc<dyn Store> = store.unwrap_or_else(|| Arc::new(MemoryStore::with_clock(clock)));
    // A token of one address is never sent to another.
    let key = Key::new("damaijia", settings.transport.base_url(), &app_id);
    let get_token = GetToken::new(http.clone(), settings.fetch_timeout, app_id, app_secret);
    TokenManager::new(key, store, get_token, token_settings).map_err(|error| {
        let rule = match error {
            TokenError::Settings { rule, .. } => format!("break a rule: {rule}"),
            _ => "break a rule".to_owned(),
        };
        InvalidInput::new("settings", rule, "settings of the token")
    })
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
