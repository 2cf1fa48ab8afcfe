use access_token::{Fetched, Lifetime};
use provider_client::{Exchange, TokenRequest, token_in};
use provider_http::{Client as Http, Secret};
use serde::Deserialize;

use super::client::signed;
use super::provider::Demo5;
use super::wire::GET_TOKEN;
use super::{Code, Credentials, Error};

pub(super) struct GetToken {
    pub(super) http: Http,
    pub(super) credentials: Credentials,
}

#[derive(Deserialize)]
struct Handed {
    #[serde(deserialize_with = "token_in")]
    ticket: Secret,
    expires_in: Lifetime,
}

impl TokenRequest for GetToken {
    type Code = Code;

    fn request(&self) -> Result<Fetched, Error> {
        let Credentials { merchant, key } = &self.credentials;
        let request = signed(&GET_TOKEN, &[("merchant", merchant.clone())], key);
        let secrets = [key];
        let exchange = Exchange::<Demo5>::new(&self.http, &GET_TOKEN, &secrets);
        let Handed { ticket, expires_in } = exchange.data(request)?;
        Ok(Fetched::new(ticket, expires_in))
    }
}
