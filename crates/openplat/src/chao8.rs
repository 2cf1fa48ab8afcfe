//! `openplat chao8`: the access token of 超8 SaaS, and any call of its open API.

mod calls;
mod failure;
mod token;

use chao8_api::{Client, Credentials, Error, Settings};
use clap::{Args, Subcommand};

use crate::environment::{self, PlainHttp};
use crate::failure::Failure;
use crate::output::{Output, Stop};
use crate::token_store;
use calls::{Get, Post};
use failure::{failure, of_write};
use token::ShowToken;

/// The variables of the environment that a client is made from: base URL, access key, secret.
pub(crate) const VARIABLES: [&str; 3] = ["CHAO8_BASE_URL", "CHAO8_ACCESS_KEY", "CHAO8_SECRET"];

#[derive(Debug, Args)]
#[command(after_help = ENVIRONMENT)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    call: Call,
}

const ENVIRONMENT: &str = "\
Environment:
  CHAO8_BASE_URL        the address of the service, before the paths of its calls
  CHAO8_ACCESS_KEY      Access Key, 应用Key
  CHAO8_SECRET          the secret, 应用秘钥
  OPENPLAT_TOKEN_STORE  where the access token is kept: memory, file:DIR, redis://…, rediss://…;
                        files in the user's state directory if not set
  OPENPLAT_ALLOW_HTTP   1 allows plain http to hosts other than loopback";

#[derive(Debug, Subcommand)]
enum Call {
    /// Say until when the access token is good; fetch one if there is none
    Token(ShowToken),
    /// Make a GET call, and print the data of its answer
    Get(Get),
    /// Make a POST call with a JSON body, and print the data of its answer
    Post(Post),
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    match &arguments.call {
        Call::Token(arguments) => token::show(arguments, output),
        Call::Get(arguments) => calls::get(arguments, output),
        Call::Post(arguments) => calls::post(arguments, output),
    }
}

fn client() -> Result<Client, Failure> {
    let [base_url, access_key, secret] = environment::required(VARIABLES)?;
    let plain_http = PlainHttp::from_environment()?;
    let credentials = Credentials {
        access_key,
        secret: secret.into(),
    };
    let settings = Settings::new(&base_url)
        .store(token_store::from_environment()?)
        .transport(|transport| plain_http.apply(transport));
    Client::new(credentials, settings).map_err(|error| match &error {
        Error::Invalid(input) if plain_http.is_refused(&base_url, input) => {
            failure(&error).hint(PlainHttp::WAY_OUT)
        }
        _ => failure(&error),
    })
}
