//! 获取token: the login.

use std::time::Duration;

use access_token::{Fetched, Lifetime};
use provider_client::{Exchange, TokenRequest, token_in};
use provider_http::Client as Http;
use serde::{Deserialize, Serialize};
use signing::Secret;

use crate::provider::Damaijia;
use crate::wire::{LOGIN, with_body};
use crate::{Code, Error};

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
    #[serde(deserialize_with = "token_in")]
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

impl TokenRequest for GetToken {
    type Code = Code;

    fn request(&self) -> Result<Fetched, Error> {
        let body = Body {
            app_id: self.app_id.expose(),
            app_secret: self.app_secret.expose(),
        };
        let request = with_body(&LOGIN, &body).timeout(self.timeout);
        let secrets = [&self.app_id, &self.app_secret];
        let exchange = Exchange::<Damaijia>::new(&self.http, &LOGIN, &secrets);
        let LoggedIn { access_token } = exchange.data(request)?;
        Ok(Fetched::new(access_token, Lifetime::unstated()))
    }
}
