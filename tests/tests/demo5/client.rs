use std::fmt;

use provider_client::{Access, Endpoint, Provider};
use provider_http::{Client as Http, Purpose, Request, Secret, check_text, form};
use serde::de::DeserializeOwned;
use signing::sorted_pairs;

use super::get_token::GetToken;
use super::provider::Demo5;
use super::wire::PREFIX;
use super::{Error, Settings};

/// 商户号 and 密钥.
#[derive(Clone)]
pub(crate) struct Credentials {
    pub(crate) merchant: String,
    pub(crate) key: Secret,
}

pub(crate) struct Client {
    http: Http,
    access: Access<GetToken>,
    merchant: Secret,
    key: Secret,
}

impl Client {
    pub(crate) fn new(credentials: Credentials, settings: Settings) -> Result<Self, Error> {
        let Credentials { merchant, key } = credentials.clone();
        check_text("merchant", &merchant, Purpose::Token, "商户号")?;
        check_text("key", key.expose(), Purpose::Key, "密钥")?;
        let transport = settings.transport.provider(Demo5::NAME);
        let http = Http::new(transport.clone())?;
        let login = GetToken {
            http: http.clone(),
            credentials,
        };
        let access = Access::tokens(Demo5::NAME, &merchant, login, &transport, settings.token)?;
        let merchant = Secret::from(merchant);
        Ok(Self {
            http,
            access,
            merchant,
            key,
        })
    }

    pub(crate) fn token(&self) -> Result<Secret, Error> {
        self.access.token()
    }

    pub(super) fn call<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        fields: &[(&str, String)],
    ) -> Result<T, Error> {
        let with = |ticket: &Secret| {
            let ticketed = [fields, &[("ticket", ticket.expose().to_owned())]].concat();
            signed(endpoint, &ticketed, &self.key)
        };
        let secrets = [&self.merchant, &self.key];
        self.access.exchange::<Demo5, T>(
            &self.http,
            endpoint,
            &secrets,
            with,
            |exchange, request| exchange.data(request),
        )
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// A form, with its signature in a header.
pub(super) fn signed(endpoint: &Endpoint, fields: &[(&str, String)], key: &Secret) -> Request {
    let sign = sorted_pairs::sign(fields, key, sorted_pairs::Encoding::Raw);
    let request = endpoint.request(PREFIX).form(form(fields));
    request.header("X-Sign", sign.as_str())
}
